#include "view/field.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/catalogue.hpp"

using namespace fokker;
using namespace fokker::view;

namespace {

Array gaussian(const Grid& grid) { return (-.5 * grid.centres().square().rowwise().sum()).exp(); }

}  // namespace

TEST_CASE("differences of a Gaussian's logarithm are its score, and nothing is said about what is not there") {
  const Grid grid({uniform_axis("x", -10, 10, 200)});
  const Array differences = log_differences(gaussian(grid));
  const Array x = grid.centres().col(0);
  for (Eigen::Index i = 0; i + 1 < x.size(); ++i) {
    const double outer = std::max(std::abs(x[i]), std::abs(x[i + 1]));
    CAPTURE(x[i]);
    // exp(-x^2/2) = 1e-9 at 6.44
    if (outer < 6.4) CHECK(std::abs(differences[i] / .1 + (x[i] + x[i + 1]) / 2) < 1e-10);  // exact for a quadratic
    if (outer > 6.5) CHECK(std::isnan(differences[i]));
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

TEST_CASE("the stationary law of a reversible process carries no current, a drift carries its density along") {
  const Grid grid({uniform_axis("x", -5, 5, 400)});
  const Array density = gaussian(grid);
  const Process still =
      ornstein_uhlenbeck(Vector::Constant(1, 1.), Vector::Zero(1), Vector::Constant(1, std::sqrt(2.)));
  const Points none = current(still, grid, 0, density);
  // central differences: h^2/6 max |p'''| = 1.4 (0.025)^2 / 6
  CHECK(none.abs().maxCoeff() < 1.5e-4);
  const Process moving = brownian(Vector::Constant(1, 2.), Matrix::Zero(1, 1));
  CHECK((current(moving, grid, 0, density).col(0) - 2 * density).abs().maxCoeff() < 1e-14);
}
