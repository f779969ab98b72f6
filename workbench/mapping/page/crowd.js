// Reads one by one, in clusters, counted in hexagons, or as warmth.
const single = L.layerGroup([], FIXED).addTo(map);
const counted = L.layerGroup([], FIXED).addTo(map);
const canvas = L.canvas({ padding: 0.4 });
let gathered = null;
let warmth = null;

if (L.MarkerCluster) L.MarkerCluster.mergeOptions(FIXED);
const dot = L.divIcon({ html: '<span class="dot"></span>', className: "holder", iconSize: [0, 0] });

// Half of the clusters would tell half of the counts: they are shown when all are made.
function loading(done, total) {
  map.getContainer().classList.toggle("loading", done < total);
  say(done < total ? `Drawing ${total.toLocaleString("en")} reads …` : "");
  if (done >= total) clearOf();
}

function clusters() {
  return L.markerClusterGroup({
    ...FIXED,
    chunkedLoading: true, chunkProgress: loading, maxClusterRadius: 56, showCoverageOnHover: false, animate: !still, spiderLegPolylineOptions: { color: "#1b1f24", weight: 1 },
    iconCreateFunction: (cluster) => {
      const count = cluster.getChildCount();
      const size = Math.round(26 + 6 * Math.log10(count));
      const face = node("span", { class: "badge cluster" }, count.toLocaleString("en"), node("span", { class: "spoken" }, " reads close together"));
      face.style.minWidth = face.style.height = face.style.lineHeight = `${size}px`;
      return L.divIcon({ html: face, className: "holder", iconSize: [0, 0] });
    },
  });
}

const drawPoints = guarded("The reads", ({ ids, latitudes, longitudes, texts, clustered }) => {
  single.clearLayers();
  if (gathered) gathered.clearLayers();
  const tip = (marker, index) => marker
    .bindTooltip(() => words(texts[index]), { direction: "top", className: "tip" })
    .on("click", () => tell({ point: ids[index] }));
  if (clustered) {
    if (!gathered) gathered = clusters().on("animationend", clearOf).addTo(map);
    gathered.addLayers(ids.map((_, index) => {
      const marker = tip(L.marker([latitudes[index], longitudes[index]], { ...FIXED, icon: dot }), index);
      return marker.on("add", () => marker.getElement()?.setAttribute("aria-label", texts[index]));
    }));
    return;
  }
  const face = { ...FIXED, renderer: canvas, radius: 6, color: "#fff", weight: 1.5, fillColor: "#0b57d0", fillOpacity: 0.95 };
  ids.forEach((_, index) => single.addLayer(tip(L.circleMarker([latitudes[index], longitudes[index]], face), index)));
});

// From light to dark; the number stands in each, so that nobody has to tell colours apart.
const SHADES = ["#e3edfb", "#bcd4f5", "#8fb5ec", "#5b8fdf", "#1f58b5", "#0a3f94"];

const drawCells = guarded("The hexagons", (cells) => {
  counted.clearLayers();
  const logs = cells.map((cell) => Math.log(1 + cell.count));
  const least = Math.min(...logs);
  const spread = Math.max(...logs) - least || 1;
  for (const cell of cells) {
    const step = Math.min(SHADES.length - 1, Math.floor((SHADES.length * (Math.log(1 + cell.count) - least)) / spread));
    const shape = L.polygon(cell.corners, { ...FIXED, renderer: canvas, color: "#fff", weight: 1, fillColor: SHADES[step], fillOpacity: 0.85 });
    const nearer = () => map.setView([cell.latitude, cell.longitude], map.getZoom() + 2, { animate: !still });
    shape.on("click", () => move(nearer));
    counted.addLayer(shape.bindTooltip(() => words(cell.text), { direction: "top", className: "tip", sticky: true }));
    const label = node("span", { class: `number${step > 3 ? " light" : ""}` }, cell.label);
    const icon = L.divIcon({ html: label, className: "holder", iconSize: [0, 0] });
    counted.addLayer(L.marker([cell.latitude, cell.longitude], { ...FIXED, icon, interactive: false, keyboard: false }));
  }
  clearOf();
});

const drawHeat = guarded("The heat", (places) => {
  if (warmth) { map.removeLayer(warmth); warmth = null; }
  if (!places.length) return;
  warmth = L.heatLayer(places, { radius: 18, blur: 14, max: 1, maxZoom: map.getZoom(), minOpacity: 0.15,
    gradient: { 0.2: "#fde0a8", 0.45: "#f7a35c", 0.7: "#d9482b", 1: "#7a0f2b" } }).addTo(map);
});
