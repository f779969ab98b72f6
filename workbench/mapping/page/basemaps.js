// The ground: our own lines and schematic, or what the agency put into its folder. This page may fetch nothing: the
// host reads the bytes, with the person's own session, and only of the basemaps that the server listed.
const asked = new Map();
let asks = 0;
let base = null;
let chosenBase = "";

function ask(path, offset, length) {
  return new Promise((done) => {
    asked.set((asks += 1), done);
    tell({ ask: { number: asks, path, offset, length } });
  });
}

function answered({ number, bytes }) {
  asked.get(number)?.(bytes);
  asked.delete(number);
}

const loaded = new Map();
function library(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((done, failed) => {
      const script = node("script", { src: LIBRARIES[name], crossorigin: "anonymous" });
      script.onload = done;
      script.onerror = () => failed(new Error(`${name} could not be loaded`));
      document.head.append(script);
    }));
  }
  return loaded.get(name);
}

const Pictures = L.GridLayer.extend({
  createTile({ x, y, z }, done) {
    const size = this.getTileSize();
    const face = node("canvas", { width: size.x, height: size.y });
    this.options.read(z, x, y).then(async (bytes) => {
      if (bytes) face.getContext("2d").drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, size.x, size.y);
      done(null, face);
    }).catch((error) => done(error, face));
    return face;
  },
});

// Roads as the schematic has them: the light style alone is white on nearly white.
const ROADS = [
  ["minor_road", "#cfc8ba", [[10, 0.4], [13, 1.2], [15, 3], [19, 18]]],
  ["major_road", "#c4a76a", [[7, 0.6], [12, 1.8], [14, 3.5], [19, 22]]],
  ["highway", "#b08a3e", [[5, 0.6], [10, 2], [14, 4.5], [19, 26]]],
];
const road = ([kind, color, widths]) => ({
  dataLayer: "roads",
  symbolizer: new protomapsL.LineSymbolizer({ color, width: (zoom) => protomapsL.exp(1.6, widths)(zoom) }),
  filter: (_zoom, feature) => feature.props.kind === kind,
});

async function painted(archive, deepest) {
  await library("protomaps");
  const layer = protomapsL.leafletLayer({ url: archive, flavor: "light", lang: "en", attribution: "", maxDataZoom: deepest, maxZoom: 19 });
  layer.backgroundColor = "#f4f1ea";
  layer.paintRules = [...layer.paintRules, ...ROADS.map(road)];
  return layer;
}

const pictures = (read, { lowest, deepest }) => new Pictures({ read, minNativeZoom: lowest, maxNativeZoom: deepest, maxZoom: 19 });

const MAKERS = {
  async pmtiles(chart) {
    await library("pmtiles");
    const archive = new pmtiles.PMTiles({
      getKey: () => chart.path,
      getBytes: async (offset, length) => {
        const data = await ask(chart.path, offset, length);
        if (!data) throw new Error(`${chart.name} can't be read`);
        return { data };
      },
    });
    const header = await archive.getHeader();
    chart.attribution = (await archive.getMetadata())?.attribution || "";
    if (header.tileType === 1) return painted(archive, header.maxZoom);
    const read = async (z, x, y) => (await archive.getZxy(z, x, y))?.data;
    return pictures(read, { lowest: header.minZoom, deepest: header.maxZoom });
  },
  async xyz(chart) {
    return pictures((z, x, y) => ask(`${chart.path}/${z}/${x}/${y}${chart.suffix}`), chart);
  },
  async pictures(chart) {
    return pictures((z, x, y) => ask(`${chart.path}/${z}/${x}/${y}`), chart);
  },
  async vector(chart) {
    const archive = { getZxy: async (z, x, y) => { const data = await ask(`${chart.path}/${z}/${x}/${y}`); return data ? { data } : undefined; } };
    return painted(archive, chart.deepest);
  },
  async geojson(chart) {
    const bytes = await ask(chart.path);
    if (!bytes) throw new Error(`${chart.name} can't be read`);
    const style = { color: "#5d4a17", weight: 1.5, fillOpacity: 0.04, pane: "ground" };
    const read = JSON.parse(new TextDecoder().decode(bytes));
    return L.geoJSON(read, { style, interactive: false, pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: 3 }) });
  },
};

const plain = (text) => new DOMParser().parseFromString(String(text), "text/html").body.textContent.slice(0, 200);

async function stand(chart) {
  const wanted = chart ? chart.path : "";
  chosenBase = wanted;
  let layer = null;
  try {
    layer = chart ? await MAKERS[chart.kind](chart) : null;
  } catch (error) {
    trouble("The basemap", error);
  }
  if (chosenBase !== wanted) return;
  if (base) {
    map.removeLayer(base.layer);
    map.attributionControl.removeAttribution(base.words);
  }
  base = layer && { layer: layer.addTo(map), words: node("span", {}, plain(chart.attribution)).innerHTML };
  if (base) map.attributionControl.addAttribution(base.words);
  const alone = base && chart.kind !== "geojson";
  map[alone ? "removeLayer" : "addLayer"](ground);
  map.attributionControl.removeAttribution(SOURCES);
  if (!alone) map.attributionControl.addAttribution(SOURCES);
  document.body.dataset.basemap = wanted;
}

const choice = node("select", { "aria-label": "Basemap", class: "basemaps leaflet-bar", title: "Basemap" });
control("topright", choice);
choice.hidden = true;
let known = [];

const offerBases = guarded("The basemaps", (maps) => {
  known = maps;
  const over = (each) => (each.kind === "geojson" ? `${each.name} (over the schematic)` : each.name);
  choice.replaceChildren(node("option", { value: "" }, "County lines and schematic"), ...maps.map((each) => node("option", { value: each.path }, over(each))));
  choice.hidden = !maps.length;
});
const standBase = (path) => {
  const found = known.find((each) => each.path === path);
  if (path === chosenBase || (path && !found)) return;
  choice.value = path;
  stand(found);
};
choice.addEventListener("change", () => { tell({ basemap: choice.value }); standBase(choice.value); });
