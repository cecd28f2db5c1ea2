// SPDX-License-Identifier: MIT
#include "refinement.hpp"

#include <algorithm>
#include <cmath>

#include "coarse.hpp"
#include "fokker/verify/evidence.hpp"
#include "fokker/verify/report.hpp"
#include "solves.hpp"
#include "verify/relative_absorbed_error.hpp"

namespace fokker {
namespace {

/// Of the target, that the predicted errors may add up to: estimates outside of the convergent range grow by a third.
constexpr double aim = 0.6;
constexpr double most_growth = 4, growth_without_order = 2;
/// Of half the cells and steps, where extrapolation on them is better than it need be.
constexpr double least_extrapolated = 0.5;
/// Half of them are the fewest that show an order.
constexpr Eigen::Index fewest_extrapolated_cells = 2 * fewest_coarse_cells;
constexpr long fewest_extrapolated_steps = 2 * fewest_steps;

/// The size s with sum of min(part, s) = budget; infinite where the parts are within it.
double common_size(std::vector<double> parts, double budget) {
  std::sort(parts.begin(), parts.end());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double share = budget / static_cast<double>(parts.size() - i);
    if (parts[i] > share) return share;
    budget -= parts[i];
  }
  return INFINITY;
}

bool converges(const Estimated& found) {
  return found.unknown.empty() && found.order >= lowest_asymptotic_order && found.order <= highest_asymptotic_order;
}

/// NaN, where solutions agree to rounding on nested grids alone, counts as first order.
double trusted_order(const Estimated& found) { return found.order > 1 ? std::min(found.order, 2.0) : 1; }

/// Twice that of plain solves: above 4 where cells only begin to resolve what is smooth.
double extrapolated_order(const Estimated& found) { return found.order > 2 ? std::min(2 * found.order, 8.0) : 4; }

}  // namespace

Estimated worst_estimate(const Grid& grid, const Level& level) {
  Estimated worst;
  const auto look = [&](const GridSolution& solution) {
    if (!solution.error_unknown.empty()) worst.unknown = solution.error_unknown;
    for (std::size_t k = 0; k < solution.errors.size(); ++k)
      if (const double error = 0.5 * mass(grid, *solution.error(k)); error > worst.error)
        worst.error = error, worst.order = solution.orders[k];
    for (std::size_t k = 0; k < solution.absorbed_errors.size(); ++k)
      if (!solution.absorbed_errors[k].isNaN().any())
        worst.absorbed = std::max(worst.absorbed, relative_absorbed_error(solution, k));
  };
  look(level.forward);
  for (const ReverseSolution& reversal : level.reversals) look(reversal.solution);
  worst.total_variation = worst.error;
  return worst;
}

void count_absorbed(const Problem& problem, Estimated& found) {
  double least = default_absorbed_bound;
  for (const auto& [comparison, bounds] : problem.verification.bounds)
    if (const auto bound = bounds.find("absorbed"); bound != bounds.end()) least = std::min(least, bound->second);
  if (found.absorbed > 0) found.error = std::max(found.error, found.absorbed / least * problem.target->tv);
}

std::vector<double> growth(const std::vector<double>& parts, const Estimated& found, double tv, bool extrapolated) {
  if (!found.unknown.empty()) return std::vector<double>(parts.size(), growth_without_order);
  const double most = converges(found) ? most_growth : growth_without_order;
  const double order = (extrapolated ? 2 : 1) * trusted_order(found);
  const double size = common_size(parts, aim * tv);
  std::vector<double> factors;
  for (const double part : parts) factors.push_back(part > size ? std::min(most, std::pow(part / size, 1 / order)) : 1);
  return factors;
}

double growth_of_work(const Estimated& found, double extrapolated_error, double tv, int dimension) {
  const auto growth = [&](double error, double order) {
    return std::pow(std::max(error / (aim * tv), 1.0), (dimension + 1) / order);
  };
  const double plain = growth(found.error, trusted_order(found));
  return extrapolated_error < found.error ? std::min(plain, growth(extrapolated_error, extrapolated_order(found)))
                                          : plain;
}

std::optional<Settings> extrapolation(const Problem& problem, const Parted& now, const Level& level,
                                      const Estimated& found) {
  const double error = level.extrapolated_error, budget = aim * problem.target->tv;
  if (!problem.target->may_extrapolate || now.settings.extrapolated || !found.unknown.empty() ||
      !(error < (converges(found) ? 2 : 1) * found.error))
    return std::nullopt;
  std::vector<double> parts = now.parts;
  double squares = 0;
  for (const double part : parts) squares += part * part;
  for (double& part : parts) part *= part * error / squares;
  const double size = common_size(parts, budget);
  const double power = 1 / extrapolated_order(found);
  const double less = std::clamp(std::pow(error / budget, power), least_extrapolated, 1.0);
  std::vector<double> factors;
  for (const double part : parts)
    factors.push_back(0.5 * (error > budget ? std::clamp(std::pow(part / size, power), 1.0, most_growth) : less));
  Settings result = grown(problem, now.settings, factors);
  for (std::size_t k = 0; k < result.cells.size(); ++k)
    if (!problem.grid.axes()[k].coordinate)
      result.cells[k] = now.settings.cells[k];  // listed edges
    else
      result.cells[k] = std::max(result.cells[k], fewest_extrapolated_cells);
  if (result.steps) result.steps = std::max(*result.steps, std::min(*now.settings.steps, fewest_extrapolated_steps));
  result.extrapolated = true;
  return result;
}

bool has_fewest_cells(const Settings& settings) {
  return std::ranges::all_of(settings.cells, [](Eigen::Index cells) { return cells <= fewest_extrapolated_cells; });
}

}  // namespace fokker
