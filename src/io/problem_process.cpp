#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "fokker/process/catalogue.hpp"
#include "io/problem_tables.hpp"
#include "io/text.hpp"

namespace fokker::io {
namespace {

Vector per_axis_or(TableReader& table, std::string_view key, double fallback, const Range& range = any_number) {
  return table.per_axis(key, range).value_or(Vector::Constant(table.context().dimension, fallback));
}

Process read_brownian(TableReader& table) {
  const Vector mu = per_axis_or(table, "mu", 0);
  return brownian(mu, per_axis_or(table, "sigma", 1, not_negative));
}

Process read_ou(TableReader& table) {
  const Vector theta = per_axis_or(table, "theta", 1);
  const Vector mu = per_axis_or(table, "mu", 0);
  return ornstein_uhlenbeck(theta, mu, per_axis_or(table, "sigma", std::numbers::sqrt2, not_negative));
}

Process read_vp(TableReader& table) {
  const double least = table.number_or("beta_min", 0.1, not_negative);
  const double most = table.number_or("beta_max", 20, not_negative);
  return variance_preserving(least, most, table.context().dimension);
}

}  // namespace

std::optional<Process> read_process(TableReader& table) {
  static const std::vector<std::pair<std::string, Process (*)(TableReader&)>> kinds = {
      {"brownian", read_brownian}, {"ou", read_ou}, {"vp", read_vp}};
  static const std::vector<std::string> later = {"subvp",    "ve",  "edm", "cosine", "rectified-flow",
                                                 "langevin", "cld", "gbm", "cir",    "custom"};
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
      Process process = reader(table);
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
