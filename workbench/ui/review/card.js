// Draws text as text only; what the person does goes to Python as a word from a closed list.
const KEYS = { j: "next", k: "previous", a: "accept", c: "correct", r: "reject", u: "unreadable", z: "undo" };
const DEEDS = [
  ["accept", "a"], ["correct", "c"], ["reject", "r"], ["unreadable", "u"], ["undo", "z"],
];
const MARKS = { accepted: "\u2713", corrected: "\u270e", rejected: "\u2715", unreadable: "?" };
const SVG = "http://www.w3.org/2000/svg";

function make(tag, look = "", text = "") {
  const made = document.createElement(tag);
  if (look) made.className = look;
  if (text) made.textContent = text;
  return made;
}

// One object URL at a time for each place, taken back when another image stands there.
function pictures() {
  const urls = new Map();
  const free = (place) => {
    if (urls.has(place)) URL.revokeObjectURL(urls.get(place));
    urls.delete(place);
  };
  return {
    url(place, bytes, media) {
      free(place);
      if (!bytes || !bytes.byteLength) return "";
      const made = URL.createObjectURL(new Blob([bytes], { type: media || "application/octet-stream" }));
      urls.set(place, made);
      return made;
    },
    end() { [...urls.keys()].forEach(free); },
  };
}

function characters(chars) {
  const row = make("span", "chars");
  for (const one of chars) {
    const cell = make("span", `char ${one.level} ${one.differs ? "differs" : ""}`);
    cell.append(make("b", "", one.char), make("i", "", one.percent));
    row.append(cell);
  }
  row.setAttribute("aria-hidden", "true");
  return row;
}

function outlined(box, size) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const look of ["under", "over"]) {
    const line = document.createElementNS(SVG, "polygon");
    line.setAttribute("points", box.map((corner) => corner.join(",")).join(" "));
    line.setAttribute("class", look);
    svg.append(line);
  }
  return svg;
}

