// The map's page: draws what the host sends, tells what the person did. Text is set as text, never as HTML.
// The files of this folder are one function's body; this one comes first. Its arguments: the map, the layer
// with our own ground and whose it is, and where the libraries lie that paint the agency's.
const tell = (message) => parent.postMessage(Object.assign({ alpr: "map" }, message), "*");
const trouble = (what, error) => parent.postMessage({ alpr: "trouble", text: `${what}: ${error.message || error}.` }, "*");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// One layer's fault is told, and stops no other layer.
function guarded(what, call) {
  return (...given) => {
    try { return call(...given); } catch (error) { trouble(what, error); return undefined; }
  };
}

// What nobody draws is nothing to the library that areas are drawn with: it would keep an editor for each sign.
const FIXED = { pmIgnore: true };

// Leaflet drops a move that is asked for while it zooms: this one waits for its turn.
function move(go) {
  if (map._animatingZoom) map.once("zoomend", () => move(go));
  else go();
}

function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

const words = (text) => node("span", {}, text);

function control(position, content) {
  const made = L.control({ position });
  made.onAdd = () => {
    L.DomEvent.disableClickPropagation(content).disableScrollPropagation(content);
    return content;
  };
  return made.addTo(map);
}

// The ground lies under what is drawn, its names above its lines.
for (const [name, level] of [["ground", 250], ["names", 350]]) {
  const pane = map.createPane(name);
  pane.style.zIndex = level;
  pane.style.pointerEvents = "none";
}
function lay(layer) {
  if (layer.eachLayer) layer.eachLayer(lay);
  else layer.options.pane = layer instanceof L.Marker ? "names" : "ground";
}
map.removeLayer(ground);
lay(ground);
map.addLayer(ground);

map.attributionControl.setPrefix(false);
map.attributionControl.addAttribution(SOURCES);
const small = () => {
  document.body.classList.toggle("far", map.getZoom() < 10);
  document.body.classList.toggle("near", map.getZoom() >= 13);
};
map.on("zoomend", small);
small();
