// Where the keyboard and the screen go when another step opens.
function render({ model, el }) {
  const place = document.createElement("div");
  place.tabIndex = -1;
  place.setAttribute("role", "group");
  place.style.cssText = "outline:none;height:1px";
  el.append(place);
  const go = () => {
    place.setAttribute("aria-label", model.get("label"));
    place.scrollIntoView({ block: "start" });
    place.focus({ preventScroll: true });
  };
  model.on("change:label", go);
  return () => model.off("change:label", go);
}

export default { render };
