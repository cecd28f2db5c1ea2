#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fokker/verify/evidence.hpp"
#include "fokker/verify/metrics.hpp"

namespace fokker {

/// Upper bounds by metric name ("tv", "kl", "w1", "linf", "mean", "covariance", "tv_upper", "chi2", "step_tv",
/// "rest_tv"); vectors are judged by their largest absolute entry. "p_value" is a lower bound. A metric that is
/// infinite or absent holds none.
using Bounds = std::map<std::string, double>;

/// Names a bound may have.
const std::vector<std::string>& bound_names();

/// The comparisons of the problem file.
enum class Comparison { forward_exact, reverse_forward, reverse_exact, particles, particles_reverse };
/// Name as in the problem file, e.g. "reverse_forward".
std::string_view to_string(Comparison comparison);

/// Bounds given by the user; a comparison that is absent takes its default.
using Verification = std::map<Comparison, Bounds>;

/// tv = 1e-2 between grid densities, tv_upper = 2e-2 for particles.
Bounds default_bounds(Comparison comparison);

/// One row of the verification table.
struct Check {
  std::string comparison;  ///< e.g. "reverse/anderson|forward"
  double time = 0;
  Metrics metrics;
  Bounds bounds;               ///< empty: compared, not judged
  std::optional<bool> passed;  ///< empty: not judged
};

/// Worst values over all snapshots of all solves.
struct Invariants {
  /// Largest |mass + absorbed mass - starting mass| / starting mass over the snapshots.
  double mass_error = 0;
  double minimum = 0;       ///< smallest cell average
  double limited_mass = 0;  ///< moved by the positivity limiter, relative to the mass
  std::int64_t score_cells = 0;
  double outside_mass = 0;  ///< of the start, outside the box
};

/// Estimated error of an extrapolated solution.
struct ErrorBar {
  std::string solution;  ///< "forward" or "reverse/NAME"
  double l1 = 0;         ///< largest over the snapshots of the sum over cells of error times volume
  double time = 0;       ///< where it is largest
  double order = 0;      ///< observed order of the plain solutions there; NaN where they agree
};

struct Report {
  bool passed = false;  ///< no judged check fails
  std::vector<Check> checks;
  Invariants invariants;
  std::vector<ErrorBar> error_bars;  ///< of the extrapolated solutions
};

/// Compares everything with everything that it must match, at every snapshot.
Report judge(const Evidence& evidence, const Verification& verification);

/// One entry per extrapolated solution.
std::vector<ErrorBar> error_bars(const Evidence& evidence);

/// Value of a bounded metric: the number itself, or the largest absolute entry; empty where infinite or absent.
std::optional<double> metric_value(const Metrics& metrics, const std::string& name);

}  // namespace fokker
