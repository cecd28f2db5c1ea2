// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/memory.hpp"
#include "core/text.hpp"
#include "io/toml/axis_table.hpp"
#include "io/toml/document.hpp"
#include "io/toml/issue_places.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

void check_name(TableReader& table, const std::string& name, const std::vector<std::string>& others) {
  if (table.context().parameters.contains(name))
    return table.fail("name", fmt::format("'{}', which is a parameter", name), {}, "another name");
  Issues issues;
  check_axis_name(table.key_path("name"), name, others, issues);
  add_issues(table, "name", issues.all());
}

/// One axis: its name and the rest of its table.
AxisTable read_axis(TableReader& table, const std::vector<std::string>& others) {
  const std::string name = table.string("name").value_or("");
  if (table.has("name"))
    check_name(table, name, others);
  else
    table.missing("name", "the coordinate's name, e.g. 'x'");
  AxisTable axis = read_cells(table, name);
  table.finish();
  return axis;
}

/// Cells per axis of the largest grid of the same proportions that takes `share` of the memory.
std::string largest_grid(const std::vector<AxisTable>& axes, double share) {
  const double factor = std::pow(share, 1.0 / static_cast<double>(axes.size()));
  std::string text;
  for (const auto& axis : axes)
    text += fmt::format("{}{:.0f}", text.empty() ? "" : " x ", std::floor(factor * static_cast<double>(axis.cells)));
  return text;
}

/// Refuses a grid whose own arrays (a few of one number per cell) would not fit into the memory.
bool fits(ReadContext& context, const std::vector<AxisTable>& axes) {
  double bytes = static_cast<double>(sizeof(double) * (axes.size() + 3));
  for (const auto& axis : axes) bytes *= static_cast<double>(axis.cells);
  const double memory = available_memory().value_or(static_cast<double>(std::numeric_limits<std::int64_t>::max()));
  if (bytes <= memory) return true;
  context.diagnostics.add(Fault::resources,
                          {context.axes_place, "axis", fmt::format("the grid needs {:.3g} bytes", bytes),
                           fmt::format("at most {:.3g} bytes, the memory that is available", memory),
                           "fewer cells; the grid alone fits with " + largest_grid(axes, memory / bytes)});
  return false;
}

}  // namespace

void read_parameters(ReadContext& context, const toml::table& table) {
  TableReader reader(context, table, "parameters");
  std::vector<ParameterText> texts;
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto* text = node.as_string();
    const auto value = text ? std::nullopt : reader.number(name);
    if (text || value) texts.push_back({name, text ? decltype(ParameterText::value)(**text) : *value});
  }
  const ResolvedParameters resolved = resolve_parameters(texts, {});
  for (const ParameterFault& fault : resolved.faults) {
    const Diagnostic& first = fault.error.diagnostics().front();
    reader.fail(texts[fault.parameter].name, first.found, first.legal, first.advice);
  }
  context.parameters = resolved.values;
}

std::optional<Grid> read_grid(ReadContext& context, const toml::node* node) {
  const auto* list = node ? node->as_array() : nullptr;
  if (!list || list->empty() || !list->is_array_of_tables()) {
    context.diagnostics.add(Fault::problem, {node ? place_of(node->source(), context.name) : context.name,
                                             "axis",
                                             node ? description(*node) : "missing from the file",
                                             "a table [[axis]] for each dimension",
                                             {}});
    return std::nullopt;
  }
  context.axes_place = place_of((*list)[0].source(), context.name);
  if (list->size() > most_axes)
    context.diagnostics.add(
        Fault::problem,
        {context.axes_place, "axis", fmt::format("{} axes", list->size()), fmt::format("1 to {}", most_axes), {}});
  context.dimension = static_cast<int>(std::min(list->size(), most_axes));
  const auto before = context.diagnostics.count();
  std::vector<AxisTable> axes;
  std::vector<std::string> names;
  for (const auto& entry : *list) {
    const auto& table = *entry.as_table();
    const auto name = table["name"].value<std::string>();
    TableReader reader(context, table, "axis." + shown(name.value_or(fmt::format("{}", names.size()))));
    axes.push_back(read_axis(reader, names));
    names.push_back(axes.back().name);
  }
  names.resize(static_cast<std::size_t>(context.dimension));
  context.axes = names;  // also of axes with faults, so that formulas are read with the names that they use
  if (context.diagnostics.count() > before || list->size() > most_axes || !fits(context, axes)) return std::nullopt;
  std::vector<Axis> built;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    if (!axes[k].build) return std::nullopt;  // a number that was refused with the document
    try {
      built.push_back(axes[k].build());
    } catch (const Error& error) {
      Diagnostic diagnostic = error.diagnostics().front();
      diagnostic.place = place_of((*list)[k].source(), context.name);
      diagnostic.key = "axis." + names[k];
      context.diagnostics.add(Fault::problem, diagnostic);
    }
  }
  return built.size() == axes.size() ? std::optional<Grid>(std::move(built)) : std::nullopt;
}

}  // namespace fokker::io
