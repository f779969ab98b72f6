// The file comes in pieces when it is asked for, and is saved as browsers save what a page made. Nothing is kept.
function render({ model, el }) {
  const save = document.createElement("button");
  save.type = "button";
  save.className = "alpr-download jupyter-button";
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  el.append(save, told);

  let pieces = null;
  let arrived = 0;
  const draw = () => {
    const name = model.get("name");
    el.hidden = !name;
    save.textContent = name ? `Save ${name} on this computer` : "";
    told.textContent = "";
    save.disabled = false;
    pieces = null;
  };
  const ask = () => model.send({ name: model.get("name"), at: arrived });
  const pressed = () => {
    pieces = [];
    arrived = 0;
    save.disabled = true;
    told.textContent = " Fetching …";
    ask();
  };
  const whole = () => {
    const address = URL.createObjectURL(new Blob(pieces, { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = model.get("name");
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    pieces = null;
    save.disabled = false;
    told.textContent = " Saved by the browser.";
  };
  const answered = (said, buffers) => {
    if (said.kind === "failed") {
      told.textContent = ` ${said.words}`;
      save.disabled = false;
      pieces = null;
    } else if (pieces && said.kind === "piece" && said.name === model.get("name") && said.at === arrived) {
      pieces.push(buffers[0]);
      arrived += buffers[0].byteLength;
      if (arrived < model.get("size") && buffers[0].byteLength) ask();
      else whole();
    }
  };
  save.addEventListener("click", pressed);
  model.on("change:name change:size", draw);
  model.on("msg:custom", answered);
  draw();
  return () => {
    model.off("change:name change:size", draw);
    model.off("msg:custom", answered);
  };
}

export default { render };
