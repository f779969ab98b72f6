// Draws one page of rows. Every text is set as text; nothing that came with the data is ever read as HTML.
function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function render({ model, el }) {
  el.classList.add("alpr-table");
  const box = node("div", { class: "alpr-table-box", tabindex: "-1" });
  const foot = node("div", { class: "alpr-table-foot" });
  el.append(box, foot);
  let body = null;
  let settle = 0;
  let keepFocus = null;
  let pointed = null;

  const set = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
  };
  const rowsOf = () => Array.from(body ? body.querySelectorAll("tr[data-id]") : []);

  function head(column) {
    const cell = node("th", { scope: "col", class: column.look || null });
    if (!column.sortable) {
      cell.append(column.label);
      return cell;
    }
    const sorted = model.get("sort") === column.key;
    const down = sorted && model.get("descending");
    cell.setAttribute("aria-sort", sorted ? (down ? "descending" : "ascending") : "none");
    const mark = node("span", { "aria-hidden": "true", class: "mark" }, sorted ? (down ? "▼" : "▲") : "↕");
    const button = node("button", { type: "button", title: `Sort by ${column.label}` }, column.label, mark);
    button.addEventListener("click", () => {
      keepFocus = `head:${column.key}`;
      set({ sort: column.key, descending: sorted && !down });
    });
    button.dataset.key = column.key;
    cell.append(button);
    return cell;
  }

  function line(row, heads) {
    const made = node("tr", { tabindex: "-1", "data-id": row.id });
    row.cells.forEach((cell, place) => {
      const look = heads[place].look;
      const field = node(place ? "td" : "th", { scope: place ? null : "row", class: look || null, title: cell.title || null });
      const inside = look.split(" ").includes("long") ? node("div") : field;
      for (const [text, kind] of cell.pieces) {
        if (!kind) inside.append(text);
        else inside.append(node(kind === "swapped" ? "mark" : "span", { class: `piece-${kind}` }, text));
      }
      if (cell.image) inside.append(node("img", { src: cell.image, alt: cell.alt }));
      if (inside !== field) field.append(inside);
      made.append(field);
    });
    made.addEventListener("click", () => step(made, true));
    made.addEventListener("dblclick", () => model.get("action") && open(made));
    return made;
  }

  function step(row, now) {
    pointed = row;
    for (const other of rowsOf()) other.tabIndex = other === row ? 0 : -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    clearTimeout(settle);
    settle = setTimeout(() => set({ chosen: row.dataset.id }), now ? 0 : 150);
  }

  function open(row) {
    clearTimeout(settle);
    set({ chosen: row.dataset.id, opened: model.get("opened") + 1 });
  }

  const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10, Home: -1e6, End: 1e6 };
  box.addEventListener("keydown", (event) => {
    const held = event.target.closest("tbody tr");
    const told = held && held.classList.contains("more"); // what is told under a row: keys there move on from the row
    const row = told ? held.previousElementSibling : held;
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!told && (event.key === "Enter" || event.key === " ") && model.get("action")) {
      event.preventDefault();
      if (!event.repeat) open(row);
      return;
    }
    if (!told && event.key.length === 1 && model.get("letters").includes(event.key)) {
      event.preventDefault();
      if (event.repeat) return; // a key that is held speaks once
      clearTimeout(settle);
      set({ chosen: row.dataset.id });
      model.send({ key: event.key, row: row.dataset.id });
      return;
    }
    if (!(event.key in moves)) return;
    event.preventDefault();
    const rows = rowsOf();
    // The focus came by Tab and nothing is chosen: the first key chooses where it stands.
    const here = model.get("chosen") === "" && pointed !== row;
    const at = rows.indexOf(row) + (here ? 0 : moves[event.key]);
    step(rows[Math.min(Math.max(at, 0), rows.length - 1)], false);
  });

  function feet() {
    const pages = model.get("pages");
    const page = Math.min(model.get("page"), pages - 1);
    const turn = (label, to, name) => {
      const button = node("button", { type: "button", disabled: to < 0 || to >= pages, "data-key": name }, label);
      button.addEventListener("click", () => { keepFocus = name; set({ page: to }); });
      return button;
    };
    const told = node("span", { role: "status" }, model.get("place") ? `Rows ${model.get("place")}` : "");
    const more = [model.get("action") && `Enter ${model.get("action")}`, model.get("letters_told")].filter(Boolean);
    const keys = node("span", { class: "keys" }, ["Keys: ↑ ↓ or j k to move", ...more].join(", "));
    foot.replaceChildren(told, ...(pages > 1 ? [turn("Previous", page - 1, "before"), turn("Next", page + 1, "after")] : []),
      ...(model.get("rows").length ? [keys] : []));
  }

  function draw() {
    const heads = model.get("heads");
    const rows = model.get("rows");
    const held = box.contains(document.activeElement) ? document.activeElement.closest("tr[data-id]") : null;
    const caption = node("caption", {}, model.get("caption"));
    const top = node("thead", {}, node("tr", {}, ...heads.map(head)));
    body = node("tbody", {}, ...rows.map((row) => line(row, heads)));
    box.style.maxHeight = model.get("height");
    box.replaceChildren(node("table", {}, caption, top, body));
    if (!rows.length) box.append(node("p", { class: "empty" }, model.get("empty")));
    top.hidden = !rows.length;
    if (rows.length) body.rows[0].tabIndex = 0;
    feet();
    choose();
    // Rows that were drawn anew under somebody's hands: the place stays, or goes to the row that is chosen now.
    if (held) {
      const again = rowsOf().find((row) => row.hasAttribute("aria-current")) || rowsOf().find((row) => row.dataset.id === held.dataset.id);
      if (again) again.focus({ preventScroll: true });
    }
    if (keepFocus) {
      const name = keepFocus.replace("head:", "");
      const again = (keepFocus.startsWith("head:") ? box : foot).querySelector(`button[data-key="${CSS.escape(name)}"]:not(:disabled)`);
      if (again) again.focus();
      keepFocus = null;
    }
  }

  function choose() {
    const chosen = model.get("chosen");
    for (const row of rowsOf()) {
      const on = chosen !== "" && row.dataset.id === chosen;
      if (on) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (!on) continue;
      for (const other of rowsOf()) other.tabIndex = other === row ? 0 : -1;
      const inside = document.activeElement && document.activeElement.closest("tbody");
      if (inside === body && document.activeElement !== row) row.focus({ preventScroll: true });
      reveal(row);
    }
    tell();
  }

  // Within the box only: the page stays where it is.
  function reveal(row) {
    const head = box.querySelector("thead").offsetHeight;
    if (row.offsetTop - head < box.scrollTop) box.scrollTop = row.offsetTop - head;
    const end = row.offsetTop + row.offsetHeight - box.clientHeight;
    if (end > box.scrollTop) box.scrollTop = end;
  }

  function tell() {
    for (const old of box.querySelectorAll("tr.more")) old.remove();
    const row = rowsOf().find((each) => each.hasAttribute("aria-current"));
    const facts = model.get("detail");
    if (!row || !facts.length) return;
    const list = node("dl");
    for (const [name, text, kind] of facts) {
      if (kind === "folded") list.append(node("details", {}, node("summary", {}, name), node("pre", {}, text)));
      else list.append(node("dt", {}, name), node("dd", {}, text));
    }
    const more = node("tr", { class: "more" }, node("td", { colspan: row.cells.length }, list));
    row.after(more);
    reveal(more);
    reveal(row);
  }

  // Rows that are drawn in the next frame count already.
  const grasp = (said) => said.grasp && requestAnimationFrame(() => {
    const row = rowsOf().find((each) => each.hasAttribute("aria-current")) || rowsOf()[0];
    if (row) row.focus({ preventScroll: true });
  });

  const events = "change:rows change:heads change:caption change:height change:empty";
  let due = 0;
  const soon = () => { cancelAnimationFrame(due); due = requestAnimationFrame(draw); };
  model.on(events, soon);
  model.on("change:sort change:descending change:page change:pages change:place", soon);
  model.on("change:chosen", choose);
  model.on("change:detail", tell);
  model.on("msg:custom", grasp);
  draw();
  return () => {
    cancelAnimationFrame(due);
    clearTimeout(settle);
    model.off(events, soon);
    model.off("change:sort change:descending change:page change:pages change:place", soon);
    model.off("change:chosen", choose);
    model.off("change:detail", tell);
    model.off("msg:custom", grasp);
  };
}

export default { render };
