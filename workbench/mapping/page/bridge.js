// What the host may ask for; this file comes last.
const draw = {
  cameras: place("cameras"), stops: place("stops"), track: place("track"), shapes: drawShapes,
  points: drawPoints, cells: drawCells, heat: drawHeat,
};

function fit([south, west, north, east]) {
  // What is fitted in lies neither under the controls nor under the legend.
  const low = Math.min(map.getSize().y / 3, legend.offsetHeight + 44);
  const padding = { paddingTopLeft: [60, 60], paddingBottomRight: [40, low] };
  move(() => map.fitBounds([[south, west], [north, east]], { ...padding, maxZoom: 13, animate: false }));
}

const hear = guarded("A message to the map", ({ what, data }) => {
  if (draw[what]) {
    draw[what](data);
    if (what !== "track") explain(what, data);
  }
  else if (what === "counting") {
    counting = ["hits", "days"].includes(data) ? data : "reads";
    mark("counted", counts.counted);
  }
  else if (what === "acts") {
    acts = data;
    drawPlaces(false); // what stood before it was told
  }
  else if (what === "tools") offer(data);
  else if (what === "basemaps") offerBases(data);
  else if (what === "basemap") standBase(data);
  else if (what === "answer") answered(data);
  else if (what === "tool") take(data);
  else if (what === "said") say(data);
  else if (what === "sight" && data.bounds) setTimeout(guarded("The view", () => fit(data.bounds)));
});

window.addEventListener("message", (event) => {
  if (event.source === parent && event.data && event.data.alpr === "draw") hear(event.data);
});
map.on("moveend", () => {
  const seen = map.getBounds();
  tell({ view: { south: seen.getSouth(), west: seen.getWest(), north: seen.getNorth(), east: seen.getEast(), zoom: map.getZoom(), width: map.getSize().x } });
});
tell({ ready: true });
map.fire("moveend");

// A map in a file of its own has no host: what it shows stands in the page.
const stored = document.getElementById("alpr-data");
if (stored) Object.entries(JSON.parse(stored.textContent)).forEach(([what, data]) => hear({ what, data }));
