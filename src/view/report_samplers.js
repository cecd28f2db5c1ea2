// Densities of samplers of one axis, under a slider over their numbers of steps.

function newSamplers(samplers) {
  const steps = [...new Set(samplers.rows.map((one) => one.steps))].sort((a, b) => a - b);
  const edges = samplers.edges, host = byId("sampler-pictures"), control = byId("steps");
  const points = (text) => Array.from(new Float32Array(bytes(text)), (y, i) => ({x: (edges[i] + edges[i + 1]) / 2, y}));
  const forward = points(samplers.forward);
  for (const one of samplers.rows) one.points = points(one.values);
  const lines = [...new Map(samplers.rows.map((one) => [one.label, one.number]))]
    .map(([label, number]) => ({label, number, role: "comparison"}));
  const most = Math.max(...[forward, ...samplers.rows.map((one) => one.points)].flat().map((point) => point.y));
  const canvas = element("canvas", {id: "sampler-canvas", role: "img", "aria-label": "Densities of the samplers " +
    lines.map((one) => one.label).join(", ") + " after the steps of the slider. Their distances are in the table below."});
  host.append(element("figure", {}, element("div", {className: "plot"}, canvas)));
  control.max = steps.length - 1;
  let chart = null;

  function draw() {
    const now = steps[Number(control.value)], rows = samplers.rows.filter((one) => one.steps === now);
    const text = now + (now === 1 ? " step: " : " steps: ") + rows.map((one) => one.label + " tv " + number(one.tv)).join(", ");
    byId("steps-now").textContent = text;
    control.setAttribute("aria-valuetext", text);
    for (const set of chart.data.datasets.slice(1))
      set.data = rows.find((one) => one.label === set.label)?.points ?? [];
    chart.update("none");
  }
  function build() {
    const stopped = {label: "forward at t = " + number(samplers.time), role: "exact", number: 0};
    const sets = [dataset(stopped, forward), ...lines.map((one) => dataset(one, []))];
    chart = newChart(canvas, sets, Object.assign(axis(samplers.axis, false), {min: edges[0], max: edges.at(-1)}),
      Object.assign(axis("density", false), {min: 0, max: 1.06 * most}), null, {enabled: false}, ["click"]);
    draw();
  }
  control.addEventListener("input", draw);
  return {build};
}
