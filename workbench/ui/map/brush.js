// A window over bars of time. Three sliders for the keyboard: its start, its end, and the window as a whole.
function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const between = (low, value, high) => Math.max(low, Math.min(high, value));

function render({ model, el }) {
  const play = node("button", { type: "button" }, "▶ Play");
  const all = node("button", { type: "button" }, "All");
  const slider = (name, look) => node("div", { class: look, role: "slider", tabindex: "0", "aria-label": name, "aria-orientation": "horizontal" });
  const span = slider("Time window as a whole", "span");
  const [left, right] = [slider("Start of the time window", "grip"), slider("End of the time window", "grip")];
  const canvas = node("canvas", { "aria-hidden": "true" });
  const line = node("div", { class: "line" }, canvas, span, left, right);
  const told = node("output", { "aria-live": "off" });
  el.classList.add("alpr-brush");
  el.setAttribute("role", "group");
  el.append(node("div", { class: "keys" }, play, all), line, told);

  let from = 0;
  let to = 0;
  let timer = 0;
  let playing = 0;
  let sent = 0;
  const bars = () => model.get("counts").length;
  const at = (place) => new Date((model.get("first") + place * model.get("step_s")) * 1000);
  const clock = () => new Intl.DateTimeFormat("en-CA", { timeZone: model.get("zone"), year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
  const when = (place) => clock().format(at(place)).replace(",", "");

  function paint() {
    const counts = model.get("counts");
    const [width, height] = [line.clientWidth, line.clientHeight];
    if (!width) return;
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const pen = canvas.getContext("2d");
    pen.scale(devicePixelRatio, devicePixelRatio);
    const most = Math.max(1, ...counts);
    const wide = width / Math.max(1, counts.length);
    counts.forEach((count, place) => {
      if (!count) return;
      const tall = 3 + (height - 7) * (count / most);
      pen.fillStyle = place >= from && place < to ? "#0b57d0" : "#8c959f";
      pen.fillRect(place * wide + 0.5, height - tall, Math.max(1, wide - 1), tall);
    });
  }

  function draw() {
    const share = (place) => `${(100 * place) / Math.max(1, bars())}%`;
    span.style.left = left.style.left = share(from);
    right.style.left = share(to);
    span.style.width = share(to - from);
    const whole = from === 0 && to === bars();
    const shown = model.get("counts").slice(from, to).reduce((sum, count) => sum + count, 0);
    const reads = `${shown.toLocaleString("en")} ${shown === 1 ? "read" : "reads"}`;
    for (const [part, value, low, high] of [[left, from, 0, to - 1], [right, to, from + 1, bars()], [span, from, 0, bars() - (to - from)]]) {
      part.setAttribute("aria-valuemin", low);
      part.setAttribute("aria-valuemax", Math.max(low, high));
      part.setAttribute("aria-valuenow", value);
      part.setAttribute("aria-valuetext", part === span ? `${when(from)} to ${when(to)}, ${reads}` : when(value));
    }
    told.textContent = bars() ? `${when(from)} to ${when(to)}: ${reads}${whole ? " (all)" : ""}` : "No read has a time yet.";
    play.disabled = all.disabled = !bars();
    all.disabled ||= whole;
    el.setAttribute("aria-label", model.get("label"));
    paint();
  }

  // The kernel counts at most so often; the last place always arrives.
  function tell() {
    const send = () => {
      timer = 0;
      sent = performance.now();
      model.set("start", from);
      model.set("end", to);
      model.save_changes();
    };
    if (timer) return;
    const wait = 70 - (performance.now() - sent);
    if (wait <= 0) send();
    else timer = setTimeout(send, wait);
  }

  function move(start, end) {
    if (!bars()) return;
    from = between(0, start, bars() - 1);
    to = between(from + 1, end, bars());
    draw();
    tell();
  }

  function shift(by) {
    const wide = to - from;
    const start = between(0, from + by, bars() - wide);
    move(start, start + wide);
  }

  const keys = (part) => (event) => {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -bars(), End: bars() };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    stop();
    if (part === span) shift(by);
    else if (part === left) move(Math.min(from + by, to - 1), to);
    else move(from, Math.max(to + by, from + 1));
  };

  const drags = (part) => (event) => {
    if (event.button) return;
    event.preventDefault();
    event.stopPropagation();
    part.focus();
    stop();
    const [x, start, end] = [event.clientX, from, to];
    const moved = (later) => {
      const by = Math.round(((later.clientX - x) / line.clientWidth) * bars());
      if (part === span) { shift(start + by - from); return; }
      if (part === left) move(Math.min(start + by, to - 1), to);
      else move(from, Math.max(end + by, from + 1));
    };
    const ended = () => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", ended);
    };
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", ended);
  };

  // Pressing on the bars and dragging opens a new window there.
  const opens = (event) => {
    if (event.button || !bars()) return;
    stop();
    const place = (later) => between(0, Math.floor(((later.clientX - line.getBoundingClientRect().left) / line.clientWidth) * bars()), bars() - 1);
    const first = place(event);
    const moved = (later) => move(Math.min(first, place(later)), Math.max(first, place(later)) + 1);
    const ended = () => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", ended);
    };
    move(first, first + 1);
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", ended);
  };

  function stop() {
    clearInterval(playing);
    playing = 0;
    play.textContent = "▶ Play";
  }

  play.addEventListener("click", () => {
    if (playing) { stop(); return; }
    if (to - from === bars()) move(0, Math.max(1, Math.round(bars() / 10)));
    else if (to === bars()) shift(-bars());
    play.textContent = "❚❚ Pause";
    playing = setInterval(() => (to >= bars() ? stop() : shift(1)), 250);
  });
  all.addEventListener("click", () => { stop(); move(0, bars()); play.focus(); });
  line.addEventListener("pointerdown", opens);
  for (const part of [left, right, span]) {
    part.addEventListener("keydown", keys(part));
    part.addEventListener("pointerdown", drags(part));
  }
  const fill = () => { stop(); from = model.get("start"); to = model.get("end"); draw(); };
  const follow = () => { if (!timer && !playing && (model.get("start") !== from || model.get("end") !== to)) fill(); };
  const wide = new ResizeObserver(paint);
  wide.observe(line);
  model.on("change:counts change:first change:step_s change:zone", fill);
  model.on("change:start change:end", follow);
  fill();
  return () => {
    stop();
    clearTimeout(timer);
    wide.disconnect();
    model.off("change:counts change:first change:step_s change:zone", fill);
    model.off("change:start change:end", follow);
  };
}

export default { render };
