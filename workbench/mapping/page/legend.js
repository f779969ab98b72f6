// What the signs on the map mean: only those that are on it.
const legend = node("div", { class: "legend", role: "note", "aria-label": "Legend" });
// On a small map it would cover what it explains: a button shows it there.
const switcher = node("button", { type: "button", class: "explain", "aria-expanded": "false", hidden: true }, "Legend");
switcher.addEventListener("click", () => switcher.setAttribute("aria-expanded", String(switcher.getAttribute("aria-expanded") === "false")));
L.DomEvent.disableClickPropagation(switcher);
map.getContainer().append(switcher, legend);
const counts = {};
let counting = "reads";
const LINES = [
  ["stops", "stop", "order of reads, not a route"],
  ["counted", "", () => `${counting} per ${counting === "days" ? "place" : "camera"}, larger for more`],
  ["several", "several", "with a rim: several cameras close together"],
  ["bare", "small", "camera"],
  ["points", "dot", "one read"],
  ["clustered", "cluster", "reads close together"],
  ["cells", "hexagon", "reads in a hexagon, darker for more"],
  ["heat", "warm", "warmer for more reads"],
  ["shapes", "area", "area searched"],
  ["chosen", "ring", "chosen"],
];

function explain(what, data) {
  if (what === "cameras") {
    counts.counted = data.some((camera) => camera.label);
    counts.bare = data.some((camera) => !camera.label);
    counts.chosenCamera = data.some((camera) => camera.chosen);
  } else if (what === "points") {
    counts.points = data.ids.length > 0 && !data.clustered;
    counts.clustered = data.ids.length > 0 && data.clustered;
  } else {
    counts[what] = data.length > 0;
    if (what === "stops") counts.chosenStop = data.some((stop) => stop.chosen);
  }
  mark("chosen", counts.chosenCamera || counts.chosenStop);
}

// While a vehicle is followed, cameras stand without their counts.
const STANDS = {
  counted: () => counts.counted && !counts.stops,
  bare: () => counts.bare || (counts.counted && counts.stops),
};

function mark(what, stands) {
  counts[what] = stands;
  const lines = LINES.filter(([key]) => (STANDS[key] ? STANDS[key]() : counts[key])).map(([, look, text]) => node("div", {}, node("i", { class: look, "aria-hidden": "true" }), typeof text === "function" ? text() : text));
  legend.replaceChildren(...lines);
  legend.hidden = switcher.hidden = !lines.length;
}
