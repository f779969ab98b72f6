// Hosts a map's page in a sandboxed frame without an origin: a script inside it reaches neither Jupyter nor its cookies.
function base() {
  const node = document.getElementById("jupyter-config-data");
  let path = "/";
  try { path = JSON.parse(node.textContent).baseUrl || "/"; } catch { /* a page without Jupyter's settings */ }
  return new URL(path, location.origin).href;
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
    bar.textContent = `A part of the map could not be drawn: ${text} The table beside it is complete.`;
    bar.hidden = false;
    model.set("trouble", String(text));
    model.save_changes();
  };
  const send = () => {
    if (!ready) return;
    frame.contentWindow.postMessage({ alpr: "layers", layers: model.get("layers"), drawing: model.get("drawing") }, "*");
  };
  const load = () => {
    ready = false;
    bar.hidden = true;
    frame.title = model.get("label");
    frame.style.height = model.get("height");
    frame.srcdoc = model.get("html").replaceAll("__ALPR_BASE__", base());
    clearTimeout(waiting);
    waiting = setTimeout(() => ready || trouble("it did not start."), 15000);
  };
  const hear = (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    const { alpr, ...message } = event.data;
    if (alpr === "trouble") return trouble(message.text);
    if (alpr !== "map") return;
    if (message.ready) { ready = true; send(); return; }
    model.send(message);
  };
  window.addEventListener("message", hear);
  model.on("change:html", load);
  model.on("change:layers change:drawing", send);
  load();
  return () => {
    clearTimeout(waiting);
    window.removeEventListener("message", hear);
    model.off("change:html", load);
    model.off("change:layers change:drawing", send);
  };
}

export default { render };
