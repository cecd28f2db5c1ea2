// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "fokker/core/control.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker {

/// True density and score of a problem.
struct TrueScore {
  Score score;                                                           ///< in space
  std::function<Array(double t, const Grid& grid, int threads)> masses;  ///< of the cells
  std::optional<Frame> frame = {};                                       ///< in which the grid moves

  /// Where points of the grid lie in space.
  Points in_space(double t, const PointsIn& points) const {
    return frame ? from_frame(points, frame->at(t)) : Points(points);
  }
  /// Lengths in space of unit lengths of the grid, per axis.
  Vector scale(double t) const { return frame ? frame->at(t).scale : Vector::Ones(score.dimension); }
};

/// Inner products <a, b> = E_p a . D b of x, the stated score and the true score s at one time, and what else is
/// averaged over p.
struct ScoreSums {
  double x_x = 0, x_stated = 0, x_true = 0, stated_stated = 0, stated_true = 0, true_true = 0;
  double error = 0;   ///< E_p |s_theta - s|^2
  double rate = 0;    ///< <s_theta - s, s_theta - s>
  double sparse = 0;  ///< of `rate`, from places outside the densest ones with 90 % of the mass
  double size = 0;    ///< E_p |s|^2

  /// <of_x x + of_stated s_theta - s, the same>
  double rate_of(double of_x, double of_stated) const;
};

/// sum_ij a_i D_ij b_j of the rows of a, D and b, one per point; D as of Process::diffusion.
Array diffusion_products(const Points& a, const Points& D, const Points& b);

/// Sums over the cells of the grid.
ScoreSums score_sums(const Problem& problem, const TrueScore& truth, const Score& stated, double t,
                     const Control& control);

}  // namespace fokker