function render({ model, el }) {
  const shown = pictures();
  const root = make("div", "alpr-review");
  root.tabIndex = 0;
  root.setAttribute("role", "group");
  const send = (deed, place = 0) => model.send({ do: deed, place });
  // With the whole of what was typed: the newest "typed" may still wait for the kernel.
  const sendTyped = () => model.send({ do: "send", place: 0, typed: field.value });

  const none = make("p", "none");
  const body = make("div", "body");
  const left = make("figure", "photo");
  const right = make("div", "side");
  const strip = make("ol", "page");
  strip.setAttribute("aria-label", "Reads on this page");
  const keys = make("p", "keys");
  keys.append("Keys: ");
  for (const [key, words] of [["j", "next"], ["k", "previous"], ["1-9", "choose a reading"], ["a", "accept it"],
    ["c", "correct"], ["r", "no plate"], ["u", "unreadable"], ["z", "undo"]]) {
    keys.append(make("kbd", "", key), ` ${words} \u00a0`);
  }
  keys.append("Under each character: how sure the recogniser is of it, in percent.");
  body.append(left, right);
  root.append(none, strip, body, keys);
  el.append(root);

  const frame = make("div", "frame");
  const image = make("img");
  frame.append(image);
  const unseen = make("div", "unseen");
  const caption = make("figcaption");
  left.append(frame, unseen, caption);

  const crop = make("img", "crop");
  const list = make("ol", "readings");
  list.setAttribute("aria-label", "What the plate may be");
  const outcome = make("p", "outcome");
  const deeds = make("div", "deeds");
  const form = make("form", "typing");
  const label = make("label", "", "The plate in the image");
  const field = make("input");
  field.type = "text";
  field.maxLength = 64;
  field.autocomplete = "off";
  field.spellcheck = false;
  field.id = `alpr-plate-${Math.random().toString(36).slice(2)}`;
  label.htmlFor = field.id;
  const problem = make("p", "problem");
  problem.id = `${field.id}-problem`;
  problem.setAttribute("role", "alert");
  field.setAttribute("aria-describedby", problem.id);
  const save = make("button", "main", "Save correction");
  save.type = "submit";
  const leave = make("button", "", "Leave it");
  leave.type = "button";
  form.append(label, field, save, leave, problem);
  const facts = make("dl");
  right.append(crop, list, outcome, deeds, form, facts);

  const buttons = Object.fromEntries(DEEDS.map(([deed, key]) => {
    const made = make("button", deed === "accept" ? "main" : "");
    made.type = "button";
    made.setAttribute("aria-keyshortcuts", key);
    made.addEventListener("click", () => { send(deed); if (deed !== "correct") root.focus(); });
    deeds.append(made);
    return [deed, made];
  }));

  const item = () => model.get("item");
  const labelled = (deed, words) => {
    buttons[deed].replaceChildren(words, make("kbd", "", DEEDS.find(([one]) => one === deed)[1]));
  };

  function drawPicture() {
    const { name, box, size, plate } = item();
    const url = shown.url("picture", model.get("picture"), model.get("media"));
    frame.querySelector("svg")?.remove();
    frame.hidden = !url;
    image.src = url;
    image.alt = url ? (box?.length ? `Photograph ${name}; the plate read as ${plate} is outlined` : `Photograph of the read ${plate}`) : "";
    unseen.hidden = Boolean(url);
    left.classList.toggle("empty", !url);
    unseen.textContent = model.get("unseen");
    caption.textContent = name || "";
    if (url && box?.length && size?.[0]) frame.append(outlined(box, size));
  }

  function drawCrop() {
    const url = shown.url("crop", model.get("crop"), model.get("crop_media"));
    crop.hidden = !url;
    crop.src = url;
    crop.alt = url ? `The plate alone, read as ${item().plate}` : "";
  }

  function drawReadings() {
    const chosen = model.get("chosen");
    const { readings = [], plate } = item();
    list.replaceChildren(...readings.map((one, place) => {
      const line = make("li");
      const pick = make("button", "reading");
      pick.type = "button";
      pick.setAttribute("aria-pressed", String(place === chosen));
      pick.setAttribute("aria-label", `${place + 1}: ${one.label}${place === 0 ? ", as observed" : ""}`);
      pick.append(make("kbd", "", String(place + 1)), characters(one.chars), make("span", "sure", one.percent));
      if (place === 0) pick.append(make("span", "tag", "observed"));
      pick.addEventListener("click", () => { send("choose", place); root.focus(); });
      line.append(pick);
      return line;
    }));
    const pick = readings[chosen];
    labelled("accept", pick && chosen ? `Correct to ${pick.plate} ` : `Accept ${plate || ""} `);
  }

  function drawItem() {
    const now = item();
    const any = Boolean(now.plate);
    none.hidden = any;
    none.textContent = model.get("empty");
    for (const part of [body, strip, keys]) part.hidden = !any;
    keys.hidden = !any || !model.get("may_say");
    root.setAttribute("aria-label", any ? `Read ${now.plate}, ${now.place}` : "Reads that wait for a review");
    outcome.textContent = now.outcome || now.earlier || "";
    outcome.className = `outcome ${now.outcome ? "done" : ""}`;
    facts.replaceChildren(...(now.facts || []).flatMap(([name, words]) => [make("dt", "", name), make("dd", "", words)]));
    drawReadings();
    drawPicture();
    drawCrop();
  }

  function drawStrip() {
    const crops = model.get("crops");
    const at = model.get("at");
    strip.replaceChildren(...model.get("strip").map((one, place) => {
      const line = make("li");
      const pick = make("button", one.said);
      pick.type = "button";
      pick.tabIndex = place === at ? 0 : -1;
      if (place === at) pick.setAttribute("aria-current", "true");
      pick.setAttribute("aria-label", `${place + 1}: ${one.plate}${one.words ? `, ${one.words}` : ""}`);
      const url = shown.url(`strip ${place}`, crops[place], one.media);
      if (url) {
        const small = make("img");
        small.src = url;
        small.alt = "";
        pick.append(small);
      }
      pick.append(make("span", "", one.plate), make("span", "mark", MARKS[one.said] || ""));
      pick.addEventListener("click", () => { send("go", place); root.focus(); });
      line.append(pick);
      return line;
    }));
    strip.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  function drawForm() {
    const open = model.get("correcting");
    const was = !form.hidden;
    form.hidden = !open;
    deeds.hidden = open || !model.get("may_say");
    if (field.value !== model.get("typed")) field.value = model.get("typed");
    problem.textContent = open ? model.get("problem") : "";
    field.setAttribute("aria-invalid", String(Boolean(problem.textContent)));
    save.disabled = Boolean(problem.textContent) || model.get("busy");
    if (open && !was) { field.focus(); field.select(); }
    if (!open && was && root.contains(document.activeElement)) root.focus();
  }

  function drawBusy() {
    for (const made of Object.values(buttons)) made.disabled = model.get("busy");
    drawForm();
  }

  field.addEventListener("input", () => { model.set("typed", field.value); model.save_changes(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); if (!save.disabled) sendTyped(); });
  leave.addEventListener("click", () => { send("leave"); root.focus(); });
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === field) {
      if (event.key === "Escape") { event.preventDefault(); send("leave"); root.focus(); }
      return;
    }
    const deed = KEYS[event.key.toLowerCase()];
    const place = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    if (!deed && place < 0) return;
    event.preventDefault();
    if (event.repeat && !["next", "previous"].includes(deed)) return; // a key that is held speaks once
    if (place >= 0) send("choose", place);
    else if (!model.get("busy")) send(deed);
  });

  labelled("correct", "Correct \u2026 ");
  labelled("reject", "No plate ");
  labelled("unreadable", "Unreadable ");
  labelled("undo", "Undo ");
  const wired = [
    ["change:item change:empty", drawItem],
    ["change:chosen", drawReadings],
    ["change:picture change:media change:unseen", drawPicture],
    ["change:crop change:crop_media", drawCrop],
    ["change:strip change:at change:crops", drawStrip],
    ["change:correcting change:typed change:problem", drawForm],
    ["change:busy", drawBusy],
  ];
  for (const [names, draw] of wired) model.on(names, draw);
  drawItem();
  drawStrip();
  drawBusy();
  return () => {
    for (const [names, draw] of wired) model.off(names, draw);
    shown.end();
  };
}

export default { render };
