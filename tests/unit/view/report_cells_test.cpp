// SPDX-License-Identifier: MIT
#include "view/report_cells.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace fokker;
using namespace fokker::view::html;

namespace {

const Grid plane({sinh_axis("x", -3, 3, 11, {0, .5}), uniform_axis("y", 0, 1, 7)});

}  // namespace

TEST_CASE("merged cells keep the mass") {
  const Cells across = grouped({0, 10}, 4), up = grouped({0, 6}, 3);
  CHECK(across.group == 3);
  CHECK(across.count() == 4);
  const auto x = edges_of(plane.axis(0), across), y = edges_of(plane.axis(1), up);
  CHECK(x.front() == -3);
  CHECK(x.back() == 3);
  Array density = Array::LinSpaced(plane.cells(), 1, 5).square();
  const Array merged = averages(plane.axis(0), across, plane.axis(1), up, density);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    for (std::size_t j = 0; j + 1 < y.size(); ++j)
      sum += merged[static_cast<Eigen::Index>(i * (y.size() - 1) + j)] * (x[i + 1] - x[i]) * (y[j + 1] - y[j]);
  CHECK(std::abs(sum / mass(plane, density) - 1) < 1e-14);  // rounding of 77 terms
}

TEST_CASE("cells that fit stay as they are") {
  const Cells all = grouped({2, 5}, 4);
  CHECK(all.group == 1);
  const Array density = Array::LinSpaced(7, 0, 6);
  const Array shown = averages(plane.axis(1), all, density);
  REQUIRE(shown.size() == 4);
  CHECK((shown - density.segment(2, 4)).abs().maxCoeff() < 1e-14);  // times and divided by a width
}

TEST_CASE("codes give values back to half a step of their square root") {
  const Array values = Array::LinSpaced(1000, 0, 3).pow(4);
  const Codes result = coded(values);
  CHECK(result.largest == values.maxCoeff());
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    const double root = result.codes[static_cast<std::size_t>(i)] / 65535.;
    // sqrt(value) is off by at most .5/65535 of its largest; 1e-12 is rounding
    CHECK(std::abs(root - std::sqrt(values[i] / result.largest)) <= .5 / 65535 + 1e-12);
  }
}

TEST_CASE("what was not computed has no largest value, what is nowhere positive has 0") {
  CHECK(std::isnan(coded(Array::Constant(3, std::nan(""))).largest));
  CHECK(coded(Array::Zero(3)).largest == 0);
  CHECK(coded(Array{{-1., 0., 2.}}).codes == std::vector<std::uint16_t>{0, 0, 65535});
}

TEST_CASE("kept snapshots hold both ends and grow") {
  CHECK(kept_snapshots(5, 9) == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(kept_snapshots(101, 5) == std::vector<std::size_t>{0, 25, 50, 75, 100});
  CHECK(kept_snapshots(1, 5) == std::vector<std::size_t>{0});
  const auto rows = kept_snapshots(100, 61);
  CHECK(rows.back() == 99);
  for (std::size_t i = 1; i < rows.size(); ++i) CHECK(rows[i] > rows[i - 1]);
}
