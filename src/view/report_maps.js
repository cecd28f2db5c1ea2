// Densities of two axes, or of every pair of more: heat maps in viridis, one colour scale.

const viridis = (() => {  // polynomials through the colours of matplotlib's viridis (M. Zucker, public domain)
  const parts = [[.27773, .105093, -.330862, -4.63423, 6.22827, 4.776385, -5.435456],
    [.005407, 1.404614, .214848, -5.799101, 14.179933, -13.745145, 4.645853],
    [.3341, 1.38459, .095095, -19.332441, 56.690553, -65.353033, 26.312435]];
  const colors = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; ++i)
    parts.forEach((c, k) => { colors[3 * i + k] = Math.round(255 * c.reduceRight((sum, a) => sum * (i / 255) + a, 0)); });
  return colors;
})();
const decades = 4;  // of the logarithmic scale

// three to seven round numbers
function tics(low, high) {
  const power = 10 ** Math.floor(Math.log10(high - low));
  const inside = (step) => Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1;
  const step = [5, 2, 1, .5, .2].map((factor) => factor * power).find((each) => inside(each) >= 3) || power / 10;
  return Array.from({length: inside(step)}, (_, i) => Number(((Math.ceil(low / step - 1e-9) + i) * step).toPrecision(12)));
}

function newMaps() {
  const series = density.series, host = byId("pictures"), panes = [];
  byId("whole-label").hidden = true;
  let row = 0, chosen = null;  // {pane, i, j}
  const space = (k, y) => density.frames ? density.frames[row][k][0] + density.frames[row][k][1] * y : y;
  const nx = (map) => map.x.length - 1, ny = (map) => map.y.length - 1;
  const sampled = (s) => series[s].role.startsWith("particles");

  density.maps.forEach((map, m) => {
    const names = [density.axes[map.a], density.axes[map.b]];
    const group = element("div", {className: "maps"});
    map.values.forEach((one, s) => {
      one.codes = new Uint16Array(bytes(one.codes));
      const text = series[s].label + ": density over " + names.join(" and ") + " at the time of the slider. Arrow keys read values; means and variances are in the table below.";
      const canvas = element("canvas", {tabIndex: 0, role: "img", "aria-label": text});
      const pane = {map, s, canvas, names};
      group.append(element("figure", {}, element("figcaption", {}, series[s].label), canvas));
      canvas.addEventListener("pointermove", (event) => pointAt(pane, event));
      canvas.addEventListener("keydown", (event) => move(pane, event));
      panes.push(pane);
    });
    if (density.maps.length > 1) host.append(element("h3", {}, "(" + names.join(", ") + "), the other axes summed up"));
    map.bar = element("canvas", {role: "img", "aria-label": "Colour scale, viridis: dark is low, bright is high"});
    map.most = element("span", {});
    map.least = element("span", {});
    host.append(group, element("div", {className: "scale"}, map.least, map.bar, map.most));
  });
  const groups = density.maps.flatMap((map) => map.group);
  byId("resolution").textContent = "Axes are cut to where a density is visible. " +
    (Math.max(...groups) > 1 ? "Each point is the average over " + density.maps.map((map) => map.group.join(" × ")).join(", ") + " cells of the grid. " : "") +
    "Colours end at the largest density solved on the grid" + (series.some((_, s) => sampled(s)) ? "; single points of particles may lie above." : ".");

  function value(map, s, i, j) {
    const n = nx(map) * ny(map), most = map.values[s].largest[row];
    return most === null ? NaN : most * (map.values[s].codes[row * n + i * ny(map) + j] / 65535) ** 2;
  }
  function largest(map) {
    let most = 0;
    map.values.forEach((one, s) => {
      if (!sampled(s)) for (const each of byId("fixed").checked ? one.largest : [one.largest[row]]) most = Math.max(most, each || 0);
    });
    return most || 1;
  }
  function shade(ratio) {
    const share = byId("log").checked ? 1 + Math.log10(ratio) / decades : ratio;
    return 3 * Math.round(255 * Math.min(1, Math.max(0, share)));
  }
  const margin = {left: 40, bottom: 34, top: 16, right: 8};
  function frame(pane) {
    const side = pane.canvas.clientWidth;
    return {side, left: margin.left, top: margin.top, width: side - margin.left - margin.right, height: side - margin.top - margin.bottom};
  }
  // the cell that each of n points of a picture shows; the axis may be stretched
  function cellsOf(edges, n) {
    const cells = new Int32Array(n), low = edges[0], high = edges.at(-1);
    for (let p = 0, i = 0; p < n; ++p) {
      const y = low + (high - low) * (p + .5) / n;
      while (i < edges.length - 2 && edges[i + 1] <= y) ++i;
      cells[p] = i;
    }
    return cells;
  }
  function paint(pane, most) {
    const {map, s, canvas} = pane, box = frame(pane), ratio = window.devicePixelRatio || 1;
    if (box.width < 10) return;
    canvas.width = canvas.height = Math.round(box.side * ratio);
    const context = canvas.getContext("2d"), w = Math.round(box.width * ratio), h = Math.round(box.height * ratio);
    const style = getComputedStyle(document.body), across = cellsOf(map.x, w), up = cellsOf(map.y, h);
    const one = map.values[s], offset = row * nx(map) * ny(map), scale = one.largest[row] === null ? NaN : one.largest[row] / most;
    context.fillStyle = style.color;
    context.strokeStyle = style.color;
    context.font = 11 * ratio + "px sans-serif";
    if (Number.isFinite(scale)) {
      const image = context.createImageData(w, h);
      for (let py = 0; py < h; ++py) {
        const j = up[h - 1 - py];
        for (let px = 0; px < w; ++px) {
          const code = one.codes[offset + across[px] * ny(map) + j] / 65535, color = shade(scale * code * code), at = 4 * (py * w + px);
          image.data[at] = viridis[color];
          image.data[at + 1] = viridis[color + 1];
          image.data[at + 2] = viridis[color + 2];
          image.data[at + 3] = 255;
        }
      }
      context.putImageData(image, box.left * ratio, box.top * ratio);
    } else {
      context.fillText("not reached", (box.left + 10) * ratio, (box.top + 20) * ratio);
    }
    context.scale(ratio, ratio);
    labels(context, pane, box);
  }
  function labels(context, pane, box) {
    const {map, names} = pane, ends = [[space(map.a, map.x[0]), space(map.a, map.x.at(-1))], [space(map.b, map.y[0]), space(map.b, map.y.at(-1))]];
    context.font = "11px sans-serif";
    context.textAlign = "center";
    for (const v of tics(...ends[0])) context.fillText(number(v), box.left + box.width * (v - ends[0][0]) / (ends[0][1] - ends[0][0]), box.top + box.height + 13);
    context.fillText(names[0], box.left + box.width / 2, box.side - 5);
    context.textAlign = "right";
    for (const v of tics(...ends[1])) context.fillText(number(v), box.left - 4, box.top + 4 + box.height * (ends[1][1] - v) / (ends[1][1] - ends[1][0]));
    context.textAlign = "left";
    context.fillText(names[1], 2, 11);
    if (!chosen || chosen.pane.map !== map) return;
    const middle = (edges, i) => ((edges[i] + edges[i + 1]) / 2 - edges[0]) / (edges.at(-1) - edges[0]);
    const x = box.left + box.width * middle(map.x, chosen.i), y = box.top + box.height * (1 - middle(map.y, chosen.j));
    for (const [color, width] of [["#000000", 3], ["#ffffff", 1.2]]) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.strokeRect(x - 4, y - 4, 8, 8);
    }
  }
  function paintScale(map, most) {
    const log = byId("log").checked, bar = map.bar, context = bar.getContext("2d");
    bar.width = 256;
    bar.height = 1;
    for (let i = 0; i < 256; ++i) {
      context.fillStyle = "rgb(" + viridis.slice(3 * i, 3 * i + 3).join(",") + ")";
      context.fillRect(i, 0, 1, 1);
    }
    map.least.textContent = log ? "≤ " + number(most * 10 ** -decades) : "0";
    map.most.textContent = number(most);
  }
  function draw(at) {
    row = at;
    for (const map of density.maps) {
      const most = largest(map);
      paintScale(map, most);
      for (const pane of panes) if (pane.map === map) paint(pane, most);
    }
  }
  function read() {
    const {pane, i, j} = chosen, map = pane.map;
    const at = (k, edges, c) => density.axes[k] + " = " + number(space(k, (edges[c] + edges[c + 1]) / 2));
    readout(at(map.a, map.x, i) + ", " + at(map.b, map.y, j) + ", t = " + number(times[snapshot()]),
      series.map((one, s) => [one.label, number(value(map, s, i, j))]));
    for (const other of panes) if (other.map === map) paint(other, largest(map));
  }
  function pointAt(pane, event) {
    const box = frame(pane), across = (event.offsetX - box.left) / box.width, up = 1 - (event.offsetY - box.top) / box.height;
    if (!(across >= 0 && across < 1 && up >= 0 && up < 1)) return;
    chosen = {pane, i: cellsOf(pane.map.x, 512)[Math.floor(512 * across)], j: cellsOf(pane.map.y, 512)[Math.floor(512 * up)]};
    read();
  }
  function move(pane, event) {
    const step = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1]}[event.key];
    if (!step) return;
    event.preventDefault();
    const from = chosen && chosen.pane.map === pane.map ? chosen : {i: nx(pane.map) >> 1, j: ny(pane.map) >> 1};
    const within = (c, n) => Math.min(n - 1, Math.max(0, c));
    chosen = {pane, i: within(from.i + step[0], nx(pane.map)), j: within(from.j + step[1], ny(pane.map))};
    read();
  }
  window.addEventListener("resize", () => draw(row));
  return {build() {}, draw, read: () => chosen && read()};
}
