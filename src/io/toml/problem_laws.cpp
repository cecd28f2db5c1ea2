#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "core/text.hpp"
#include "fokker/io/tables/csv.hpp"
#include "io/toml/kinds.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

using MaybeLaw = std::optional<Law>;

Matrix diagonal(const Vector& deviations) { return deviations.array().square().matrix().asDiagonal(); }

MaybeLaw read_gaussian(TableReader& table) {
  std::optional<Vector> mean;
  std::optional<Matrix> covariance;
  if (const auto* node = table.find("mean"))
    mean = table.point_of(*node, table.key_path("mean"));
  else
    table.missing("mean", "one number per axis");
  const auto* matrix = table.find("covariance");
  const auto deviations = table.per_axis("std", not_negative);
  if (matrix && table.has("std")) table.fail("covariance", "both 'std' and 'covariance'", "one of them");
  if (matrix) covariance = table.covariance_of(*matrix, table.key_path("covariance"));
  if (deviations) covariance = diagonal(*deviations);
  if (!matrix && !table.has("std")) table.missing("std", "a number >= 0, or 'covariance'");
  table.finish();
  if (!mean || !covariance) return std::nullopt;
  return GaussianMixture({1.0}, {*mean}, {*covariance});
}

MaybeLaw read_delta(TableReader& table) {
  std::optional<Vector> at;
  if (const auto* node = table.find("at"))
    at = table.point_of(*node, table.key_path("at"));
  else
    table.missing("at", "one number per axis");
  table.finish();
  if (!at) return std::nullopt;
  const auto d = at->size();
  return GaussianMixture({1.0}, {*at}, {Matrix::Zero(d, d)});
}

MaybeLaw read_uniform(TableReader& table) {
  const auto lower = table.per_axis("min");
  const auto upper = table.per_axis("max");
  for (const auto* key : {"min", "max"})
    if (!table.has(key)) table.missing(key, "one number, or one per axis");
  table.finish();
  if (!lower || !upper) return std::nullopt;
  for (Eigen::Index k = 0; k < lower->size(); ++k)
    if (!((*lower)[k] < (*upper)[k])) {
      table.fail("max", fmt::format("{} along axis {}", (*upper)[k], k + 1),
                 fmt::format("more than {} = {}", table.key_path("min"), (*lower)[k]));
      return std::nullopt;
    }
  return uniform_law(*lower, *upper);
}

MaybeLaw read_expression(TableReader& table) {
  if (!table.has("density")) table.missing("density", "a formula in the axes, >= 0");
  const auto density = table.expression("density");
  table.finish();
  if (!density) return std::nullopt;
  if (density->depends_on_time()) {
    table.fail("density", "a density that depends on t", "a formula in the axes");
    return std::nullopt;
  }
  return density_law(table.context().dimension, density->at(0));
}

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

MaybeLaw read_mixture(TableReader& table) {
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
    covariances.push_back(diagonal(deviations));
  if (means.size() != weights.size() || covariances.size() != weights.size()) return std::nullopt;
  return GaussianMixture(weights, means, covariances);
}

/// Coordinates less their mean and divided by their standard deviation (of a sample: divisor n - 1).
void standardise(TableReader& table, Points& points) {
  const double n = static_cast<double>(points.rows());
  for (Eigen::Index k = 0; k < points.cols(); ++k) {
    points.col(k) -= points.col(k).mean();
    const double deviation = std::sqrt(points.col(k).square().sum() / (n - 1));
    if (!(deviation > 0)) {
      table.fail("standardize", fmt::format("column {} has no spread", k + 1), "at least two different values",
                 "false");
      return;
    }
    points.col(k) /= deviation;
  }
}

MaybeLaw read_points(TableReader& table) {
  const auto file = table.string("file");
  const auto columns = table.strings("columns");
  const auto bandwidth = table.number("bandwidth", not_negative);
  const bool standardize = table.boolean("standardize").value_or(false);
  if (!table.has("file")) table.missing("file", "the path of a CSV file");
  if (!table.has("columns")) table.missing("columns", "a list of column names, one per axis");
  if (!table.has("bandwidth")) table.missing("bandwidth", "the standard deviation of the kernel, >= 0");
  const int d = table.context().dimension;
  if (table.has("columns") && static_cast<int>(columns.size()) != d)
    table.fail("columns", fmt::format("{} columns", columns.size()),
               fmt::format("{}, one per axis ({})", d, table.context().axes_place));
  table.finish();
  if (!file || static_cast<int>(columns.size()) != d || !bandwidth) return std::nullopt;
  auto points =
      read_data_file(table, "file", *file, [&](const std::filesystem::path& path) { return read_csv(path, columns); });
  if (!points) return std::nullopt;
  if (standardize) standardise(table, *points);
  const auto rows = static_cast<std::size_t>(points->rows());
  std::vector<Vector> means;
  for (Eigen::Index i = 0; i < points->rows(); ++i) means.emplace_back(points->row(i).transpose().matrix());
  const Matrix kernel = *bandwidth * *bandwidth * Matrix::Identity(d, d);
  return GaussianMixture(std::vector<double>(rows, 1.0 / static_cast<double>(rows)), means,
                         std::vector<Matrix>(rows, kernel));
}

}  // namespace

MaybeLaw read_law(TableReader& table) {
  static const Kinds<Law> kinds = {
      {"gaussian", read_gaussian}, {"mixture", read_mixture},       {"points", read_points}, {"delta", read_delta},
      {"uniform", read_uniform},   {"expression", read_expression}, {"hdf5", read_hdf5_law}};
  return read_kind(table, kinds, false);
}

}  // namespace fokker::io
