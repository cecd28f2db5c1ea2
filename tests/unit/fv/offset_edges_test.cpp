// SPDX-License-Identifier: MIT
// Assembly of full diffusion tensors in blocks of cells.
#include <doctest/doctest.h>

#include <cmath>
#include <utility>

#include "fv/blocks.hpp"
#include "fv/cell_tensor.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// D_12 changes its sign along both axes, so that offsets give way to others again and again.
void turning_noise(const PointsIn& x, PointsOut D) {
  D.col(0) = 1 + 0.3 * x.col(0).cos();
  D.col(1) = 0.6 * (3 * x.col(0)).sin() * (2 * x.col(1)).cos();
  D.col(2) = D.col(1);
  D.col(3) = 0.8;
}

/// No noise across (1, 1), where the drift has a part.
void noise_along_one_line(const PointsIn& x, PointsOut D) {
  for (Eigen::Index k = 0; k < 4; ++k) D.col(k) = 1 + 0.5 * x.col(0).sin();
}

Process with_noise(void (*D)(const PointsIn&, PointsOut)) {
  Process process;
  process.dimension = 2;
  process.correlated = true;
  process.diffusion = [D](double) -> Field { return D; };
  process.divergence_drift = [](double t) -> Field {
    return [t](const PointsIn& x, PointsOut v) {
      v.col(0) = t * x.col(1) - x.col(0);
      v.col(1) = 1 - x.col(1);
    };
  };
  return process;
}

/// Five blocks of cells.
Grid stretched(Boundary boundary) {
  return Grid({uniform_axis("x", -3, 3, 150, {boundary, boundary}), sinh_axis("y", -3, 3, 131, {0, 1})});
}
/// The same of square cells, whose widths are exact.
Grid squares(Boundary boundary) {
  return Grid({uniform_axis("x", -5, 5, 160, {boundary, boundary}), uniform_axis("y", -4, 4, 128)});
}

bool equal_bits(const Operator& a, const Operator& b) {
  bool equal = a.directions.size() == b.directions.size();
  for (std::size_t k = 0; equal && k < a.directions.size(); ++k)
    equal = a.directions[k].lines->offset() == b.directions[k].lines->offset() &&
            (a.directions[k].up == b.directions[k].up).all() && (a.directions[k].down == b.directions[k].down).all();
  return equal;
}

}  // namespace

TEST_CASE("one, two and seven threads assemble correlated noise to the same bits") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
    for (const auto& [noise, grid] :
         {std::pair(&turning_noise, stretched(boundary)), std::pair(&noise_along_one_line, squares(boundary))}) {
      const Process process = with_noise(noise);
      const Assembler one(process, grid), two(process, grid, Flux::automatic, 2),
          seven(process, grid, Flux::automatic, 7);
      Operator L = one.blank(), M = L, N = L;
      for (const double t : {0.3, 0.1}) {
        one.assemble(t, L);
        two.assemble(t, M);
        seven.assemble(t, N);
        CHECK(L.directions.size() >= 3);
        CHECK(equal_bits(L, M));
        CHECK(equal_bits(L, N));
      }
    }
}

TEST_CASE("blocks decompose D as one walk through all cells does, whatever superbases they guess") {
  const Grid grid = stretched(Boundary::reflecting);
  REQUIRE(grid.cells() > 4 * cells_of_block);
  const Points widths = Points::Ones(grid.cells(), 2);
  Points D(grid.cells(), 4);
  std::vector<Superbase> superbases;
  for (const double moved : {0.0, 0.2}) {
    turning_noise(grid.centres() + moved, D);
    CellCoefficients expected, found;
    Superbase superbase = unit_superbase(2);
    for (Eigen::Index i = 0; i < grid.cells(); ++i) {
      const Matrix at_cell{{D(i, 0), D(i, 1)}, {D(i, 2), D(i, 3)}};
      for (const OffsetWeight& piece : selling(at_cell, superbase)) {
        Array& weights = expected.weights[piece.offset];
        if (weights.size() == 0) weights = Array::Zero(grid.cells());
        weights[i] = piece.weight * grid.volumes()[i];
      }
    }
    decompose({D, widths, grid.volumes(), 2}, unit_superbase(2), superbases, found);
    CHECK(superbases.size() == 5);
    REQUIRE(found.weights.size() == expected.weights.size());
    for (const auto& [offset, weights] : expected.weights) CHECK((found.weights.at(offset) == weights).all());
  }
}

TEST_CASE("offsets are those along which edges are made, without making them") {
  const Grid grid({uniform_axis("x", -1, 1, 40), uniform_axis("y", -1, 1, 30)});
  const auto still = [](double, const PointsIn&, PointsOut drift) { drift.setZero(); };
  const Process process = ito_process(2, still, matrix_noise(2, [](double, const PointsIn& x, PointsOut values) {
                                        values.col(0) = x.col(0).cos();
                                        values.col(1) = -0.3 * x.col(0).sin();
                                        values.col(2) = x.col(0).sin();
                                        values.col(3) = 0.3 * x.col(0).cos();
                                      }));
  const Assembler assembler(process, grid, Flux::scharfetter_gummel);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  const auto offsets = offsets_of(process, grid, 0);
  CHECK(offsets.size() > 3);
  for (const Direction& direction : L.directions) CHECK(offsets.count(direction.lines->offset()) == 1);
  CHECK(offsets.size() == L.directions.size());
}
