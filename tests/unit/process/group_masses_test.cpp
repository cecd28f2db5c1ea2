// SPDX-License-Identifier: MIT
#include "process/group_masses.hpp"

#include <doctest/doctest.h>

#include "core/matrices.hpp"
#include "fokker/grid/grid.hpp"
#include "process/normal_box.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Coordinates 0 and 2 depend on each other, and so do 1 and 3.
Matrix two_pairs() { return Matrix{{.5, 0, .2, 0}, {0, .3, 0, -.1}, {.2, 0, .4, 0}, {0, -.1, 0, .6}}; }

std::vector<Intervals> intervals(const Points& lower, const Points& upper) {
  std::vector<Intervals> along;
  for (Eigen::Index k = 0; k < lower.cols(); ++k) along.emplace_back(lower.col(k), upper.col(k));
  return along;
}

}  // namespace

TEST_CASE("groups are the coordinates between which a covariance is not 0") {
  CHECK(independent_groups(two_pairs()) == std::vector<CoordinateGroup>{{0, 2}, {1, 3}});
  CHECK(independent_groups(Matrix::Identity(2, 2)) == std::vector<CoordinateGroup>{{0}, {1}});
  // 0 - 1 and 2 - 3, joined by 1 - 3
  const Matrix chain{{1, .1, 0, 0}, {.1, 1, 0, .1}, {0, 0, 1, .1}, {0, .1, .1, 1}};
  CHECK(independent_groups(chain) == std::vector<CoordinateGroup>{{0, 1, 2, 3}});
}

TEST_CASE("masses of boxes are those that one integral over all coordinates gives") {
  const Grid grid({uniform_axis("x", -2, 2, 4), uniform_axis("y", -1, 2, 3), uniform_axis("u", -2, 2, 4),
                   uniform_axis("v", -2, 1, 3)});
  const Vector mean{{.3, -.1, .2, 0}};
  const Matrix L = cholesky(two_pairs()).value();
  const Points lower = grid.lower_corners(), upper = grid.upper_corners();
  const Array masses = group_masses(independent_groups(two_pairs()), {mean, L}, intervals(lower, upper));
  double worst = 0;
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const Vector a = lower.row(i).transpose().matrix() - mean, b = upper.row(i).transpose().matrix() - mean;
    worst = std::max(worst, std::abs(masses[i] - normal_box(a, b, L)));
  }
  CHECK(worst < 1e-11);  // relative errors of 1e-10 of quadrature, of masses up to .1
  const GaussianMixture law({1.0}, {mean}, {two_pairs()});
  CHECK((law.box_mass(lower, upper) - masses).abs().maxCoeff() == 0);
}

TEST_CASE("boxes that share no sides have their masses, too") {
  const Points lower{{-1, -1, 0, 0}, {.1, .2, -.5, -1}}, upper{{0, 1, 1, 2}, {.4, .3, .5, 0}};
  const Vector mean = Vector::Zero(4);
  const Matrix L = cholesky(two_pairs()).value();
  const Array masses = group_masses(independent_groups(two_pairs()), {mean, L}, intervals(lower, upper));
  for (Eigen::Index i = 0; i < 2; ++i)
    CHECK(std::abs(masses[i] - normal_box(lower.row(i).transpose().matrix(), upper.row(i).transpose().matrix(), L)) <
          1e-11);
}
