// What is typed or chosen is sent before the button that was pressed after it.
const OURS = Symbol.for("alpr: widgets in order");

// Each widget that comes with ipywidgets sends its newest value only when the kernel is done with the one before; a
// press is sent at once. Here the widgets of a notebook that holds a panel wait for nothing.
function initialize({ model }) {
  const one = model.get("layout"); // a whole model of theirs: the way to what all of them have in common
  let common = one;
  while (common && !Object.hasOwn(common, "send_sync_message")) common = Object.getPrototypeOf(common);
  if (!common) return;
  if (!common[OURS]) {
    const ours = (common[OURS] = new WeakSet());
    const sync = common.sync;
    common.sync = function (...given) {
      if (!ours.has(this.widget_manager)) return sync.apply(this, given);
      const waiting = this._pending_msgs;
      this._pending_msgs = 0;
      try {
        return sync.apply(this, given);
      } finally {
        this._pending_msgs += waiting;
      }
    };
  }
  common[OURS].add(one.widget_manager);
  document.documentElement.dataset.alprInOrder = ""; // from now on
}

export default { initialize };
