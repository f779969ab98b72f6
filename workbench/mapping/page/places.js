// Cameras with counts, one vehicle's stops by number, and the line that joins its reads.
const places = L.layerGroup([], FIXED).addTo(map);
const shown = { cameras: [], stops: [], track: [] };
let due = 0;
let acts = [];

function badge(place, kind, size, call, name = "", does = true) {
  const face = node("span", { class: `badge ${kind}${place.chosen ? " chosen" : ""}` }, place.label);
  face.style.minWidth = face.style.height = face.style.lineHeight = `${size}px`;
  const under = node("span", { class: "name", "aria-hidden": "true" }, name);
  under.style.marginTop = `${size / 2 + 12}px`;
  const icon = L.divIcon({ html: name ? node("div", {}, face, under) : face, className: "holder", iconSize: [0, 0] });
  const marker = L.marker([place.latitude, place.longitude], { ...FIXED, icon, keyboard: true, riseOnHover: true });
  marker.bindTooltip(words(place.text), { direction: "top", offset: [0, -size / 2], className: "tip" });
  marker.on("add", () => {
    const holder = marker.getElement();
    holder.setAttribute("role", does ? "button" : "img");
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

// Cameras whose circles would cover each other are one circle with the sum, until the map is close enough.
const PART = 16;
function together(cameras, bare) {
  const most = Math.max(1, ...cameras.map((camera) => camera.count));
  const wide = (count) => Math.round(22 + 18 * Math.sqrt(Math.min(1, count / most)));
  const signs = [];
  for (const camera of [...cameras].sort((one, other) => other.count - one.count)) {
    const small = bare || !camera.label;
    const size = small ? 14 : wide(camera.count);
    const at = map.project([camera.latitude, camera.longitude]);
    const near = !small && counting !== "days" && map.getZoom() < PART && signs.find((sign) => !sign.small && sign.at.distanceTo(at) < Math.max(sign.size, size) * 0.6);
    if (near) {
      near.members.push(camera);
      near.count += camera.count;
      near.size = wide(near.count);
    } else signs.push({ at, size, small, count: camera.count, members: [camera] });
  }
  return signs.reverse();
}

function alone(camera, size) {
  const shown = size === 14 ? { ...camera, label: "" } : camera;
  return badge(shown, "camera", size, () => tell({ camera: camera.id }), camera.name, acts.includes("camera"));
}

function several({ members, count, size }) {
  const names = members.slice(0, 6).map((camera) => `${camera.name}: ${camera.label}`);
  if (members.length > names.length) names.push(`and ${members.length - names.length} more`);
  const text = `${members.length} cameras close together, ${count.toLocaleString("en")} ${counting}; zoom in to part them\n${names.join("\n")}`;
  const label = count < 10000 ? count.toLocaleString("en") : `${(count / 1000).toFixed(count < 100000 ? 1 : 0)}k`;
  const whole = { ...members[0], text, label, chosen: members.some((camera) => camera.chosen) };
  const bounds = L.latLngBounds(members.map((camera) => [camera.latitude, camera.longitude]));
  return badge(whole, "camera several", size, () => move(() => map.fitBounds(bounds.pad(0.4), { animate: !still, maxZoom: PART })));
}

function apart(one, other) {
  return one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
}

// What is over the map already: signs, what tells of a scene, and the legend; signs are round, or have a rim.
function occupied() {
  const over = [...document.querySelectorAll(".holder :is(.badge, .number), .leaflet-tooltip.scene"), legend];
  return over.map((each) => [each, each.getBoundingClientRect()]);
}

const SIGN = ".badge, .number";
const grown = ({ left, right, top, bottom }, by) => ({ left: left - by, right: right + by, top: top - by, bottom: bottom + by });
const signsBy = (by, taken) => taken.map(([each, place]) => [each, each.matches(SIGN) ? grown(place, by) : place]);

// A name stands where it covers neither a sign nor a name before it: of whoever is chosen, then of the busiest.
function clearNames(signs) {
  const stand = [];
  const names = [...document.querySelectorAll(".holder .name")].filter((name) => name.textContent).reverse();
  const chosen = (name) => name.previousElementSibling.classList.contains("chosen");
  for (const name of [...names.filter(chosen), ...names.filter((each) => !chosen(each))]) {
    const place = name.getBoundingClientRect();
    const free = [...signs, ...stand].every(([of, other]) => of === name.previousElementSibling || apart(place, other));
    name.classList.toggle("covered", !free);
    if (free) stand.push([name, place]);
  }
  return stand;
}

// Towns and roads give way to everything: higher up or lower down, or they are left out.
const STANDS_AT = ["", "higher", "lower"];
function clearGround(taken) {
  const towns = [...document.querySelectorAll(".holder > :is(.town, .road)")];
  const rank = (each) => ["rank1", "rank2", "road"].findIndex((kind) => each.classList.contains(kind));
  for (const town of towns.sort((one, other) => rank(one) - rank(other))) {
    const free = STANDS_AT.some((where) => {
      town.classList.remove(...STANDS_AT.filter(Boolean));
      if (where) town.classList.add(where);
      const place = town.getBoundingClientRect();
      if (!taken.every(([, other]) => apart(place, other))) return false;
      taken.push([town, place]);
      return true;
    });
    town.classList.toggle("covered", !free);
  }
}

function clearOf() {
  clearScenes();
  const signs = occupied();
  const names = document.body.classList.contains("near") ? clearNames(signsBy(-4, signs)) : [];
  clearGround([...signsBy(3, signs), ...names]);
}
map.on("moveend", clearOf);

map.on("zoomend", () => { if (shown.cameras.length) drawPlaces(false); });

const drawPlaces = guarded("The cameras and stops", (anew) => {
  const { cameras, stops, track } = shown;
  const held = document.activeElement?.getAttribute("aria-label");
  places.clearLayers();
  const following = stops.length > 0;
  const signs = together(cameras, following || !cameras.some((camera) => camera.label));
  mark("several", signs.some((sign) => sign.members.length > 1));
  for (const sign of signs) places.addLayer(sign.members.length > 1 ? several(sign) : alone(sign.members[0], sign.size));
  if (track.length > 1) {
    places.addLayer(L.polyline(track, { ...FIXED, color: "#8e1b6b", weight: 2, dashArray: "3 6", interactive: false }));
  }
  for (const stop of stops) {
    const marker = badge(stop, "stop", 22, () => tell({ stop: stop.id }), "", acts.includes("stop"));
    places.addLayer(marker.setZIndexOffset(stop.chosen ? 2000 : 1000));
  }
  const chosen = [...stops, ...cameras].find((place) => place.chosen);
  if (anew && chosen && !map.getBounds().pad(-0.1).contains([chosen.latitude, chosen.longitude])) {
    map.panTo([chosen.latitude, chosen.longitude], { animate: false });
  }
  clearOf();
  if (held) [...document.querySelectorAll(".holder[aria-label]")].find((each) => each.getAttribute("aria-label") === held)?.focus();
});

// Cameras, stops and track mostly change together: they are drawn once for all three.
const place = (what) => (data) => {
  shown[what] = data;
  clearTimeout(due);
  due = setTimeout(drawPlaces, 0, true);
};
