#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "io/problem_tables.hpp"
#include "io/process_kinds.hpp"
#include "io/text.hpp"

namespace fokker::io {
namespace {

using Kinds = std::vector<std::pair<std::string, MaybeProcess (*)(TableReader&)>>;

}  // namespace

std::optional<Process> read_process(TableReader& table) {
  static const Kinds kinds = {{"brownian", read_brownian},      {"ou", read_ornstein_uhlenbeck},
                              {"vp", read_variance_preserving}, {"subvp", read_sub_variance_preserving},
                              {"ve", read_variance_exploding},  {"edm", read_edm},
                              {"cosine", read_cosine},          {"rectified-flow", read_rectified_flow},
                              {"gbm", read_geometric_brownian}, {"cir", read_cox_ingersoll_ross},
                              {"langevin", read_langevin},      {"custom", read_custom}};
  static const std::vector<std::string> later = {"cld"};
  std::vector<std::string> names;
  for (const auto& [name, reader] : kinds) names.push_back(name);
  if (!table.has("kind")) {
    table.missing("kind", quoted_list(names));
    return std::nullopt;
  }
  const auto kind = table.string("kind");
  if (!kind) return std::nullopt;
  for (const auto& [name, reader] : kinds) {
    if (name != *kind) continue;
    try {
      MaybeProcess process = reader(table);
      table.finish();
      return process;
    } catch (const Error& error) {
      const Diagnostic& first = error.diagnostics().front();
      table.fail("kind", first.found, first.legal, first.advice);
      return std::nullopt;
    }
  }
  if (std::find(later.begin(), later.end(), *kind) != later.end())
    table.fail("kind", fmt::format("'{}', which this version cannot use yet", *kind), quoted_list(names));
  else
    table.fail_choice("kind", *kind, names);
  return std::nullopt;
}

}  // namespace fokker::io
