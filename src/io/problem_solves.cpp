#include <fmt/format.h>

#include <algorithm>

#include "io/problem_data.hpp"
#include "io/text.hpp"
#include "io/toml_document.hpp"

namespace fokker::io {
namespace {

constexpr const char* name_legal = "a letter, then letters, digits, _ and -";

bool is_reverse_name(std::string_view name) {
  if (name.empty() || name.front() == '_' || name.front() == '-') return false;
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '-', '_');
  return is_identifier(plain);
}

std::string read_name(TableReader& table, bool alone, const std::vector<ReverseTable>& others) {
  if (!table.has("name") && !alone) table.missing("name", name_legal);
  const std::string name = table.string("name").value_or("reverse");
  if (!is_reverse_name(name)) table.fail("name", fmt::format("'{}'", shown(name)), name_legal);
  for (const auto& other : others)
    if (table.has("name") && other.name == name) table.fail("name", fmt::format("'{}' twice", name), "a name for each");
  return name;
}

/// A number, or a formula in t; what they give is checked where the times are known.
void read_alpha(TableReader& table, ReverseTable& reverse) {
  const auto formula = table.expression_in_time("alpha");
  if (!formula) return;
  if (formula->depends_on_time()) {
    reverse.alpha_in_time = [formula](double t) { return formula->value(Vector(0), t); };
    return;
  }
  reverse.alpha = formula->value(Vector(0), 0);
}

void read_start(TableReader& table, ReverseTable& reverse) {
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

Accuracy read_accuracy(TableReader& table) {
  const Accuracy accuracy =
      table.choice("accuracy", Accuracy::plain, {{"plain", Accuracy::plain}, {"extrapolated", Accuracy::extrapolated}});
  const Grid* grid = table.context().grid;
  if (accuracy == Accuracy::plain || !grid) return accuracy;
  for (const Axis& axis : grid->axes())
    if (axis.cells() % 2 != 0 || axis.cells() < 4)
      table.fail("accuracy", fmt::format("\"extrapolated\" with {} cells on axis '{}'", axis.cells(), axis.name),
                 "an even number of cells, at least 4: half of them are solved on, too");
  return accuracy;
}

ReverseTable read_reverse(TableReader& table, bool alone, const std::vector<ReverseTable>& others) {
  ReverseTable reverse;
  reverse.name = read_name(table, alone, others);
  read_alpha(table, reverse);
  read_score(table, reverse, others);
  read_start(table, reverse);
  const SchemeTable scheme = read_scheme(table);
  reverse.flux = scheme.flux;
  reverse.stepper = scheme.stepper;
  reverse.accuracy = scheme.accuracy;
  table.finish();
  return reverse;
}

}  // namespace

SchemeTable read_scheme(TableReader& table) {
  return {table.choice("flux", Flux::automatic,
                       {{"automatic", Flux::automatic},
                        {"scharfetter-gummel", Flux::scharfetter_gummel},
                        {"semi-lagrangian", Flux::semi_lagrangian}}),
          table.choice("stepper", Stepper::sdirk2,
                       {{"sdirk2", Stepper::sdirk2},
                        {"backward-euler", Stepper::backward_euler},
                        {"exponential", Stepper::exponential}}),
          read_accuracy(table)};
}

std::vector<ReverseTable> read_reverses(ReadContext& context, const toml::node* node) {
  std::vector<ReverseTable> reverses;
  if (!node) return reverses;
  const auto* list = node->as_array();
  if (!list || (!list->empty() && !list->is_array_of_tables())) {
    context.diagnostics.add(Fault::problem, {place_of(node->source(), context.name),
                                             "reverse",
                                             description(*node),
                                             "a table [[reverse]] for each reversal",
                                             {}});
    return reverses;
  }
  for (const auto& entry : *list) {
    const auto& table = *entry.as_table();
    const bool alone = list->size() == 1;
    const std::string label = table["name"].value<std::string>().value_or(alone ? "reverse" : "?");
    TableReader reader(context, table, "reverse." + shown(label));
    reverses.push_back(read_reverse(reader, alone, reverses));
  }
  return reverses;
}

}  // namespace fokker::io
