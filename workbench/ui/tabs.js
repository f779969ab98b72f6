// Tabs as the ARIA patterns have them: arrows move, Enter or Space opens (opening may ask the custodian something).
let count = 0;

function render({ model, el }) {
  const list = document.createElement("div");
  list.className = "alpr-tabs";
  list.setAttribute("role", "tablist");
  el.append(list);
  const mine = `alpr-tab-${(count += 1)}`;
  let focus = false;

  const open = (name) => { model.set("chosen", name); model.save_changes(); };
  const go = (tab) => {
    for (const other of list.children) other.tabIndex = other === tab ? 0 : -1;
    tab.focus();
  };
  function draw() {
    focus = focus || list.contains(document.activeElement);
    list.setAttribute("aria-label", model.get("label"));
    list.replaceChildren(...model.get("entries").map(([name, label]) => {
      const tab = document.createElement("button");
      const on = name === model.get("chosen");
      tab.type = "button";
      tab.id = `${mine}-${name}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      tab.disabled = model.get("off");
      tab.textContent = label;
      tab.addEventListener("click", () => { focus = true; open(name); });
      return tab;
    }));
    const chosen = [...list.children].find((tab) => tab.tabIndex === 0) || list.firstChild;
    if (chosen) chosen.tabIndex = 0;
    if (focus && chosen) chosen.focus();
    focus = false;
  }
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.children];
    const at = tabs.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    go(tabs[(to + tabs.length) % tabs.length]);
  });
  // What was opened from elsewhere, as from a row of a table, may be far above the screen and takes the focus with it.
  const opened = () => {
    draw();
    const chosen = list.querySelector('[aria-selected="true"]');
    if (chosen && list.offsetParent) requestAnimationFrame(() => { chosen.focus(); list.scrollIntoView({ block: "nearest" }); });
  };
  model.on("change:entries change:label change:off", draw);
  model.on("change:chosen", opened);
  draw();
  return () => {
    model.off("change:entries change:label change:off", draw);
    model.off("change:chosen", opened);
  };
}

export default { render };
