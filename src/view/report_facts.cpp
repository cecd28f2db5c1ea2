// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "fokker/io/result/result.hpp"
#include "fokker/io/toml/problem_entries.hpp"
#include "fokker/process/kind.hpp"
#include "view/report_parts.hpp"
#include "view/report_text.hpp"

namespace fokker::view::html {
namespace {

std::string fact(const std::string& name, const std::string& html) {
  return "<dt>" + escaped(name) + "</dt><dd>" + html + "</dd>\n";
}

std::string code(const std::string& text) { return "<code>" + escaped(text) + "</code>"; }

/// The keys of one table, "mu = 0.5, sigma = ...".
std::string keys_html(const std::vector<ProblemEntry>& entries, const std::string& table) {
  std::string text;
  for (const auto& entry : entries)
    if (entry.table == table) text += (text.empty() ? "" : ", ") + code(entry.key + " = " + entry.value);
  return text;
}

/// The equation that the catalogue has for the process's kind.
std::string equation_html(const std::vector<ProblemEntry>& entries) {
  const auto kind = std::find_if(entries.begin(), entries.end(),
                                 [](const auto& e) { return e.table == "process" && e.key == "kind"; });
  if (kind == entries.end()) return "";
  for (const auto& entry : process_kind_entries())
    if (kind->value == "\"" + entry.name + "\"" || kind->value == "'" + entry.name + "'")
      return code(entry.equation) + " (" + escaped(entry.source) + ")";
  return "";
}

std::string axis_html(const Axis& axis) {
  const std::string boundaries = axis.lower == axis.upper
                                     ? std::string(name_of(axis.lower))
                                     : fmt::format("{} below, {} above", name_of(axis.lower), name_of(axis.upper));
  return fmt::format("{} cells on [{:.6g}, {:.6g}], {}", axis.cells(), axis.edges[0], axis.edges[axis.cells()],
                     boundaries);
}

std::string solution_html(const GridSolution& solution) {
  return fmt::format("{} steps, {} rejected{}", solution.statistics.steps, solution.statistics.rejected,
                     solution.errors.empty() ? "" : ", extrapolated");
}

/// The keys of a solver behind what it took.
std::string with_keys(std::string html, const std::string& keys) {
  return keys.empty() ? html : std::move(html) + "; " + keys;
}

std::string particles_html(const ParticleSolution& particles) {
  return fmt::format("{:.0f}, {}, {} steps, seed {}", particles.total, escaped(particles.scheme), particles.steps,
                     particles.seed);
}

std::string time_html(const Evidence& evidence, const std::string& keys) {
  if (evidence.times.empty()) return "no snapshots";
  return with_keys(fmt::format("{} snapshots from {:.6g} to {:.6g}", evidence.times.size(), evidence.times.front(),
                               evidence.times.back()),
                   keys);
}

}  // namespace

std::string problem_html(const Result& snapshots) {
  const Evidence& evidence = snapshots.evidence;
  const auto entries = problem_entries(snapshots.problem);
  std::string html = "<dl>\n";
  if (const auto equation = equation_html(entries); !equation.empty()) html += fact("process", equation);
  for (const auto& [name, table] : {std::pair{"process keys", "process"},
                                    {"parameters", "parameters"},
                                    {"initial law", "initial"},
                                    {"exact density", "exact"}})
    if (const auto keys = keys_html(entries, table); !keys.empty()) html += fact(name, keys);
  for (const auto& axis : evidence.grid.axes()) html += fact("axis " + axis.name, axis_html(axis));
  if (!evidence.frames.empty()) {
    std::string keys = keys_html(entries, "frame");
    for (const auto& entry : entries)
      if (entry.table.empty() && entry.key == "frame") keys = code("frame = " + entry.value);
    html += fact("frame", with_keys("the grid moves: its axes are (x &minus; centre)/scale", keys));
  }
  html += fact("times", time_html(evidence, keys_html(entries, "time")));
  html += fact("forward", with_keys(solution_html(evidence.forward), keys_html(entries, "forward")));
  for (const auto& reverse : evidence.reversals)
    html += fact("reversal " + reverse.name,
                 with_keys(fmt::format("&alpha; = {:.6g}, {}", reverse.alpha, solution_html(reverse.solution)),
                           keys_html(entries, "reverse." + reverse.name)));
  if (evidence.particles) html += fact("particles", particles_html(*evidence.particles));
  for (const auto& particles : evidence.particle_reversals)
    html += fact("particles, " + particles.name, particles_html(particles));
  return html + "</dl>\n";
}

std::string provenance_html(const Result& snapshots, const std::string& source) {
  const Invariants& invariants = snapshots.report.invariants;
  std::string html = "<dl>\n" + fact("file", code(source)) + fact("page made by", "fokker " FOKKER_VERSION);
  if (!snapshots.command.empty()) html += fact("command", code(snapshots.command));
  html += fact("mass error", shown_number(invariants.mass_error) + ", relative");
  html += fact("smallest cell average", shown_number(invariants.minimum));
  html += fact("mass moved by the limiter", shown_number(invariants.limited_mass));
  html += fact("score cells at the floor", fmt::format("{}", invariants.score_cells));
  html += fact("mass of the start outside", shown_number(invariants.outside_mass));
  html += "</dl>\n";
  if (!snapshots.notes.empty()) {
    html += "<h3>Notes of the run</h3>\n<ul>\n";
    for (const auto& note : snapshots.notes) html += "<li>" + escaped(note) + "</li>\n";
    html += "</ul>\n";
  }
  const char* title = snapshots.problem.empty() ? "The problem, without a file" : "The problem file, resolved";
  return html + fmt::format("<h3>{}</h3>\n<pre tabindex=\"0\">{}</pre>\n", title, escaped(problem_text(snapshots)));
}

}  // namespace fokker::view::html
