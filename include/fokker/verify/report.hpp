// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/verify/comparison.hpp"
#include "fokker/verify/evidence.hpp"
#include "fokker/verify/scalar.hpp"
#include "fokker/verify/significance.hpp"

namespace fokker {

/// Bounds by metric name, upper or lower ones as MetricEntry states; of several numbers the largest absolute one
/// counts. A metric that is infinite or absent holds none.
using Bounds = std::map<std::string, double>;

/// Names a bound may have, in the order of the reference of keys.
/// @param own  entries beside the catalogue
/// @return names of metrics
std::vector<std::string> bound_names(const std::vector<MetricEntry>& own = {});

/// The comparisons of the problem file.
enum class Comparison {
  forward_exact,
  forward_stationary,
  forward_bridge,
  forward_coarse,
  reverse_forward,
  reverse_exact,
  reverse_coarse,
  particles,
  particles_reverse
};

template <>
struct EnumNames<Comparison> {
  static constexpr NameList<Comparison, 9> all = {{{Comparison::forward_exact, "forward_exact"},
                                                   {Comparison::forward_stationary, "forward_stationary"},
                                                   {Comparison::forward_bridge, "forward_bridge"},
                                                   {Comparison::forward_coarse, "forward_coarse"},
                                                   {Comparison::reverse_forward, "reverse_forward"},
                                                   {Comparison::reverse_exact, "reverse_exact"},
                                                   {Comparison::reverse_coarse, "reverse_coarse"},
                                                   {Comparison::particles, "particles"},
                                                   {Comparison::particles_reverse, "particles_reverse"}}};
};

/// Whether its rows are estimates of the discretization error, of which total variation and absorbed mass alone are
/// known.
/// @param comparison  of the problem file
/// @return true of forward_coarse and reverse_coarse
inline bool is_estimate(Comparison comparison) {
  return comparison == Comparison::forward_coarse || comparison == Comparison::reverse_coarse;
}

/// The entry of the problem file with the bounds of two sides.
/// @param compared  the sides
/// @return the comparison that the entry names
Comparison comparison_of(const Compared& compared);

/// User-supplied bounds.
struct Verification {
  std::map<Comparison, Bounds> bounds = {};  ///< a comparison that is absent takes its default
  double false_alarm = 1e-6;                 ///< family-wise rate of the tests of all particles of a run
  /// Metrics beside the catalogue, from two densities; they take bounds as the others do, and are written, not read.
  std::vector<MetricEntry> metrics = {};
  std::vector<NumberBound> numbers = {};  ///< of the generator's tables
};

/// tv = 1e-2 between grid densities, tv_upper = 2e-2 for particles.
/// @param comparison  of the problem file
/// @return one bound
Bounds default_bounds(Comparison comparison);

/// Of estimates where boundaries absorb, on the error of the absorbed mass, beside other bounds.
inline constexpr double default_absorbed_bound = 1.5e-2;

/// Parts of an estimate of the discretization error beside the total variation, which is the estimate.
struct Discretization {
  double order = 0;          ///< observed; NaN where the solutions agree to rounding
  std::string unknown = {};  ///< why the error is not known; empty where it is
  /// Outside of the convergent range the error is at least the estimate. @return false where the order is NaN
  bool at_least() const { return order < lowest_asymptotic_order || order > highest_asymptotic_order; }
};

/// One row of the verification table.
struct Check {
  Compared comparison;         ///< the two sides
  double time = 0;             ///< of the snapshot
  Metrics metrics;             ///< differences
  Bounds bounds;               ///< empty: compared, not checked
  std::optional<bool> passed;  ///< empty: not checked
  /// Strongest test of the particles; empty between densities. It is reported with the verdict and does not decide it:
  /// of enough particles every difference is significant.
  std::optional<Finding> finding = {};
  std::optional<Discretization> discretization = {};  ///< of an estimate of the discretization error
};

/// Worst values over all snapshots of all solves.
struct Invariants {
  /// Largest |mass + absorbed mass - starting mass| over the snapshots, relative to the starting mass with what
  /// boundaries have let in.
  double mass_error = 0;
  double minimum = 0;            ///< smallest cell average
  double limited_mass = 0;       ///< moved by the positivity limiter, relative to that mass
  std::int64_t score_cells = 0;  ///< cells of scores below their floors
  double outside_mass = 0;       ///< of the start, outside the box
};

/// Estimated error of a solution.
struct ErrorBar {
  std::string solution;  ///< "forward" or "reverse/NAME"
  double l1 = 0;         ///< largest over the snapshots of the sum over cells of error times volume
  double time = 0;       ///< where it is largest
  double order = 0;      ///< observed order there; NaN where the solutions agree
};

/// Tests of all particles of a run, at one family-wise rate of false alarms.
struct Significance {
  double false_alarm = 1e-6;  ///< probability that any of them rejects when all that they compare is equal
  std::int64_t tests = 0;     ///< number of tests
  std::int64_t rejected = 0;  ///< number of rejections
};

/// Result as a whole: not verified where no comparison has a bound.
enum class Verdict { pass, fail, not_verified };

template <>
struct EnumNames<Verdict> {
  static constexpr NameList<Verdict, 3> all = {
      {{Verdict::pass, "pass"}, {Verdict::fail, "fail"}, {Verdict::not_verified, "not verified"}}};
};

/// Result of the verification.
struct Report {
  bool passed = false;                    ///< no check fails
  std::vector<Check> checks;              ///< all rows
  Invariants invariants;                  ///< worst values
  std::vector<ErrorBar> error_bars;       ///< of the solutions whose error was estimated
  Significance significance = {};         ///< of all tests together
  std::vector<NumberCheck> numbers = {};  ///< that have a bound

