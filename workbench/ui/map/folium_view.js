// Hosts a map's page in a sandboxed frame without an origin: a script inside it reaches neither Jupyter nor its cookies.
function base() {
  const node = document.getElementById("jupyter-config-data");
  let path = "/";
  try { path = JSON.parse(node.textContent).baseUrl || "/"; } catch { /* a page without Jupyter's settings */ }
  return new URL(path, location.origin).href;
}

// In this order: what is sent last lies on top, and the view is moved when all is drawn.
const SENT = ["counting", "acts", "tools", "heat", "cells", "points", "cameras", "track", "stops", "shapes", "tool", "said", "sight", "basemap"];
const HEARD = ["camera", "stop", "point", "shape", "removed", "tool", "view", "basemap"];

// The agency's basemaps, read with the person's own session. Under the Hub a fetch needs the page's token besides.
function read(path, range) {
  const token = document.cookie.split("; ").find((each) => each.startsWith("_xsrf="))?.slice(6);
  const headers = { ...(token ? { "X-XSRFToken": decodeURIComponent(token) } : {}), ...(range ? { Range: range } : {}) };
  return fetch(base() + path, { headers, credentials: "same-origin" });
}

async function listed() {
  try {
    const found = await read("alpr/basemaps");
    return found.ok ? (await found.json()).basemaps : [];
  } catch {
    return [];
  }
}

// The frame may ask for what the server listed, and for nothing else of this site.
async function bytes(maps, { path, offset, length }) {
  const parts = String(path).split("/");
  const whole = maps.find((each) => each.path === parts[0]);
  if (!whole || parts.includes("..") || parts.includes(".") || parts.slice(1).some((part) => !/^[0-9]+(\.[a-z]+)?$/i.test(part))) return null;
  const range = Number.isInteger(offset) && Number.isInteger(length) ? `bytes=${offset}-${offset + length - 1}` : "";
  const found = await read(`alpr/basemap/${parts.map(encodeURIComponent).join("/")}`, range);
  if (!found.ok) return null;
  const data = await found.arrayBuffer();
  // A server may answer with the whole of a file, and does when the range holds all of it.
  return range && found.status === 200 ? data.slice(offset, offset + length) : data;
}

function render({ model, el }) {
  el.classList.add("alpr-map");
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("referrerpolicy", "no-referrer");
  const bar = document.createElement("div");
  bar.className = "alpr-map-trouble";
  bar.setAttribute("role", "alert");
  bar.hidden = true;
  el.append(bar, frame);
  let ready = false;
  let waiting = 0;

  const trouble = (text) => {
    bar.textContent = `A part of the map could not be drawn. ${text} The other parts, and the table beside it, are complete.`;
    bar.hidden = false;
    model.set("trouble", String(text));
    model.save_changes();
  };
  const maps = listed();
  const post = (what, data, moved = []) => frame.contentWindow?.postMessage({ alpr: "draw", what, data }, "*", moved);
  const send = (what) => { if (ready) post(what, model.get(what)); };
  const load = () => {
    ready = false;
    bar.hidden = true;
    frame.title = model.get("label");
    frame.style.height = model.get("height");
    frame.srcdoc = model.get("html").replaceAll("__ALPR_BASE__", base());
    clearTimeout(waiting);
    waiting = setTimeout(() => ready || trouble("It did not start."), 15000);
  };
  const hear = (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    const { alpr, ...message } = event.data;
    if (alpr === "trouble") trouble(String(message.text));
    if (alpr !== "map") return;
    if (message.ready) {
      ready = true;
      SENT.forEach(send);
      maps.then((data) => { post("basemaps", data); send("basemap"); });
      return;
    }
    if (message.ask) {
      const { number } = message.ask;
      maps.then((known) => bytes(known, message.ask)).catch(() => null).then((data) => post("answer", { number, bytes: data }, data ? [data] : []));
      return;
    }
    const key = HEARD.find((name) => name in message);
    if (key) model.send({ [key]: message[key] });
  };
  const changes = SENT.map((what) => [`change:${what}`, () => send(what)]);
  window.addEventListener("message", hear);
  model.on("change:html", load);
  for (const [name, call] of changes) model.on(name, call);
  load();
  return () => {
    clearTimeout(waiting);
    window.removeEventListener("message", hear);
    model.off("change:html", load);
    for (const [name, call] of changes) model.off(name, call);
  };
}

export default { render };
