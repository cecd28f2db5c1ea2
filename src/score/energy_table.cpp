// SPDX-License-Identifier: MIT
#include "score/energy_table.hpp"

#include <algorithm>
#include <array>

namespace fokker {
namespace {

/// Three nodes (fewer where there are no more) and the weights of their values in a derivative.
struct Stencil {
  std::array<Eigen::Index, 3> nodes = {0, 0, 0};
  std::array<double, 3> weights = {0, 0, 0};
};

/// Derivative at x of the parabola through three points: second order in their distances.
Stencil parabola(const std::array<Eigen::Index, 3>& nodes, const std::array<double, 3>& at, double x) {
  Stencil stencil{nodes, {}};
  for (std::size_t i = 0; i < 3; ++i) {
    const double a = at[(i + 1) % 3], b = at[(i + 2) % 3];
    stencil.weights[i] = ((x - a) + (x - b)) / ((at[i] - a) * (at[i] - b));
  }
  return stencil;
}

/// @param period  length of a periodic axis whose nodes do not repeat, else 0
Stencil stencil_at(const Array& nodes, Eigen::Index i, double period) {
  const Eigen::Index n = nodes.size();
  if (n == 1) return {};
  if (n == 2) return {{0, 1, 0}, {-1 / (nodes[1] - nodes[0]), 1 / (nodes[1] - nodes[0]), 0}};
  if (period > 0) {
    const Eigen::Index below = (i + n - 1) % n, above = (i + 1) % n;
    return parabola({below, i, above},
                    {nodes[below] - (i == 0 ? period : 0), nodes[i], nodes[above] + (above == 0 ? period : 0)},
                    nodes[i]);
  }
  const Eigen::Index middle = std::clamp<Eigen::Index>(i, 1, n - 2);
  return parabola({middle - 1, middle, middle + 1}, {nodes[middle - 1], nodes[middle], nodes[middle + 1]}, nodes[i]);
}

/// Period of an axis around which differences are taken; 0 where the nodes reach all around already.
double period_around(const ScoreTable& table, std::size_t axis) {
  const Array& nodes = table.coordinates[axis];
  const double period = table.periods.empty() ? 0 : table.periods[axis];
  return nodes[nodes.size() - 1] - nodes[0] < period * (1 - 1e-12) ? period : 0;
}

}  // namespace

ScoreTable gradient_of_energies(const ScoreTable& energies) {
  ScoreTable result = energies;
  result.parameterization = Parameterization::score;
  const auto d = static_cast<Eigen::Index>(energies.coordinates.size());
  for (std::size_t k = 0; k < energies.times.size(); ++k) {
    const Array& energy = energies.values[k];
    Array& score = result.values[k];
    score.resize(energy.size() * d);
    Eigen::Index stride = 1;
    for (Eigen::Index axis = d; axis-- > 0;) {
      const Array& nodes = energies.coordinates[static_cast<std::size_t>(axis)];
      std::vector<Stencil> stencils;
      for (Eigen::Index i = 0; i < nodes.size(); ++i)
        stencils.push_back(stencil_at(nodes, i, period_around(energies, static_cast<std::size_t>(axis))));
      for (Eigen::Index at = 0; at < energy.size(); ++at) {
        const Eigen::Index i = at / stride % nodes.size(), first = at - i * stride;
        const Stencil& stencil = stencils[static_cast<std::size_t>(i)];
        double slope = 0;
        for (std::size_t j = 0; j < 3; ++j) slope += stencil.weights[j] * energy[first + stencil.nodes[j] * stride];
        score[at * d + axis] = slope;
      }
      stride *= nodes.size();
    }
  }
  return result;
}

}  // namespace fokker
