// A file for the person's own machine: it comes as a message, so that no state of a widget ever holds it.
function render({ model }) {
  const take = (said, buffers) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([buffers[0]], { type: said.type }));
    link.download = said.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  model.on("msg:custom", take);
  return () => model.off("msg:custom", take);
}

export default { render };
