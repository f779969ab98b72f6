// The map's page: draws what the host sends, tells what the person did. Text is set as text, never as HTML.
// The files of this folder are one function's body, whose argument is ``map``; this one comes first.
const tell = (message) => parent.postMessage(Object.assign({ alpr: "map" }, message), "*");
const trouble = (what, error) => parent.postMessage({ alpr: "trouble", text: `${what}: ${error.message || error}.` }, "*");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// One layer's fault is told, and stops no other layer.
function guarded(what, call) {
  return (...given) => {
    try { return call(...given); } catch (error) { trouble(what, error); return undefined; }
  };
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

map.attributionControl.setPrefix(false);
map.getContainer().setAttribute("role", "application");
map.getContainer().setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom");
const small = () => {
  document.body.classList.toggle("far", map.getZoom() < 10);
  document.body.classList.toggle("near", map.getZoom() >= 13);
};
map.on("zoomend", small);
small();
