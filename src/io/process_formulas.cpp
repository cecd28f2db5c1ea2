// Kinds of [process] that are made of formulas.
#include <fmt/format.h>

#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "io/problem_tables.hpp"
#include "io/process_kinds.hpp"
#include "io/text.hpp"

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

/// Noise per axis: one formula per axis, or a single one for all. A matrix is refused.
std::optional<std::vector<Expression>> read_noise(TableReader& table) {
  const auto* node = table.find("noise");
  if (!node) {
    table.missing("noise", "a number or a formula, or a list with one per axis");
    return std::nullopt;
  }
  if (is_matrix(*node)) {
    table.fail("noise", "a matrix, which this version cannot use yet", "a list of formulas, one per axis");
    return std::nullopt;
  }
  if (const auto* number = node->as_floating_point(); number && **number < 0) {
    table.fail("noise", fmt::format("{}", **number), "a number >= 0, or a formula");
    return std::nullopt;
  }
  if (node->is_array()) return table.expressions("noise");
  const auto one = table.expression("noise");
  if (!one) return std::nullopt;
  return std::vector<Expression>(static_cast<std::size_t>(table.context().dimension), *one);
}

}  // namespace

MaybeProcess read_langevin(TableReader& table) {
  if (!table.has("potential")) table.missing("potential", "a formula in the axes");
  const auto potential = table.expression("potential");
  const double temperature = table.number_or("temperature", 1, positive);
  table.not_built("friction", "no friction: the overdamped process");
  if (!potential) return std::nullopt;
  note_jumps(table, "potential", {*potential});
  return langevin(*potential, temperature);
}

MaybeProcess read_custom(TableReader& table) {
  if (!table.has("drift")) table.missing("drift", "a list of formulas, one per axis");
  const auto drift = table.expressions("drift");
  const auto noise = read_noise(table);
  const auto interpretation = table.choice("interpretation", Interpretation::ito,
                                           {{"ito", Interpretation::ito},
                                            {"stratonovich", Interpretation::stratonovich},
                                            {"isothermal", Interpretation::isothermal}});
  std::optional<Law> prior;
  const auto* node = table.find("prior");
  if (node && node->is_table()) {
    TableReader law(table.context(), *node->as_table(), table.key_path("prior"));
    prior = read_law(law);
  } else if (node) {
    table.fail("prior", description(*node), "a table like [initial]");
  }
  if (!drift || !noise) return std::nullopt;
  note_jumps(table, "noise", *noise);
  Process process = custom_process(*drift, *noise, interpretation);
  if (prior) process.prior = [law = *prior](double) { return law; };
  return process;
}

}  // namespace fokker::io
