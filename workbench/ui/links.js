// Where this site is is known to the browser alone; the notebooks that we ship lie in one folder of every tree.
const FOLDER = "notebooks/";

function base() {
  try { return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl || "/"; } catch { return "/"; }
}

// In the view that this page is in: Notebook's own, or JupyterLab's.
function notebook(name) {
  const here = decodeURIComponent(location.pathname);
  const view = here.startsWith(`${base()}notebooks/`) ? "notebooks/" : here.startsWith(`${base()}doc/`) ? "doc/tree/" : "lab/tree/";
  return base() + view + (FOLDER + name).split("/").map(encodeURIComponent).join("/");
}

function address(entry) {
  if (entry.notebook) return notebook(entry.notebook);
  return /^\/(?![/\\])/.test(entry.page || "") ? entry.page : null;
}

function render({ model, el }) {
  const list = document.createElement("ul");
  el.append(list);
  const draw = () => {
    list.className = `alpr-links ${model.get("form")}`;
    list.replaceChildren(...model.get("entries").map((entry) => {
      const item = document.createElement("li");
      if (entry.tone === "warn") item.className = "warn";
      const link = document.createElement("a");
      const to = address(entry);
      if (to) link.href = to;
      if (entry.notebook) link.dataset.alprNotebook = FOLDER + entry.notebook; // JupyterLab opens it beside this one
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      const title = document.createElement("span");
      title.className = "title";
      title.textContent = entry.title;
      link.append(title);
      if (entry.text) {
        const words = document.createElement("span");
        words.className = "words";
        words.textContent = entry.text;
        link.append(words);
      }
      item.append(link);
      return item;
    }));
  };
  model.on("change:entries change:form", draw);
  draw();
  return () => model.off("change:entries change:form", draw);
}

export default { render };
