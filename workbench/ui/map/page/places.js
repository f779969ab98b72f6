// Cameras with counts, one vehicle's stops by number, and the line that joins its reads.
const places = L.layerGroup().addTo(map);
const shown = { cameras: [], stops: [], track: [] };
let due = 0;

function badge(place, kind, size, call, name = "") {
  const face = node("span", { class: `badge ${kind}${place.chosen ? " chosen" : ""}` }, place.label);
  face.style.minWidth = face.style.height = face.style.lineHeight = `${size}px`;
  const under = node("span", { class: "name", "aria-hidden": "true" }, name);
  under.style.marginTop = `${size / 2 + 12}px`;
  const icon = L.divIcon({ html: name ? node("div", {}, face, under) : face, className: "holder", iconSize: [0, 0] });
  const marker = L.marker([place.latitude, place.longitude], { icon, keyboard: true, riseOnHover: true });
  marker.bindTooltip(words(place.text), { direction: "top", offset: [0, -size / 2], className: "tip" });
  marker.on("add", () => {
    const holder = marker.getElement();
    holder.setAttribute("role", "button");
    holder.setAttribute("aria-label", place.text);
    if (place.chosen) holder.setAttribute("aria-pressed", "true");
    holder.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      call();
    });
    holder.addEventListener("focus", () => marker.openTooltip());
    holder.addEventListener("blur", () => marker.closeTooltip());
  });
  return marker.on("click", call);
}

const drawPlaces = guarded("The cameras and stops", () => {
  const { cameras, stops, track } = shown;
  const held = document.activeElement?.getAttribute("aria-label");
  places.clearLayers();
  const most = Math.max(1, ...cameras.map((camera) => camera.count));
  const following = stops.length > 0;
  for (const camera of cameras) {
    const bare = following || !camera.label;
    const size = bare ? 14 : Math.round(22 + 22 * Math.sqrt(camera.count / most));
    const drawn = bare ? { ...camera, label: "" } : camera;
    places.addLayer(badge(drawn, "camera", size, () => tell({ camera: camera.id }), camera.name));
  }
  if (track.length > 1) {
    places.addLayer(L.polyline(track, { color: "#8e1b6b", weight: 2, dashArray: "3 6", interactive: false }));
  }
  for (const stop of stops) {
    const marker = badge(stop, "stop", 22, () => tell({ stop: stop.id }));
    places.addLayer(marker.setZIndexOffset(stop.chosen ? 2000 : 1000));
  }
  const chosen = [...stops, ...cameras].find((place) => place.chosen);
  if (chosen && !map.getBounds().pad(-0.1).contains([chosen.latitude, chosen.longitude])) {
    map.panTo([chosen.latitude, chosen.longitude], { animate: false });
  }
  if (held) [...document.querySelectorAll(".holder[role=button]")].find((each) => each.getAttribute("aria-label") === held)?.focus();
});

// Cameras, stops and track mostly change together: they are drawn once for all three.
const place = (what) => (data) => {
  shown[what] = data;
  clearTimeout(due);
  due = setTimeout(drawPlaces);
};
