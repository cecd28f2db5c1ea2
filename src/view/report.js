// Data, styles and the charts over time. report_curves.js, report_maps.js, report_samplers.js and
// report_start.js follow in the same script.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const density = data.density;
const times = data.times;
const byId = (name) => document.getElementById(name);
const slider = byId("time");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
let printing = false;
let charts = [];   // of Chart.js, drawn again with other colours where the theme changes
let pictures = null;  // what shows densities: {draw(row)}

// Colours after Okabe and Ito, as in `fokker plot`.
function styleOf(line) {
  const night = dark.matches && !printing;
  const ink = night ? "#e6eaee" : "#000000", grey = night ? "#7d8793" : "#a0a0a0";
  const pick = (list) => list[line.number % list.length];
  const reversals = [["#d55e00", [9, 5]], [night ? "#f0e442" : "#0072b2", [3, 4]], ["#009e73", [10, 3, 3, 3]], ["#cc79a7", [6, 3]]];
  switch (line.role) {
    case "forward": return {color: "#56b4e9", width: 4, dash: []};
    case "exact": return {color: ink, width: 1.2, dash: [2, 4]};
    case "reversed": return {color: pick(reversals)[0], width: 2, dash: pick(reversals)[1]};
    case "particles": return {color: grey, width: 1, dash: [], fill: night ? "#4a525c88" : "#d0d0d088"};
    case "particles_reversed": return {color: pick(["#e69f00", "#cc79a7", "#009e73", "#999999"]), width: 1, dash: []};
    case "bound": return {color: night ? "#ff8f85" : "#b3261e", width: 1.5, dash: [8, 4]};
    case "comparison": return {color: pick(["#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#e69f00", night ? "#6aa9ff" : "#0072b2"]), width: 2, dash: []};
    case "seen": return {color: ink, width: 2.5, dash: []};
    case "counting": return {color: grey, width: 2, dash: []};
    case "step": return {color: "#e69f00", width: 2, dash: [6, 3]};
    case "rest": return {color: "#009e73", width: 2, dash: [3, 3]};
    default: return {color: "#56b4e9", width: 2, dash: [10, 3, 3, 3]};
  }
}

function number(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return String(Number(value.toPrecision(digits)));
  return Number(value.toPrecision(3)).toExponential();
}

function bytes(text) {
  const raw = atob(text), array = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; ++i) array[i] = raw.charCodeAt(i);
  return array.buffer;
}

