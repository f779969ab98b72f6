// Where this site and the notebook's own folder are is known to the browser alone.
function base() {
  try { return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl || "/"; } catch { return "/"; }
}

function notebook(name) {
  const here = decodeURIComponent(location.pathname);
  const found = here.match(/\/(?:lab|doc)(?:\/workspaces\/[^/]+)?\/tree\/(.*\/)?[^/]+$/) || here.match(/\/notebooks\/(.*\/)?[^/]+$/);
  const folder = (found && found[1]) || "";
  const view = /\/notebooks\//.test(here) ? "notebooks/" : /\/doc\//.test(here) ? "doc/tree/" : "lab/tree/";
  return base() + view + (folder + name).split("/").map(encodeURIComponent).join("/");
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
      const link = document.createElement("a");
      const to = address(entry);
      if (to) link.href = to;
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
