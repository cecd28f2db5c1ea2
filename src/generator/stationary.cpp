// SPDX-License-Identifier: MIT
#include "fokker/generator/stationary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/generator/elimination.hpp"
#include "generator/aggregation.hpp"
#include "generator/balance.hpp"
#include "generator/edge_pairs.hpp"
#include "generator/states.hpp"

namespace fokker {
namespace {

std::string place_of(const Grid& grid, Eigen::Index cell) {
  std::string text;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    const Eigen::Index i = grid.position(cell, k);
    text += fmt::format("{}{} = {:.4g}", k > 0 ? ", " : "", axis.name, 0.5 * (axis.edges[i] + axis.edges[i + 1]));
  }
  return text;
}

/// The only set of states that is not left.
StateList recurrent_states(const Generator& generator, const Grid& grid) {
  auto sets = closed_sets(generator.rates, generator.leak());
  if (sets.empty())
    throw Error(Fault::problem, "a process that ends, at " + generator.exits.front().name,
                "reflecting or periodic boundaries", "[spectrum], whose first mode is the quasi-stationary density");
  if (sets.size() == 1) return std::move(sets.front());
  std::string places;
  for (std::size_t k = 0; k < std::min<std::size_t>(sets.size(), 4); ++k)
    places += fmt::format("{}{} cells around {}", k > 0 ? "; " : "", sets[k].size(),
                          place_of(grid, sets[k][sets[k].size() / 2]));
  throw Error(Fault::problem, fmt::format("{} sets of cells that cannot be left: {}", sets.size(), places),
              "one, so that there is one stationary density", "an axis that covers one of them");
}

}  // namespace

Array stationary_masses(const Generator& generator, const Grid& grid, const StopToken& stop) {
  const StateList states = recurrent_states(generator, grid);
  const RateMatrix rates = among(generator.rates, states);
  Array found = balanced_masses(rates);
  if (found.size() == 0)
    found = elimination_pattern(rates).feasible() ? Elimination(rates, Array::Zero(rates.cols()), stop).stationary()
                                                  : aggregated_stationary(rates, grid, states, stop);
  return spread_over(found, states, generator.rates.rows());
}

double entropy_production(const RateMatrix& rates, const Array& masses) {
  double sum = 0;
  for_each_pair(rates, [&](const StatePair& pair) {
    const double out = pair.up * masses[pair.i], back = pair.down * masses[pair.j];
    if (out != back) sum += (out - back) * std::log(out / back);
  });
  return sum;
}

bool in_detailed_balance(const RateMatrix& rates, const Array& masses, double tolerance) {
  bool balanced = true;
  for_each_pair(rates, [&](const StatePair& pair) {
    const double out = pair.up * masses[pair.i], back = pair.down * masses[pair.j];
    balanced = balanced && std::abs(out - back) <= tolerance * std::max(out, back);
  });
  return balanced;
}

}  // namespace fokker
