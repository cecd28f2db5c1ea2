// SPDX-License-Identifier: MIT
#include "fokker/generator/first_passage.hpp"

#include "fv/each_edge.hpp"
#include "generator/exits.hpp"
#include "generator/state_solver.hpp"

namespace fokker {
namespace {

/// n u_(n-1) -> u_n, for n from `first` to `last`.
std::vector<Array> moments_from(const StateSolver& factor, Array u, const Array& outside, int first, int last) {
  std::vector<Array> result;
  for (int n = first; n <= last; ++n) {
    u = factor.solve_transposed(n * u * outside);
    result.push_back(u);
  }
  return result;
}

/// The process in reversed time: rates q_ij m_j / m_i from i to j, with the same stationary masses.
Operator time_reversed(Operator L, const Array& masses) {
  for (Direction& direction : L.directions) {
    const Direction given = direction;
    for_each_edge(*direction.lines, [&](Eigen::Index i, Eigen::Index j) {
      if (i < 0 || j < 0 || !(masses[i] > 0) || !(masses[j] > 0)) return;
      direction.up[i] = given.down[j] * masses[j] / masses[i];
      direction.down[j] = given.up[i] * masses[i] / masses[j];
    });
    direction.shared_up.resize(0);
    direction.shared_down.resize(0);
  }
  return L;
}

}  // namespace

FirstPassage first_passage(const Generator& generator, int moments, const StopToken& stop) {
  require_exits(generator);
  const StateSolver factor(generator.rates, generator.leak(), stop);
  FirstPassage result;
  result.moments = moments_from(factor, Array::Ones(generator.outside.size()), generator.outside, 1, 1);
  result.residual = factor.residual();
  for (Array& moment : moments_from(factor, result.moments.front(), generator.outside, 2, moments))
    result.moments.push_back(std::move(moment));
  for (const Exit& exit : generator.exits) {
    result.splitting.push_back(factor.solve_transposed(exit.rate));
    const Array& q = result.splitting.back();
    std::vector<Array> conditional = moments_from(factor, q, generator.outside, 1, moments);
    for (Array& moment : conditional) moment = (q > 0).select(moment / q, 0);
    result.conditional.push_back(std::move(conditional));
  }
  return result;
}

Committor committor(const Operator& L, const std::vector<Region>& a_and_b, const Array& stationary,
                    const StopToken& stop) {
  const Generator forward = generator(L, a_and_b), backward = generator(time_reversed(L, stationary), a_and_b);
  require_exits(forward);
  const Array into_b = forward.exits.back().rate;
  Committor result;
  result.forward = StateSolver(forward.rates, forward.leak(), stop).solve_transposed(into_b);
  result.backward = StateSolver(backward.rates, backward.leak(), stop)
                        .solve_transposed(backward.exits.at(backward.exits.size() - 2).rate);
  const Array from_a = stationary * result.backward;
  result.flux = (into_b * from_a * forward.outside).sum();
  result.rate = result.flux / from_a.sum();
  return result;
}

}  // namespace fokker
