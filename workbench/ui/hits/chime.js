// A short tone for new hits; off until somebody ticks the box, which is also what browsers want before they make a sound.
function render({ model, el }) {
  const label = document.createElement("label");
  label.className = "alpr-chime";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = false;
  label.append(box, "Sound for new hits");
  el.append(label);
  let sound = null;
  const tone = (at, pitch) => {
    const source = sound.createOscillator();
    const volume = sound.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.25);
    source.connect(volume).connect(sound.destination);
    source.start(at);
    source.stop(at + 0.3);
  };
  const ring = () => {
    if (!box.checked || !sound) return;
    tone(sound.currentTime, 660);
    tone(sound.currentTime + 0.18, 880);
  };
  box.addEventListener("change", () => {
    sound = sound || new AudioContext();
    if (box.checked) sound.resume().then(ring);
  });
  model.on("change:rung", ring);
  return () => {
    model.off("change:rung", ring);
    if (sound) sound.close();
  };
}

export default { render };
