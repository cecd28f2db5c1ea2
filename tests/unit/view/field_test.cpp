// SPDX-License-Identifier: MIT
#include "view/field.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/study/study.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;
using namespace fokker::view;

namespace {

Array gaussian(const Grid& grid) { return (-.5 * grid.centres().square().rowwise().sum()).exp(); }

}  // namespace

TEST_CASE("the score of a Gaussian at the faces is exact, and missing where there is no density") {
  const Grid grid({uniform_axis("x", -10, 10, 200)});
  const Array score = score_at_faces(grid, gaussian(grid));
  const Array x = grid.centres().col(0);
  for (Eigen::Index i = 0; i + 1 < x.size(); ++i) {
    const double outer = std::max(std::abs(x[i]), std::abs(x[i + 1]));
    CAPTURE(x[i]);
    // exp(-x^2/2) = 1e-9 at 6.44
    if (outer < 6.4) CHECK(std::abs(score[i] + (x[i] + x[i + 1]) / 2) < 1e-9);  // exact for a quadratic
    if (outer > 6.5) CHECK(std::isnan(score[i]));
  }
}

TEST_CASE("the score of two axes points to the middle") {
  const Grid grid({uniform_axis("x", -2, 2, 20), uniform_axis("y", -3, 3, 30)});
  const Points field = score_field(grid, gaussian(grid)), x = grid.centres();
  for (Eigen::Index i = 0; i < grid.cells(); ++i)
    for (int k = 0; k < 2; ++k) {
      const auto place = grid.position(i, k);
      if (place == 0 || place == grid.axis(k).cells() - 1) continue;
      CHECK(std::abs(field(i, k) + x(i, k)) < 1e-10);  // rounding: differences of a quadratic are exact
    }
}

TEST_CASE("currents come from the text of a problem, else from what the run stored, else they are refused") {
  const Problem problem = parse(smallest, {"process.mu=0.5", "time.steps=20", "time.snapshots=3"});
  const Result with_text = run(problem);
  Problem stated = problem;
  stated.text.clear();
  Result without = run(stated);
  const auto last = [](const Result& result) { return Currents(result).of(series_of(result.evidence).front(), 2); };
  CHECK(with_text.evidence.forward.currents.empty());
  CHECK(last(with_text).abs().maxCoeff() > 0.1);
  CHECK((last(with_text) == last(without)).all());
  without.evidence.forward.currents.clear();
  CHECK_THROWS_AS(Currents{without}, Error);
}
