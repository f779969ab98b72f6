// The element with role=status stays; only its text changes, so that screen readers speak it.
function render({ model, el }) {
  const line = document.createElement("div");
  line.className = "alpr-status";
  line.setAttribute("role", "status");
  const wheel = document.createElement("span");
  wheel.className = "wheel";
  wheel.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  line.append(wheel, words);
  el.append(line);
  const draw = () => {
    wheel.hidden = !model.get("busy");
    words.textContent = model.get("text");
  };
  model.on("change:text change:busy", draw);
  draw();
  return () => model.off("change:text change:busy", draw);
}

export default { render };
