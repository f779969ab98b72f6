// Areas with names: drawn with a mouse or a finger here, by keyboard in the form beside the map.
const areas = L.featureGroup().addTo(map);
const STYLE = { color: "#0a6b45", weight: 2.5, fillOpacity: 0.08 };
const GEOMAN = { circle: "Circle", rectangle: "Rectangle", polygon: "Polygon" };
const HINTS = {
  circle: "Click the centre, then the rim. Escape gives up.",
  rectangle: "Click one corner, then the opposite one. Escape gives up.",
  polygon: "Click each corner, then the first one again. Escape gives up.",
  change: "Drag the handles of an area. Escape ends it.",
  remove: "Click the area to remove. Escape ends it.",
};
const NAMES = {
  circle: "Draw a circle", rectangle: "Draw a rectangle", polygon: "Draw a polygon",
  change: "Change areas", remove: "Remove an area",
};
const ICONS = {
  circle: '<circle cx="10" cy="10" r="7"/>', rectangle: '<rect x="3" y="5" width="14" height="10"/>',
  polygon: '<path d="M3 8l8-5 6 6-4 8-9-2z"/>', change: '<path d="M4 16l1-4 8-8 3 3-8 8z"/>',
  remove: '<path d="M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11"/>',
};
const kept = new Map(); // name -> { shape, layer }
let tool = "";
let ending = false;

const hint = node("div", { class: "hint", role: "status", hidden: true });
map.getContainer().append(hint);
const bar = node("div", { class: "leaflet-bar tools", role: "toolbar", "aria-label": "Areas" });
let barStands = false;

function say(text) {
  hint.textContent = text;
  hint.hidden = !text;
}

const fine = (degrees) => Math.round(degrees * 1e6) / 1e6;

function read(layer) {
  if (layer instanceof L.Circle) {
    const at = layer.getLatLng();
    return { circle: { latitude: fine(at.lat), longitude: fine(at.lng), radius_m: Math.max(1, Math.round(layer.getRadius())) } };
  }
  return { polygon: { vertices: layer.getLatLngs()[0].map((at) => [fine(at.lat), fine(at.lng)]) } };
}

function build(shape) {
  if (shape.circle) return L.circle([shape.circle.latitude, shape.circle.longitude], { ...STYLE, radius: shape.circle.radius_m });
  const corners = shape.polygon.vertices;
  return shape.kind === "rectangle" ? L.rectangle(L.latLngBounds(corners), STYLE) : L.polygon(corners, STYLE);
}

const numbers = (shape) => JSON.stringify(shape.circle ? Object.values(shape.circle).map(Number) : shape.polygon.vertices);

function put(shape) {
  const layer = build(shape);
  layer.bindTooltip(titled(shape.name), { permanent: true, direction: "top", className: "scene" });
  layer.on("click", () => tool === "remove" && tell({ removed: shape.name }));
  layer.on("pm:edit", guarded("A changed area", () => {
    label(layer);
    tell({ shape: { name: shape.name, ...read(layer) } });
  }));
  kept.set(shape.name, { shape, layer });
  areas.addLayer(layer);
  label(layer);
  handles(layer);
}

// The name stands above the area, so that it hides neither the area nor what lies in it.
function label(layer, lift = 0) {
  const bounds = layer.getBounds();
  const top = map.latLngToLayerPoint([bounds.getNorth(), bounds.getCenter().lng]);
  layer.openTooltip(map.layerPointToLatLng(top.subtract([0, lift])));
}

// "A: Burglary, Main Street": the letter alone is enough where the rest would cover something.
function titled(name) {
  const [, letter, rest] = /^([A-Z])(: .*)$/s.exec(name) || [];
  return letter ? node("span", {}, letter, node("span", { class: "rest" }, rest)) : words(name);
}

// An area's name gives way to the signs on the map and to the names of other areas: it stands higher, or as its letter.
const HIGHEST = 60;
function stands(layer, sign, taken) {
  for (let lift = 0; lift <= HIGHEST;) {
    label(layer, lift);
    const place = sign.getBoundingClientRect();
    const other = taken.find((each) => !apart(place, each));
    if (!other) return true;
    lift += place.bottom - other.top + 1;
  }
  label(layer);
  return false;
}

