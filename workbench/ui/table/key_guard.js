// Plain keys stop at the output's edge; with Ctrl, Meta or Alt they still reach the notebook.
function render({ el }) {
  let edge = null;
  const stop = (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  };
  const attach = () => {
    edge = el.closest(".jp-OutputArea-child") || el.closest(".jp-OutputArea-output") || el.parentElement;
    if (edge) edge.addEventListener("keydown", stop);
  };
  const frame = requestAnimationFrame(attach);
  return () => {
    cancelAnimationFrame(frame);
    if (edge) edge.removeEventListener("keydown", stop);
  };
}

export default { render };
