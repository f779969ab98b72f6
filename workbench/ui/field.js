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
    if (input.value !== model.get("value")) input.value = model.get("value");
  };
  const tell = (message) => {
    model.set("value", input.value);
    model.send(Object.assign({ value: input.value }, message));
  };
  input.addEventListener("input", () => tell({}));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) tell({ enter: true });
  });
  const hear = (said) => {
    if (said.focus) input.focus();
  };
  model.on("change:value change:description change:placeholder change:width", draw);
  model.on("msg:custom", hear);
  draw();
  return () => {
    model.off("change:value change:description change:placeholder change:width", draw);
    model.off("msg:custom", hear);
  };
}

export default { render };
