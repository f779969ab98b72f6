// A line of text whose Enter carries what stands in it: what was typed last can't come too late.
function render({ model, el }) {
  const label = document.createElement("label");
  label.className = "alpr-field";
  const name = document.createElement("span");
  const input = document.createElement("input");
  input.type = "text";
  input.spellcheck = false;
  input.autocomplete = "off";
  label.append(name, input);
  el.append(label);
  const draw = () => {
    name.textContent = model.get("description");
    input.placeholder = model.get("placeholder");
    input.style.width = model.get("width");
  };
  // What was told and has not come back yet: an older value that comes back never takes away what was typed since.
  const told = [];
  const stand = () => {
    const at = told.indexOf(model.get("value"));
    if (at >= 0) {
      told.splice(0, at + 1);
      return;
    }
    told.length = 0;
    input.value = model.get("value");
  };
  const tell = (message) => {
    if (input.value !== (told.length ? told[told.length - 1] : model.get("value"))) told.push(input.value);
    model.send(Object.assign({ value: input.value }, message));
  };
  input.addEventListener("input", () => tell({}));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) tell({ enter: true });
  });
  const hear = (said) => {
    if (said.focus) input.focus();
  };
  model.on("change:description change:placeholder change:width", draw);
  model.on("change:value", stand);
  model.on("msg:custom", hear);
  draw();
  stand();
  return () => {
    model.off("change:description change:placeholder change:width", draw);
    model.off("change:value", stand);
    model.off("msg:custom", hear);
  };
}

export default { render };
