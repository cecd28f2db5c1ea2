// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "io/toml/document.hpp"
#include "io/toml/issue_places.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

std::string read_name(TableReader& table, bool alone) {
  if (!table.has("name") && !alone) table.missing("name", table_name_legal);
  return table.string("name").value_or("reverse");
}

/// A number, or a formula in t; what they give is checked where the times are known.
void read_alpha(TableReader& table, Reversal& reverse) {
  const auto formula = table.expression_in_time("alpha");
  if (!formula) return;
  if (formula->depends_on_time()) {
    reverse.alpha_in_time = [formula](double t) { return formula->value(Vector(0), t); };
    reverse.alpha_formula = *formula;
    return;
  }
  reverse.alpha = formula->value(Vector(0), 0);
}

void read_start(TableReader& table, Reversal& reverse) {
  const auto* node = table.find("start");
  if (!node || !node->is_table()) {
    reverse.start = table.choice("start", ReverseStart::forward,
                                 {{"forward", ReverseStart::forward}, {"prior", ReverseStart::prior}});
    return;
  }
  reverse.start = ReverseStart::law;
  TableReader law(table.context(), *node->as_table(), table.key_path("start"));
  reverse.law = read_law(law);
}

Reversal read_reversal(TableReader& table, bool alone, const std::vector<Reversal>& others) {
  Reversal reverse;
  reverse.name = read_name(table, alone);
  read_alpha(table, reverse);
  read_score(table, reverse, others);
  read_start(table, reverse);
  const SchemeTable scheme = read_scheme(table);
  reverse.flux = scheme.flux;
  reverse.stepper = scheme.stepper;
  reverse.accuracy = scheme.accuracy;
  table.finish();
  Issues of_name, of_grid;
  if (table.has("name")) check_reversal(reverse, others, of_name);
  add_issues(table, "name", of_name.all());
  if (const Grid* grid = table.context().grid) check_accuracy(table.path(), reverse.accuracy, *grid, of_grid);
  add_issues(table.context(), of_grid.all());
  return reverse;
}

}  // namespace

const toml::array* tables_at(ReadContext& context, const toml::node& node, const std::string& key,
                             const std::string& noun) {
  const auto* list = node.as_array();
  if (list && (list->empty() || list->is_array_of_tables())) return list;
  const std::string legal = fmt::format("a table [[{}]] for each {}", key, noun);
  context.diagnostics.add(Fault::problem, {place_of(node.source(), context.name), key, description(node), legal, {}});
  return nullptr;
}

SchemeTable read_scheme(TableReader& table) {
  return {table.choice("flux", Flux::automatic), table.choice("stepper", Stepper::sdirk2),
          table.choice("accuracy", Accuracy::plain)};
}

ForwardOptions read_forward(TableReader& table) {
  constexpr Range share{0, 1, false, "a number from 0 to 1"};
  const SchemeTable scheme = read_scheme(table);
  ForwardOptions forward{scheme.flux, scheme.stepper, scheme.accuracy};
  forward.max_leak = table.number_or("max_leak", forward.max_leak, share);
  forward.error_estimate = table.boolean("error_estimate").value_or(forward.error_estimate);
  table.finish();
  Issues issues;
  if (table.context().grid) check_forward(forward, *table.context().grid, issues);
  add_issues(table.context(), issues.all());
  return forward;
}

std::vector<Reversal> read_reversals(ReadContext& context, const toml::node* node) {
  std::vector<Reversal> reversals;
  if (!node) return reversals;
  const auto* list = tables_at(context, *node, "reverse", "reversal");
  if (!list) return reversals;
  for (const auto& entry : *list) {
    const auto& table = *entry.as_table();
    const bool alone = list->size() == 1;
    const std::string label = table["name"].value<std::string>().value_or(alone ? "reverse" : "?");
    TableReader reader(context, table, "reverse." + shown(label));
    reversals.push_back(read_reversal(reader, alone, reversals));
  }
  return reversals;
}

}  // namespace fokker::io
