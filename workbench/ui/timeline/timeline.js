// Bars of reads along time, marks of one vehicle, and a brush: drag on the bars, or move the two named sliders by keys.
const STEPS = 1000;

function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function render({ model, el }) {
  el.classList.add("alpr-timeline");
  const head = node("div", { class: "head" });
  const name = node("b");
  const told = node("span");
  const range = node("span", { class: "range", role: "status" });
  const all = node("button", { type: "button" }, "All");
  head.append(name, told, range, all);
  const plot = node("div", { class: "plot" });
  const bars = node("div", { class: "bars", "aria-hidden": "true" });
  const shade = node("div", { class: "shade", "aria-hidden": "true" });
  const marks = node("div", { class: "marks" });
  plot.append(bars, shade, marks);
  const sliders = node("div", { class: "sliders" });
  const low = node("input", { type: "range", min: 0, max: STEPS, step: 1 });
  const high = node("input", { type: "range", min: 0, max: STEPS, step: 1 });
  sliders.append(low, high);
  const axis = node("div", { class: "axis", "aria-hidden": "true" });
  el.append(head, plot, sliders, axis);

  const clock = (at) => {
    const time = new Date(model.get("start") + (model.get("end") - model.get("start")) * at);
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: model.get("zone"), year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(time);
    const part = (kind) => parts.find((each) => each.type === kind).value;
    return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}`;
  };

  let waiting = 0;
  function set(since, until, now) {
    const [first, last] = since <= until ? [since, until] : [until, since];
    model.set({ since: first, until: last });
    brush();
    clearTimeout(waiting);
    waiting = setTimeout(() => model.save_changes(), now ? 0 : 200);
  }

  function brush() {
    const [since, until] = [model.get("since"), model.get("until")];
    const whole = since <= 0 && until >= 1;
    low.value = Math.round(since * STEPS);
    high.value = Math.round(until * STEPS);
    low.setAttribute("aria-valuetext", clock(since));
    high.setAttribute("aria-valuetext", clock(until));
    shade.style.left = `${since * 100}%`;
    shade.style.width = `${(until - since) * 100}%`;
    shade.hidden = whole;
    all.hidden = whole;
    range.textContent = whole ? "" : `${clock(since)} to ${clock(until)}`;
  }

  function draw() {
    name.textContent = model.get("label");
    told.textContent = model.get("told");
    for (const [slider, word] of [[low, "from"], [high, "until"]]) slider.setAttribute("aria-label", `${model.get("label")}: ${word}`);
    all.setAttribute("aria-label", `${model.get("label")}: show all of it`);
    const counts = model.get("bars");
    const most = Math.max(1, ...counts);
    bars.replaceChildren(...counts.map((count) => {
      const bar = node("i");
      bar.style.height = count ? `${Math.max(6, Math.sqrt(count / most) * 100)}%` : "0";
      return bar;
    }));
    axis.replaceChildren(...model.get("ticks").map(([at, label]) => {
      const tick = node("span", {}, label);
      tick.style.left = `${at * 100}%`;
      if (at > 0.96) tick.className = "last";
      return tick;
    }));
    point();
    brush();
  }

  function point() {
    marks.replaceChildren(...model.get("marks").map((mark) => {
      const made = node("button", { type: "button", title: mark.text, "aria-label": mark.text, tabindex: -1, class: mark.chosen ? "chosen" : null });
      made.style.left = `${mark.at * 100}%`;
      made.addEventListener("click", () => { model.set("pressed", ""); model.set("pressed", mark.id); model.save_changes(); });
      return made;
    }));
  }

  low.addEventListener("input", () => set(Math.min(low.value, high.value - 1) / STEPS, high.value / STEPS));
  high.addEventListener("input", () => set(low.value / STEPS, Math.max(Number(low.value) + 1, high.value) / STEPS));
  all.addEventListener("click", () => { set(0, 1, true); low.focus(); });

  let from = null;
  const at = (event) => {
    const box = plot.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.target.tagName === "BUTTON") return;
    from = at(event);
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener("pointermove", (event) => { if (from !== null && Math.abs(at(event) - from) > 0.004) set(from, at(event)); });
  plot.addEventListener("pointerup", () => { from = null; });
  plot.addEventListener("dblclick", () => set(0, 1, true));

  const redrawn = "change:bars change:ticks change:label change:told change:start change:end";
  model.on(redrawn, draw);
  model.on("change:marks", point);
  model.on("change:since change:until", brush);
  draw();
  return () => {
    clearTimeout(waiting);
    model.off(redrawn, draw);
    model.off("change:marks", point);
    model.off("change:since change:until", brush);
  };
}

export default { render };