function clearScenes() {
  const taken = [...document.querySelectorAll(".holder .badge")].map((sign) => sign.getBoundingClientRect());
  for (const { layer } of kept.values()) {
    const sign = layer.getTooltip()?.getElement();
    if (!sign) continue;
    sign.classList.remove("short");
    if (!stands(layer, sign, taken)) {
      sign.classList.add("short");
      stands(layer, sign, taken);
    }
    taken.push(sign.getBoundingClientRect());
  }
}
map.on("zoomend", clearScenes);

function handles(layer) {
  if (!layer.pm) return;
  if (tool === "change") layer.pm.enable({ allowSelfIntersection: false, snappable: false });
  else layer.pm.disable();
}

const drawShapes = guarded("The areas", (shapes) => {
  const wanted = new Map(shapes.map((shape) => [shape.name, shape]));
  for (const [name, { layer }] of [...kept]) {
    const now = wanted.get(name);
    // What the person is dragging stays as it is when it comes back unchanged.
    const same = now && now.kind !== "" && numbers({ ...read(layer) }) === numbers(rounded(now));
    if (same) { wanted.delete(name); continue; }
    if (layer.pm) layer.pm.disable();
    areas.removeLayer(layer);
    kept.delete(name);
  }
  for (const shape of wanted.values()) put(shape);
  clearScenes();
});

function rounded(shape) {
  if (shape.circle) {
    const { latitude, longitude, radius_m } = shape.circle;
    return { circle: { latitude: fine(latitude), longitude: fine(longitude), radius_m: Math.max(1, Math.round(radius_m)) } };
  }
  const corners = shape.kind === "rectangle" ? build(shape).getLatLngs()[0].map((at) => [at.lat, at.lng]) : shape.polygon.vertices;
  return { polygon: { vertices: corners.map(([up, across]) => [fine(up), fine(across)]) } };
}

function take(next) {
  if (tool === next) return;
  tool = next;
  if (map.pm) {
    ending = true;
    map.pm.disableDraw();
    ending = false;
    if (GEOMAN[next]) map.pm.enableDraw(GEOMAN[next], { snappable: false, continueDrawing: false, tooltips: false, allowSelfIntersection: false,
      pathOptions: STYLE, templineStyle: STYLE, hintlineStyle: { ...STYLE, dashArray: "5 5" }, minRadiusCircle: 1 });
  }
  for (const { layer } of kept.values()) handles(layer);
  map.getContainer().classList.toggle("drawing", Boolean(GEOMAN[next]));
  map.getContainer().classList.toggle("removing", next === "remove");
  say(HINTS[next] || "");
  for (const button of bar.children) button.setAttribute("aria-pressed", String(button.dataset.tool === next));
}

const choose = (next) => { take(next); tell({ tool: next }); };

function offer(tools) {
  bar.replaceChildren();
  const offered = tools.length ? [...tools, "change", "remove"] : [];
  for (const name of offered) {
    const button = node("button", { type: "button", "data-tool": name, title: NAMES[name], "aria-label": NAMES[name], "aria-pressed": "false" });
    button.innerHTML = `<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">${ICONS[name]}</svg>`;
    button.addEventListener("click", () => choose(tool === name ? "" : name));
    bar.append(button);
  }
  bar.hidden = !offered.length;
  if (!barStands) { control("topleft", bar); barStands = true; }
}

if (map.pm) {
  map.pm.setGlobalOptions({ snappable: false });
  map.on("pm:create", guarded("A drawn area", ({ layer }) => {
    const drawn = read(layer);
    map.removeLayer(layer);
    choose("");
    tell({ shape: drawn });
  }));
  map.on("pm:drawend", () => { if (!ending && GEOMAN[tool]) setTimeout(() => GEOMAN[tool] && !map.pm.globalDrawModeEnabled() && choose("")); });
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && tool) choose(""); });
