// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "io/toml/law_entry.hpp"
#include "io/toml/weight_column.hpp"

namespace fokker {
namespace io {
namespace {

/// Boxes with their shares of the mass, uniform within, convolved with a Gaussian of one standard deviation per axis.
struct Bins {
  Points lower, upper;
  Array shares;
  double bandwidth = 0;
};

/// int_-inf^u Phi(s/b) ds, the integral of the normal distribution function; of a step where b = 0.
double ramp(double u, double b) {
  if (b == 0) return std::max(u, 0.0);
  const double z = u / b;
  return 0.5 * u * std::erfc(-z / std::numbers::sqrt2) + b * std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
}

/// Mass from a to b of a uniform law on [low, high] with Gaussian noise.
double smoothed_mass(double a, double b, double low, double high, double bandwidth) {
  const auto below = [&](double x) { return (ramp(x - low, bandwidth) - ramp(x - high, bandwidth)) / (high - low); };
  return std::max(0.0, below(b) - below(a));
}

Law law_of(std::shared_ptr<const Bins> bins) {
  return {static_cast<int>(bins->lower.cols()), [bins](const PointsIn& lower, const PointsIn& upper) -> Array {
            Array masses = Array::Zero(lower.rows());
            for (Eigen::Index i = 0; i < lower.rows(); ++i)
              for (Eigen::Index j = 0; j < bins->shares.size(); ++j) {
                double mass = bins->shares[j];
                for (Eigen::Index k = 0; k < lower.cols() && mass > 0; ++k)
                  mass *=
                      smoothed_mass(lower(i, k), upper(i, k), bins->lower(j, k), bins->upper(j, k), bins->bandwidth);
                masses[i] += mass;
              }
            return masses;
          }};
}

/// Bins around centres that are equally far from each other along each axis.
bool around_centres(TableReader& table, const Points& centres, Bins& bins) {
  bins.lower = bins.upper = centres;
  for (Eigen::Index k = 0; k < centres.cols(); ++k) {
    std::vector<double> places(centres.col(k).begin(), centres.col(k).end());
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const double width =
        places.size() > 1 ? (places.back() - places.front()) / static_cast<double>(places.size() - 1) : 0;
    bool equal = places.size() > 1;
    for (std::size_t i = 0; i + 1 < places.size(); ++i)
      equal = equal && std::abs(places[i + 1] - places[i] - width) < 1e-6 * width;
    if (!equal) {
      table.fail("columns", fmt::format("centres in column {} that are not equally far from each other", k + 1),
                 "two or more equally spaced centres per axis", "edges = [LOWER, UPPER], on one axis");
      return false;
    }
    bins.lower.col(k) -= 0.5 * width;
    bins.upper.col(k) += 0.5 * width;
  }
  return true;
}

bool between_edges(TableReader& table, const Points& edges, Bins& bins) {
  bins.lower = edges.col(0);
  bins.upper = edges.col(1);
  for (Eigen::Index i = 0; i < edges.rows(); ++i)
    if (!(edges(i, 0) < edges(i, 1))) {
      table.fail("edges", fmt::format("a bin from {} to {} in row {}", edges(i, 0), edges(i, 1), i + 1),
                 "lower edges below upper ones");
      return false;
    }
  return true;
}

/// Columns of the places; whether they are edges.
std::optional<std::pair<std::vector<std::string>, bool>> place_columns(TableReader& table) {
  const int d = table.context().dimension;
  const bool by_edges = table.has("edges");
  const auto edges = table.strings("edges"), columns = table.strings("columns");
  if (by_edges == table.has("columns")) {
    table.fail("columns", by_edges ? "both 'columns' and 'edges'" : "neither 'columns' nor 'edges'",
               "the columns of the centres, or of the lower and upper edges");
    return std::nullopt;
  }
  const auto wanted = by_edges ? 2 : d;
  if (by_edges && d != 1) table.fail("edges", fmt::format("edges on {} axes", d), "on one axis; else 'columns'");
  if (static_cast<int>((by_edges ? edges : columns).size()) != wanted)
    table.fail(by_edges ? "edges" : "columns", fmt::format("{} columns", (by_edges ? edges : columns).size()),
               by_edges ? "two: lower and upper" : fmt::format("{}, one per axis", d));
  else if (!by_edges || d == 1)
    return std::pair(by_edges ? edges : columns, by_edges);
  return std::nullopt;
}

std::optional<Law> read_histogram(TableReader& table) {
  const auto file = table.string("file"), weights = table.string("weights");
  const double bandwidth = table.number("bandwidth", not_negative).value_or(0);
  const auto places = place_columns(table);
  if (!table.has("file")) table.missing("file", "the path of a CSV file");
  if (!table.has("weights")) table.missing("weights", "the column of the counts");
  table.finish();
  if (!file || !weights || !places) return std::nullopt;
  const auto data = read_weighted_rows(table, *file, places->first, weights);
  if (!data) return std::nullopt;
  auto bins = std::make_shared<Bins>();
  bins->bandwidth = bandwidth;
  bins->shares = data->weights;
  const bool fits = places->second ? between_edges(table, data->rows, *bins) : around_centres(table, data->rows, *bins);
  if (!fits) return std::nullopt;
  return law_of(std::move(bins));
}

}  // namespace
}  // namespace io

io::LawEntry histogram_law() {
  return {.rank = 35,
          .name = "histogram",
          .law = "counts in bins from a CSV file, uniform within each bin",
          .keys = {{"file", "path", "-", "required", "CSV file with a header"},
                   {"columns", "list of strings", "one per axis", "-", "columns of the bins' centres, equally spaced"},
                   {"edges", "list of strings", "two", "-", "columns of lower and upper edges, on one axis"},
                   {"weights", "string", "-", "required", "column of the counts, >= 0"},
                   {"bandwidth", "number", ">= 0", "0", "standard deviation of a kernel that smooths the bins"}},
          .read = io::read_histogram};
}

}  // namespace fokker
