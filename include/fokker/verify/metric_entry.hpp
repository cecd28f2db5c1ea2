// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

struct Metrics;
struct ParticleTests;

/// How many numbers a metric has in d dimensions: 1, d (one per axis) or d x d (one per pair of axes).
enum class MetricShape { number, axes, pairs };

/// One metric: what it is, how it is computed, where it is shown. Files src/verify/metrics/NAME.cpp give those of the
/// catalogue; Verification::metrics takes more of them.
struct MetricEntry {
  int rank = 1000;             ///< place in the catalogue and in JSON
  int bound_rank = 0;          ///< place among the bounds, where it is another
  std::string name = {};       ///< a letter, then letters, digits and _; the name of its column in OUT.h5
  std::string long_name = {};  ///< of that column
  std::string unit = "1";      ///< "length" and "length^2" are of the grid's units, and scaled where the grid moves
  std::string title = {};      ///< of its panel in figures and reports; empty: not drawn over time

  // As a bound in [verify]; of several numbers the largest absolute one counts.
  std::string meaning = {};                          ///< in the reference of keys; empty: takes no bound
  std::string sentence = {};                         ///< what a bound on it means, in reports
  bool lower_bound = false;                          ///< the value must be at least the bound, else at most
  double most = std::numeric_limits<double>::max();  ///< largest legal bound; the least is 0

  MetricShape shape = MetricShape::number;  ///< of its values
  /// Member of Metrics that holds it; none: Metrics::others does.
  std::variant<std::monostate, double Metrics::*, std::optional<double> Metrics::*, Array Metrics::*, Vector Metrics::*,
               Matrix Metrics::*>
      member = {};
  double absent = std::numeric_limits<double>::quiet_NaN();  ///< in the column where there is no value
  /// Its values of a first and a second density (cell averages, 1/length^d) on one grid: 1 x 1, d x 1 or d x d; without
  /// entries where it is infinite. Also of particles as a histogram, where the next function is empty. Where this one
  /// is empty, only comparisons of particles have the metric.
  std::function<Matrix(const Grid& grid, const Array& first, const Array& second)> densities = {};
  /// Its values from the library's tests of particles (verify/particle_tests.hpp).
  std::function<Matrix(const ParticleTests& tests)> particles = {};
  bool of_estimates = false;                 ///< whether only estimates of the discretization error have it
  std::vector<MetricEntry> companions = {};  ///< what belongs to it and follows it, as a standard error

  /// Whether only comparisons of particles have it. @return false: densities have it, too
  bool of_particles() const { return !densities && !of_estimates; }
  /// Whether [verify] may bound it. @return as `meaning` is not empty
  bool takes_bound() const { return !meaning.empty(); }
};

/// One number as the value of a metric.
/// @param value  any number
/// @return 1 x 1
inline Matrix metric_number(double value) { return Matrix::Constant(1, 1, value); }

/// The catalogue: one entry per file of src/verify/metrics, by rank.
/// @return lives as long as the program
const std::vector<MetricEntry>& metric_entries();
/// The catalogue by rank, companions after their owners, then `own`; pointers into `own` live as long as it does.
/// @param own  entries beside the catalogue
/// @return never null
std::vector<const MetricEntry*> all_metrics(const std::vector<MetricEntry>& own = {});
/// The entry of this name; null where there is none.
/// @param name  of a metric or a companion
/// @param own   entries beside the catalogue
/// @return points into the catalogue or `own`
const MetricEntry* find_metric(const std::string& name, const std::vector<MetricEntry>& own = {});
/// Those that take a bound, in the order of the reference of keys.
/// @param own  entries beside the catalogue
/// @return never null
std::vector<const MetricEntry*> bounded_metrics(const std::vector<MetricEntry>& own = {});

/// Legal bounds on it: "a number >= 0" or "a number from 0 to 1".
/// @param entry  that takes a bound
/// @return text for messages and lists
std::string bound_range(const MetricEntry& entry);

/// Values of a metric, 1 x 1, d x 1 or d x d; without entries where it is infinite or absent.
/// @param entry    of the catalogue, or one that the metrics were computed with
/// @param metrics  of a comparison
/// @return in the unit of the entry
Matrix metric_values(const MetricEntry& entry, const Metrics& metrics);
/// Puts them where metric_values finds them.
/// @param entry    of the catalogue or another
/// @param values   1 x 1, d x 1 or d x d; without entries: infinite or absent
/// @param metrics  gets them
void set_metric_values(const MetricEntry& entry, const Matrix& values, Metrics& metrics);

}  // namespace fokker
