// Densities of one axis: curves, and their differences with the estimated error as a band.

function newCurves() {
  const edges = density.edges, cells = edges.length - 1, series = density.series;
  for (const one of series) {
    one.values = new Float32Array(bytes(one.values));
    one.errors = one.errors && new Float32Array(bytes(one.errors));
  }
  const exact = series.findIndex((one) => one.role === "exact");
  // what each density is compared with
  const target = (one) => one.role === "reversed" ? series[0] : one.role === "forward" && exact >= 0 ? series[exact] : null;
  const compared = series.filter(target);
  const banded = series.find((one) => one.errors);
  const sampled = (one) => one.role.startsWith("particles");
  let row = 0, cell = cells >> 1, pointed = false;
  const space = (y) => density.frames ? density.frames[row][0][0] + density.frames[row][0][1] * y : y;
  const value = (one, i) => one.values[row * cells + i];
  const centre = (i) => space((edges[i] + edges[i + 1]) / 2);
  const [first, last] = density.shown;
  const bar = Math.max(1, Math.round((last - first + 1) / 48));  // cells in a bar of a histogram

  function barValue(one, i) {
    let mass = 0, width = 0;
    for (let j = i - i % bar; j < Math.min(cells, i - i % bar + bar); ++j) {
      mass += value(one, j) * (edges[j + 1] - edges[j]);
      width += edges[j + 1] - edges[j];
    }
    return mass / width;
  }
  function outline(one) {
    const points = [];
    for (let i = 0; i < cells; i += bar) {
      const y = barValue(one, i);
      points.push({x: space(edges[i]), y}, {x: space(edges[Math.min(cells, i + bar)]), y});
    }
    return points;
  }
  const line = (f) => Array.from({length: cells}, (_, i) => ({x: centre(i), y: f(i)}));
  const readable = (points) => byId("log").checked ? points.map((p) => ({x: p.x, y: p.y > 0 ? p.y : NaN})) : points;

  const host = byId("pictures");
  const name = density.axes[0];
  const text = "Densities over " + name + " at the time of the slider: " + series.map((one) => one.label).join(", ") +
    ". Arrow keys read values; means and variances are in the table below.";
  const main = element("canvas", {id: "density-canvas", tabIndex: 0, role: "img", "aria-label": text});
  host.append(element("figure", {}, element("div", {className: "plot"}, main)));
  let apart = null;
  if (compared.length || banded) {
    const caption = "Differences of densities" + (banded ? ", with the estimated error as a band" : "");
    apart = element("canvas", {role: "img", "aria-label": caption + ". Their total variation over time is shown under Verification."});
    host.append(element("figure", {}, element("h3", {}, caption), element("div", {className: "plot low"}, apart)));
  }
  byId("resolution").textContent =
    (density.group > 1 ? "Each point is the average over " + density.group + " cells of the grid. " : "") +
    "Densities are in single precision: differences below about 1e-7 of them are rounding of this page.";

  byId("whole-label").hidden = Boolean(density.frames);

  let top = null, below = null;
  const cursor = () => pointed ? centre(cell) : NaN;

  function build() {
    const order = [...series].sort((a, b) => sampled(b) - sampled(a));  // histograms are drawn first, at the back
    const sets = order.map((one) => ({...dataset(one, []), order: one.role === "particles" ? 9 : one.role === "forward" ? 5 : 1}));
    sets.forEach((set, i) => { set.source = order[i]; });
    top = newChart(main, sets, axis(name, false), axis("density", false), cursor, {enabled: false}, ["click"]);
    if (!apart) return;
    const differences = compared.map((one) =>
      ({...dataset({...one, label: one.label + " − " + target(one).label}, []), borderWidth: 1.5, borderDash: [], source: one}));
    const band = banded ? ["+", "−"].map((sign) => ({label: sign + " estimated error, " + banded.label, data: [], sign,
      borderWidth: 0, pointRadius: 0, backgroundColor: "#e69f0055", fill: sign === "+" ? "+1" : false, order: 9})) : [];
    below = newChart(apart, [...differences, ...band], axis(name, false), axis("difference", false),
      cursor, {enabled: false}, ["click"]);
  }

  function scaleOf(x) {
    const whole = byId("whole").checked || density.frames;
    x.min = space(edges[whole ? 0 : first]);
    x.max = space(edges[whole ? cells : last + 1]);
  }
  function largest() {
    let most = 0;
    const from = byId("fixed").checked ? 0 : row * cells, to = byId("fixed").checked ? density.rows.length * cells : from + cells;
    for (const one of series.filter((other) => !sampled(other)))
      for (let i = from; i < to; ++i) if (one.values[i] > most) most = one.values[i];
    return most || 1;
  }
  function draw(at) {
    row = at;
    for (const set of top.data.datasets)
      set.data = readable(sampled(set.source) ? outline(set.source) : line((i) => value(set.source, i)));
    scaleOf(top.options.scales.x);
    const y = top.options.scales.y, log = byId("log").checked;
    Object.assign(y, axis("density", log), {min: log ? largest() * 1e-9 : 0, max: largest() * (log ? 2 : 1.08)});
    top.update("none");
    if (!below) return;
    for (const set of below.data.datasets)
      set.data = set.sign ? line((i) => (set.sign === "+" ? 1 : -1) * banded.errors[row * cells + i])
                          : line((i) => value(set.source, i) - value(target(set.source), i));
    scaleOf(below.options.scales.x);
    below.update("none");
  }
  function read() {
    pointed = true;
    readout(name + " = " + number(centre(cell)) + ", t = " + number(times[snapshot()]),
      series.map((one) => [one.label, number(sampled(one) ? barValue(one, cell) : value(one, cell)) +
        (one.errors ? " ± " + number(one.errors[row * cells + cell]) : "")]));
    top.draw();
    if (below) below.draw();
  }
  function point(chart, event) {
    const x = chart.scales.x.getValueForPixel(event.offsetX);
    let low = 0, high = cells - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (space(edges[middle + 1]) < x) low = middle + 1; else high = middle;
    }
    cell = low;
    read();
  }
  main.addEventListener("pointermove", (event) => point(top, event));
  if (apart) apart.addEventListener("pointermove", (event) => point(below, event));
  main.addEventListener("keydown", (event) => {
    const step = {ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10}[event.key];
    if (!step) return;
    event.preventDefault();
    cell = Math.min(cells - 1, Math.max(0, (pointed ? cell : (first + last) >> 1) + step));
    read();
  });
  return {build, draw, read: () => pointed && read()};
}
