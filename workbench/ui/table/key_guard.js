// Plain keys stop at the output's edge; with Ctrl, Meta or Alt they still reach the notebook. Toggles say aloud whether
// they are on, which their own widget tells by colour alone.
function render({ el }) {
  let edge = null;
  let due = 0;
  const stop = (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  };
  const tell = () => {
    for (const each of edge.querySelectorAll(".widget-toggle-button")) {
      const on = String(each.classList.contains("mod-active"));
      if (each.getAttribute("aria-pressed") !== on) each.setAttribute("aria-pressed", on);
    }
  };
  const soon = () => { cancelAnimationFrame(due); due = requestAnimationFrame(tell); };
  const watch = new MutationObserver(soon);
  const attach = () => {
    edge = el.closest(".jp-OutputArea-child") || el.closest(".jp-OutputArea-output") || el.parentElement;
    if (!edge) return;
    edge.addEventListener("keydown", stop);
    watch.observe(edge, { subtree: true, childList: true, attributeFilter: ["class"] });
    tell();
  };
  const frame = requestAnimationFrame(attach);
  return () => {
    cancelAnimationFrame(frame);
    cancelAnimationFrame(due);
    watch.disconnect();
    if (edge) edge.removeEventListener("keydown", stop);
  };
}

export default { render };
