// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "io/toml/law_entry.hpp"

namespace fokker {
namespace io {
namespace {

/// A list with one entry per component of a mixture, each read by `read`; empty if anything is wrong.
template <class Value, class Read>
std::vector<Value> read_components(TableReader& table, std::string_view key, std::size_t count, const Read& read) {
  const toml::node* node = table.find(key);
  if (!node) return {};
  const auto* list = node->as_array();
  if (!list || list->size() != count) {
    table.fail(key, description(*node), fmt::format("a list of {}, one per weight", count));
    return {};
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < count; ++i)
    if (const auto value = read((*list)[i], fmt::format("{}[{}]", table.key_path(key), i))) values.push_back(*value);
  return values.size() == count ? values : std::vector<Value>{};
}

std::vector<double> read_weights(TableReader& table) {
  if (!table.has("weights")) table.missing("weights", "a list of numbers >= 0");
  auto weights = table.numbers("weights", not_negative).value_or(std::vector<double>{});
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (table.has("weights") && !weights.empty() && !(sum > 0)) {
    table.fail("weights", "weights that sum to 0", "a positive sum");
    return {};
  }
  if (!weights.empty() && std::abs(sum - 1) > 1e-9)
    table.context().notes.push_back(
        fmt::format("{}: {} sum to {} and are divided by it", table.place("weights"), table.key_path("weights"), sum));
  if (const auto* node = table.find("weights"); node && node->is_array() && node->as_array()->empty())
    table.fail("weights", "an empty list", "at least one weight");
  return weights;
}

std::optional<Law> read_mixture(TableReader& table) {
  const auto weights = read_weights(table);
  if (!table.has("means")) table.missing("means", "a list with one mean per weight");
  if (table.has("stds") && table.has("covariances"))
    table.fail("covariances", "both 'stds' and 'covariances'", "one of them");
  if (!table.has("stds") && !table.has("covariances"))
    table.missing("stds", "a list of numbers >= 0, one per weight, or 'covariances'");
  table.finish();
  if (weights.empty()) return std::nullopt;
  const auto means = read_components<Vector>(
      table, "means", weights.size(),
      [&](const toml::node& node, const std::string& path) { return table.point_of(node, path); });
  auto covariances = read_components<Matrix>(
      table, "covariances", weights.size(),
      [&](const toml::node& node, const std::string& path) { return table.covariance_of(node, path); });
  for (const auto& deviations : read_components<Vector>(
           table, "stds", weights.size(),
           [&](const toml::node&node, const std::string&path) { return table.per_axis_of(node, path, not_negative); }))
    covariances.push_back(covariance_of(deviations));
  if (means.size() != weights.size() || covariances.size() != weights.size()) return std::nullopt;
  return GaussianMixture(weights, means, covariances);
}

}  // namespace
}  // namespace io

io::LawEntry mixture_law() {
  return {.rank = 20,
          .name = "mixture",
          .law = "weighted sum of Gaussians",
          .keys = {{"weights", "list", ">= 0", "required", "weight of each Gaussian; divided by their sum"},
                   {"means", "list of means", "one per weight", "required", "means, each as in gaussian"},
                   {"stds", "list", "one per weight, >= 0", "required, or covariances",
                    "standard deviations, each as in gaussian"},
                   {"covariances", "list", "one per weight", "required, or stds", "covariances, each as in gaussian"}},
          .read = io::read_mixture};
}

}  // namespace fokker
