// A file goes to the kernel in pieces, each after the one before has arrived: any size, with progress, and never more
// than one piece in a message.
const PIECE = 2 * 1024 * 1024;

function size(bytes) {
  const [unit, name] = bytes < 1e6 ? [1e3, "kB"] : [1e6, "MB"];
  return `${(bytes / unit).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${name}`;
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "alpr-upload";
  const label = document.createElement("label");
  const title = document.createElement("span");
  title.textContent = model.get("label");
  const input = document.createElement("input");
  input.type = "file";
  input.accept = model.get("accept");
  input.multiple = model.get("several");
  const bar = document.createElement("progress");
  bar.hidden = true;
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  label.append(title, input);
  box.append(label, bar, told);
  el.append(box);

  let file = null;
  let token = "";
  let rest = [];
  let count = 0;
  const which = () => (count > 1 ? `${count - rest.length} of ${count}: ` : "");
  const send = (at) => {
    const mine = token;
    bar.max = file.size || 1;
    bar.value = at;
    told.textContent = `${which()}${size(at)} of ${size(file.size)}`;
    file.slice(at, at + PIECE).arrayBuffer().then(
      (buffer) => mine === token && model.send({ kind: "piece", token, at }, undefined, [buffer]),
      () => {
        told.textContent = "The file can't be read any more. Choose it again.";
        bar.hidden = true;
      },
    );
  };
  const begin = (first) => {
    file = rest.shift() || null;
    token = crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
    bar.hidden = !file;
    model.send({ kind: "begin", token, name: file ? file.name : "", size: file ? file.size : -1, first });
  };
  const chosen = () => {
    rest = [...input.files];
    count = rest.length;
    told.textContent = "";
    begin(true);
  };
  const whole = () => {
    if (rest.length) {
      begin(false);
      return;
    }
    bar.hidden = true;
    told.textContent = count > 1 ? `${count} files, ready to hand in` : `${size(file.size)}, ready to hand in`;
  };
  const answered = (said) => {
    if (said.kind === "clear") {
      input.value = "";
      file = null;
      token = "";
      rest = [];
      told.textContent = "";
      bar.hidden = true;
    } else if (file && said.token === token && said.kind === "next") {
      send(said.at);
    } else if (file && said.token === token && said.kind === "whole") {
      whole();
    } else if (file && said.token === token) {
      bar.hidden = true;
      told.textContent = said.words;
    }
  };
  input.addEventListener("change", chosen);
  model.on("msg:custom", answered);
  return () => model.off("msg:custom", answered);
}

export default { render };
