// SPDX-License-Identifier: MIT
#include "fokker/generator/correlation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "study/tables/solver.hpp"

namespace fokker {
namespace {

/// Of a covariance, by structure within cells, from which on it is added: below it, it is that of a smooth observable
/// in a smooth density, which the masses of the cells have already.
constexpr double most_within = 0.05;

/// <f g> - <f> <g>, with what is within cells where observables are narrower than they are.
double covariance_at_rest(const Grid& grid, const Array& masses, const Observables& averages, const Expression& first,
                          const Expression& second) {
  const double product = (averages.first * averages.second * masses).sum();
  const double between = product - (averages.first * masses).sum() * (averages.second * masses).sum();
  const double within = (formula_averages(grid, first * second) * masses).sum() - product;
  return std::abs(within) > most_within * std::abs(between) ? between + within : between;
}

}  // namespace

void TableSolver::correlate(const CorrelationTable& asked) {
  constexpr long steps_per_lag = 20;
  const Generator rates = generator(edges());
  const Array& masses = masses_at_rest();
  const Array first = formula_averages(problem_.grid, asked.first);
  const Observables both{first, asked.second ? formula_averages(problem_.grid, *asked.second) : first};
  CorrelationResult found{asked.name};
  const double spacing = asked.end / static_cast<double>(asked.lags - 1);
  for (long k = 0; asked.end > 0 && k < asked.lags; ++k) found.lags.push_back(spacing * static_cast<double>(k));
  if (asked.end > 0)
    found.values = stationary_correlation(
        rates, masses, both, {spacing, found.lags.size(), std::max<long>(1, steps_per_lag / part_)}, control_.stop);
  found.frequencies = asked.frequencies;
  found.spectrum = power_spectrum(rates, masses, first, asked.frequencies, control_.stop);
  const double now = covariance_at_rest(problem_.grid, masses, both, asked.first, asked.second.value_or(asked.first));
  if (!found.values.empty()) found.values.front() = now;
  const double integral = integrated_correlation(rates, masses, both, control_.stop);
  add_number("correlation", asked.name + "_at_0", now, "1");
  add_number("correlation", asked.name + "_integral", integral, "time");
  if (!asked.second) add_number("correlation", asked.name + "_time", integral / now, "time");
  for (std::size_t k = 0; k < found.spectrum.size(); ++k)
    add_number("correlation", fmt::format("{}_spectrum_{}", asked.name, k), found.spectrum[k], "time");
  results_.correlations.push_back(std::move(found));
}

}  // namespace fokker
