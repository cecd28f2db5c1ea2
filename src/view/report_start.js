// Puts the page together and follows the slider.

function follow() {
  const k = snapshot();
  const text = "t = " + number(times[k]) + ", snapshot " + (k + 1) + " of " + times.length;
  byId("when").textContent = text;
  slider.setAttribute("aria-valuetext", text);
  pictures.draw(Number(slider.value));
  pictures.read();
  showNow(k);
  for (const chart of charts) chart.draw();
}

function rebuild() {
  for (const chart of charts) chart.destroy();
  charts = [];
  const style = getComputedStyle(document.documentElement);
  Chart.defaults.color = printing ? "#000000" : style.getPropertyValue("--ink").trim();
  Chart.defaults.borderColor = printing ? "#cccccc" : style.getPropertyValue("--line").trim();
  pictures.build();
  data.panels.forEach(chartPanel);
  if (stepped) stepped.build();
  follow();
}

let playing = 0;
function play() {
  const button = byId("play");
  if (playing) {
    clearInterval(playing);
    playing = 0;
  } else {
    let direction = slider.value === slider.max ? -1 : 1;
    playing = setInterval(() => {  // there and back, as the densities do
      if (slider.value === slider.max) direction = -1;
      slider.value = Number(slider.value) + direction;
      follow();
      if (direction < 0 && slider.value === "0") play();
    }, Math.max(60, 4000 / density.rows.length));
  }
  button.textContent = playing ? "Stop" : "Play";
  button.setAttribute("aria-pressed", String(playing !== 0));
}

slider.max = density.rows.length - 1;
data.panels.forEach(buildPanel);
for (const name of ["errors", "particles"])
  byId(name + "-section").hidden = !data.panels.some((panel) => panel.section === name);
const stepped = data.samplers && newSamplers(data.samplers);
pictures = density.kind === "curves" ? newCurves() : newMaps();
if (density.rows.length < times.length)
  byId("resolution").append(" The slider shows " + density.rows.length + " of " + times.length + " snapshots.");
slider.addEventListener("input", follow);
byId("play").addEventListener("click", play);
for (const name of ["fixed", "log", "whole"]) byId(name).addEventListener("change", follow);
dark.addEventListener("change", rebuild);
window.addEventListener("beforeprint", () => { printing = true; rebuild(); });
window.addEventListener("afterprint", () => { printing = false; rebuild(); });
rebuild();
