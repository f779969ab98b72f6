// Inside the map's page: draws what the host sends, tells what the person did. Text is set as text, never as HTML.
(function (map) {
  const group = L.layerGroup().addTo(map);
  const reach = L.layerGroup().addTo(map);
  const tell = (message) => parent.postMessage(Object.assign({ alpr: "map" }, message), "*");
  const words = (text) => {
    const node = document.createElement("span");
    node.textContent = text;
    return node;
  };
  map.attributionControl.setPrefix(false);

  function badge(place, kind, size) {
    const face = document.createElement("span");
    face.className = "badge " + kind + (place.chosen ? " chosen" : "");
    face.textContent = place.label;
    face.style.minWidth = face.style.height = face.style.lineHeight = `${size}px`;
    const icon = L.divIcon({ html: face, className: "holder", iconSize: [0, 0] });
    const marker = L.marker([place.latitude, place.longitude], { icon, keyboard: true, riseOnHover: true });
    marker.bindTooltip(words(place.text), { direction: "top", offset: [0, -size / 2], className: "tip" });
    marker.on("add", () => {
      const node = marker.getElement();
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", place.text);
    });
    return marker;
  }

  function draw(layers) {
    group.clearLayers();
    const cameras = layers.cameras || [];
    const most = Math.max(1, ...cameras.map((camera) => camera.count));
    const following = (layers.stops || []).length > 0;
    for (const camera of cameras) {
      const size = following ? 14 : Math.round(22 + 22 * Math.sqrt(camera.count / most));
      if (following) camera.label = "";
      const marker = badge(camera, "camera", size).on("click", () => tell({ camera: camera.id }));
      group.addLayer(marker);
    }
    const track = (layers.track || []).map((point) => [point.latitude, point.longitude]);
    if (track.length > 1) group.addLayer(L.polyline(track, { color: "#8e1b6b", weight: 2, dashArray: "3 6" }));
    for (const stop of layers.stops || []) {
      const marker = badge(stop, "stop", 22).setZIndexOffset(stop.chosen ? 2000 : 1000);
      group.addLayer(marker.on("click", () => tell({ stop: stop.id })));
    }
    const chosen = [...(layers.stops || []), ...cameras].find((place) => place.chosen);
    if (chosen && !layers.fit && !map.getBounds().pad(-0.1).contains([chosen.latitude, chosen.longitude])) {
      map.panTo([chosen.latitude, chosen.longitude], { animate: false });
    }
    show(layers.circle);
    const seen = track.length ? track : cameras.map((camera) => [camera.latitude, camera.longitude]);
    if (layers.fit && seen.length) map.fitBounds(seen, { paddingTopLeft: [56, 92], paddingBottomRight: [48, 48], maxZoom: 13, animate: false });
  }

  function show(circle) {
    reach.clearLayers();
    if (!circle) return;
    const at = [circle.latitude, circle.longitude];
    reach.addLayer(L.circle(at, { radius: circle.radius_m, color: "#0a6b45", weight: 2, fillOpacity: 0.08, interactive: false }));
    reach.addLayer(L.circleMarker(at, { radius: 3, color: "#0a6b45", fillOpacity: 1, interactive: false }));
  }

  // Drawing a circle: press at its centre, drag to its rim, let go. Escape gives up.
  let centre = null;
  const round = (number) => Math.round(number * 1e5) / 1e5;
  const circleTo = (rim) => ({
    latitude: round(centre.lat), longitude: round(centre.lng),
    radius_m: Math.max(100, Math.round(map.distance(centre, rim))),
  });
  function down(event) { centre = event.latlng; }
  function move(event) { if (centre) show(circleTo(event.latlng)); }
  function up(event) {
    if (!centre) return;
    const circle = circleTo(event.latlng);
    arm(false);
    tell({ drawn: circle });
  }
  function arm(on) {
    centre = null;
    const turn = on ? "on" : "off";
    map.dragging[on ? "disable" : "enable"]();
    map.getContainer().classList.toggle("drawing", on);
    map[turn]("mousedown", down)[turn]("mousemove", move)[turn]("mouseup", up);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { arm(false); tell({ drawn: null }); }
  });

  const small = () => document.body.classList.toggle("far", map.getZoom() < 10);
  map.on("zoomend", small);
  small();

  let drawing = false;
  window.addEventListener("message", (event) => {
    if (event.source !== parent || !event.data || event.data.alpr !== "layers") return;
    draw(event.data.layers);
    if (drawing !== event.data.drawing) arm((drawing = event.data.drawing));
  });
  tell({ ready: true });
})