function element(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {}))
    name in node ? node[name] = value : node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function table(caption, heads, rows) {
  const cells = (row) => row.map((cell, i) => i ? element("td", {}, cell) : element("th", {scope: "row"}, cell));
  return element("div", {className: "wide", tabIndex: 0, role: "region", "aria-label": caption},
    element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", {scope: "col"}, head)))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row))))));
}

const snapshot = () => density.rows[Number(slider.value)];
const geometric = times.length > 4 && times[0] > 0 && times[times.length >> 1] < 3 * Math.sqrt(times[0] * times.at(-1));

// ---- Charts

const marker = {  // a vertical line: where the slider or the reader is
  id: "marker",
  afterDatasetsDraw(chart) {
    const x = chart.marked ? chart.scales.x.getPixelForValue(chart.marked()) : NaN;
    const area = chart.chartArea;
    if (!(x >= area.left && x <= area.right)) return;
    chart.ctx.save();
    chart.ctx.strokeStyle = Chart.defaults.color;
    chart.ctx.globalAlpha = .5;
    chart.ctx.beginPath();
    chart.ctx.moveTo(x, area.top);
    chart.ctx.lineTo(x, area.bottom);
    chart.ctx.stroke();
    chart.ctx.restore();
  },
};

function axis(title, log) {
  const ticks = {maxRotation: 0, autoSkipPadding: 12, includeBounds: false, callback(value, i, all) {
    const decade = Math.log10(value);
    if (log) return Math.abs(decade - Math.round(decade)) < 1e-9 || this.max / this.min < 30 ? number(value) : "";
    const step = all.length > 1 ? Math.abs(all[1].value - all[0].value) : 1;  // as many digits as tell ticks apart
    const digits = Math.ceil(Math.log10(Math.max(1, Math.abs(value / step)))) + 1;
    return digits > 12 ? number(value) : number(value, Math.max(4, digits));
  }};
  return {type: log ? "logarithmic" : "linear", title: {display: title !== "", text: title}, ticks};
}

function dataset(line, points) {
  const style = styleOf(line);
  return {label: line.label, data: points, borderColor: style.color, backgroundColor: style.fill || style.color,
    borderWidth: style.width, borderDash: style.dash, fill: style.fill ? "origin" : false, pointRadius: 0};
}

// As in the chart, dashes too; the two sides of a band are one entry.
function legend(chart) {
  return chart.data.datasets.map((set, i) => ({text: set.sign ? set.label.replace("+", "±") : set.label, pointStyle: "line",
    strokeStyle: set.borderWidth ? set.borderColor : set.backgroundColor, lineWidth: set.borderWidth || 8,
    lineDash: set.borderDash, hidden: !chart.isDatasetVisible(i), datasetIndex: i, fontColor: Chart.defaults.color}))
    .filter((entry) => !entry.text.startsWith("−"));
}

// marked: gives the place of the marker
function newChart(canvas, datasets, x, y, marked, tooltip, events) {
  const chart = new Chart(canvas, {type: "line", data: {datasets}, plugins: [marker], options: {
    animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false, events,
    interaction: {mode: "index", intersect: false}, scales: {x, y},
    plugins: {legend: {position: "bottom", reverse: Boolean(events), labels: {usePointStyle: true, pointStyle: "line", pointStyleWidth: 36, generateLabels: legend}}, tooltip}}});
  chart.marked = marked;
  charts.push(chart);
  return chart;
}

// ---- Over time

function buildPanel(panel) {
  const host = byId(panel.section);
  const canvas = element("canvas", {role: "img", "aria-label": panel.title + " over time. " + panel.text + " The values are in the table below."});
  const values = element("details", {}, element("summary", {}, "Values"));
  values.addEventListener("toggle", () => {
    if (values.children.length > 1) return;
    values.append(table(panel.title, ["t", ...panel.lines.map((line) => line.label)],
      times.map((t, k) => [number(t), ...panel.lines.map((line) => number(line.values[k]))])));
  });
  const zeros = panel.log && panel.lines.some((line) => line.values.includes(0));
  const text = panel.text + (zeros ? " Zeros are not drawn." : "");
  host.append(element("figure", {}, element("h3", {}, panel.title), element("p", {className: "note"}, text),
    element("div", {className: "plot low"}, canvas), values));
  panel.canvas = canvas;
}

function chartPanel(panel) {
  const usable = (value) => value !== null && (!panel.log || value > 0) ? value : NaN;
  const sets = panel.lines.map((line) => {
    const set = dataset(line, line.values.map((value, k) => ({x: times[k], y: usable(value)})));
    if (line.role === "particles" || line.role === "particles_reversed") Object.assign(set, {fill: false, borderWidth: 2});
    set.order = line.role === "forward" ? 5 : 1;  // what lies on it stays visible
    if (line.role !== "bound") set.pointRadius = times.length > 60 ? 0 : 2;
    return set;
  });
  const label = (item) => item.dataset.label + ": " + number(item.parsed.y);
  newChart(panel.canvas, sets, axis("t", geometric), axis("", panel.log),
    () => times[snapshot()], {callbacks: {title: (items) => "t = " + number(items[0].parsed.x), label}});
}

function showNow(k) {
  const panels = data.panels.filter((panel) => panel.section === "moments" && panel.lines[0].role === "forward");
  const rows = panels[0].lines.map((line, i) => [line.label, ...panels.map((panel) => number(panel.lines[i].values[k]))]);
  byId("now").replaceChildren(table("At t = " + number(times[k]), ["", ...panels.map((panel) => panel.title)], rows));
}

function readout(place, parts) {
  byId("readout").textContent = place + ": " + parts.map(([label, value]) => label + " " + value).join(" · ");
}
