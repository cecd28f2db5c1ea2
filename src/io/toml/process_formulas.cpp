// Kinds of [process] that are made of formulas.
#include <fmt/format.h>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "io/toml/problem_tables.hpp"
#include "io/toml/process_kinds.hpp"

namespace fokker::io {
namespace {

/// Jumps in a formula that is going to be differentiated: its derivative leaves out a delta there.
void note_jumps(TableReader& table, std::string_view key, const std::vector<Expression>& formulas) {
  for (const Expression& formula : formulas)
    for (const std::string& axis : formula.variables())
      for (const auto& part : formula.breaks(axis))
        if (part.jump)
          table.context().notes.push_back(fmt::format("{}: {}: {} jumps along {}; its derivative is taken as 0 there",
                                                      table.place(key), table.key_path(key), part.text, axis));
}

/// Rows of formulas, d x d.
std::optional<std::vector<std::vector<Expression>>> read_noise_matrix(TableReader& table, const toml::node& node) {
  const auto d = static_cast<std::size_t>(table.context().dimension);
  const std::string path = table.key_path("noise");
  const auto& rows = *node.as_array();
  const std::string legal = fmt::format("a {} x {} matrix", d, d);
  if (rows.size() != d) {
    table.fail("noise", fmt::format("a list of {}", rows.size()), legal);
    return std::nullopt;
  }
  std::vector<std::vector<Expression>> matrix(d);
  bool complete = true;
  for (std::size_t i = 0; i < d; ++i) {
    const auto* row = rows[i].as_array();
    if (!row || row->size() != d) {
      table.fail_at(rows[i], fmt::format("{}[{}]", path, i), description(rows[i]), legal);
      return std::nullopt;
    }
    for (std::size_t j = 0; j < d; ++j) {
      const auto entry = table.expression_of((*row)[j], fmt::format("{}[{}][{}]", path, i, j));
      complete &= entry.has_value();
      if (entry) matrix[i].push_back(*entry);
    }
  }
  return complete ? std::optional(matrix) : std::nullopt;
}

/// A number, or the name of a parameter, below 0; it is reported. A formula may change its sign.
bool is_negative_number(TableReader& table, const toml::node& node, const std::string& path) {
  std::optional<double> value = number_in(node);
  if (const auto* text = node.as_string()) {
    const auto& parameters = table.context().parameters;
    const auto parameter = parameters.find(std::string(trimmed(**text)));
    if (parameter != parameters.end()) value = parameter->second;
  }
  if (!value || !(*value < 0)) return false;
  table.fail_at(node, path,
                node.is_string() ? fmt::format("{} is {}", description(node), *value) : fmt::format("{}", *value),
                "a number >= 0, or a formula");
  return true;
}

/// Noise per axis: one formula per axis, or a single one for all.
std::optional<std::vector<Expression>> read_noise_per_axis(TableReader& table, const toml::node& node) {
  if (is_negative_number(table, node, table.key_path("noise"))) return std::nullopt;
  const auto* list = node.as_array();
  for (std::size_t i = 0; list && i < list->size(); ++i)
    if (is_negative_number(table, (*list)[i], fmt::format("{}[{}]", table.key_path("noise"), i))) return std::nullopt;
  if (node.is_array()) return table.expressions("noise");
  const auto one = table.expression("noise");
  if (!one) return std::nullopt;
  return std::vector<Expression>(static_cast<std::size_t>(table.context().dimension), *one);
}

/// The process with the noise of the file, a matrix or per axis.
MaybeProcess with_noise(TableReader& table, const std::optional<std::vector<Expression>>& drift,
                        Interpretation interpretation) {
  const auto* node = table.find("noise");
  if (!node) {
    table.missing("noise", "a number or a formula, a list with one per axis, or a matrix");
    return std::nullopt;
  }
  if (is_matrix(*node)) {
    const auto noise = read_noise_matrix(table, *node);
    if (!drift || !noise) return std::nullopt;
    for (const auto& row : *noise) note_jumps(table, "noise", row);
    return custom_process(*drift, *noise, interpretation);
  }
  const auto noise = read_noise_per_axis(table, *node);
  if (!drift || !noise) return std::nullopt;
  note_jumps(table, "noise", *noise);
  return custom_process(*drift, *noise, interpretation);
}

}  // namespace

MaybeProcess read_langevin(TableReader& table) {
  if (!table.has("potential")) table.missing("potential", "a formula in the axes");
  const auto potential = table.expression("potential");
  const double temperature = table.number_or("temperature", 1, positive);
  const auto friction = table.number("friction", positive);
  if (!potential || (table.has("friction") && !friction)) return std::nullopt;
  note_jumps(table, "potential", {*potential});
  if (!friction) return langevin(*potential, temperature);
  try {
    return kinetic_langevin(*potential, *friction, temperature);
  } catch (const Error& error) {
    const Diagnostic& first = error.diagnostics().front();
    table.fail(table.context().dimension == 2 ? "potential" : "friction", first.found, first.legal, first.advice);
    return std::nullopt;
  }
}

MaybeProcess read_custom(TableReader& table) {
  if (!table.has("drift")) table.missing("drift", "a list of formulas, one per axis");
  const auto drift = table.expressions("drift");
  const auto interpretation = table.choice("interpretation", Interpretation::ito);
  std::optional<Law> prior;
  const auto* node = table.find("prior");
  if (node && node->is_table()) {
    TableReader law(table.context(), *node->as_table(), table.key_path("prior"));
    prior = read_law(law);
  } else if (node) {
    table.fail("prior", description(*node), "a table like [initial]");
  }
  auto process = with_noise(table, drift, interpretation);
  if (process && prior) process->prior = [law = *prior](double) { return law; };
  return process;
}

}  // namespace fokker::io