  /// Pass, fail, or not verified. @return as `passed`, where any row has a bound
  Verdict verdict() const;
};

/// Adjusts the tests of all checks together and keeps the strongest of each.
/// @param grid         of the densities
/// @param false_alarm  family-wise rate, 0 to 1
/// @param checks       get their findings
/// @return numbers of tests and rejections
Significance adjust_findings(const Grid& grid, double false_alarm, std::vector<Check>& checks);
/// Whether the strongest test of a check rejects at the family-wise rate.
/// @param check         after adjust_findings
/// @param significance  of all checks
/// @return false also without a test
bool differs(const Check& check, const Significance& significance);

/// Compares everything with everything that it must match, at every snapshot.
/// @param numbers  of the generator's tables
/// @param evidence      what a run computed
/// @param verification  bounds; a comparison without any takes its default
/// @return rows, invariants and verdict
Report judge(const Evidence& evidence, const Verification& verification, const std::vector<Scalar>& numbers = {});

/// One entry per solution whose error was estimated at some snapshot.
/// @param evidence  what a run computed
/// @return in the order forward, reversals
std::vector<ErrorBar> error_bars(const Evidence& evidence);

/// Value of a bounded metric: the number itself, or the largest absolute entry; empty where infinite or absent.
/// @param metrics  of a comparison
/// @param name     of a metric
/// @return >= 0 of several numbers
std::optional<double> metric_value(const Metrics& metrics, const std::string& name);

/// Whether the metric must be at least its bound; else at most.
/// @param check  whose metrics may have entries of their own
/// @param name   of a metric
/// @return as MetricEntry::lower_bound
bool has_lower_bound(const Check& check, const std::string& name);
/// How near a bounded metric is to its bound: above 1 it fails.
/// @param check  a row of the report
/// @param name   of a metric
/// @param bound  on it
/// @return value over bound, or bound over value of a lower bound; infinite where there is no value
double strain(const Check& check, const std::string& name, double bound);
/// The largest of a check's bounds; its total variation where it has none.
/// @param check  a row of the report
/// @return above 1: the check fails
double strain(const Check& check);

}  // namespace fokker
