// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>

#include "fokker/process/custom.hpp"
#include "fokker/process/known_density.hpp"
#include "fokker/score/score.hpp"
#include "support.hpp"

namespace fokker::test {

/// A density p(x, t) = f(x - c t) that a process keeps by construction: in divergence form the velocity
/// v = 1/2 D grad log p + c gives the flux v p - 1/2 D grad p = c p, for any noise G(x, t), D = G G^T.
struct Travelling {
  std::vector<std::string> axes;
  std::string density;                          ///< f(x - c t) written out, in any unit
  std::vector<double> c;                        ///< length/time
  std::vector<std::vector<std::string>> noise;  ///< G by rows

  Expression parse(const std::string& text) const { return Expression::parse(text, {axes, {}, true, {}}); }
  KnownDensity known() const { return {parse(density)}; }

  std::vector<std::vector<Expression>> noise_matrix() const {
    std::vector<std::vector<Expression>> G;
    for (const auto& row : noise) {
      G.emplace_back();
      for (const std::string& entry : row) G.back().push_back(parse(entry));
    }
    return G;
  }

  /// The drift in the isothermal sense, by the library's symbolic derivatives.
  std::vector<Expression> drift() const {
    const auto G = noise_matrix();
    const Expression p = parse(density), half = parse("0.5");
    std::vector<Expression> result;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      Expression v = parse(std::to_string(c[i]));
      for (std::size_t j = 0; j < axes.size(); ++j)
        for (std::size_t k = 0; k < axes.size(); ++k)
          v = v + half * G[i][k] * G[j][k] * p.logarithmic_derivative(axes[j]);
      result.push_back(v);
    }
    return result;
  }

  Process process() const { return custom_process(drift(), noise_matrix(), Interpretation::isothermal); }
  Score score() const {
    Score result;
    result.dimension = static_cast<int>(axes.size());
    result.at = known().score();
    return result;
  }
  Array averages(const Grid& grid, double t) const { return cell_averages(grid, known().law(t).box_mass); }
};

/// Relative L1 distance.
inline double distance(const Grid& grid, const Array& p, const Array& q) {
  return ((p - q).abs() * grid.volumes()).sum() / (q * grid.volumes()).sum();
}

/// One way through a problem, on [0, T].
struct Walk {
  bool reversed = false;
  double alpha = 1;
  Flux flux = Flux::automatic;
};

inline Array end_density(const Travelling& problem, const Walk& walk, const Grid& grid, double T, long steps) {
  const Process process =
      walk.reversed ? reversed(problem.process(), problem.score(), walk.alpha, T) : problem.process();
  const auto assembler = Assembler(process, grid, walk.flux);
  return integrate(assembler, problem.averages(grid, walk.reversed ? T : 0),
                   step_times({0, T}, steps, Spacing::uniform))
      .trajectory.densities.back();
}

inline double error(const Travelling& problem, const Walk& walk, const Grid& grid, double T, long steps) {
  return distance(grid, end_density(problem, walk, grid, T, steps), problem.averages(grid, walk.reversed ? 0 : T));
}

/// All axes on [0, 1], periodic.
inline Grid torus(const std::vector<std::string>& axes, Eigen::Index cells) {
  std::vector<Axis> result;
  for (const std::string& name : axes)
    result.push_back(uniform_axis(name, 0, 1, cells, {Boundary::periodic, Boundary::periodic}));
  return Grid(result);
}

}  // namespace fokker::test
