// SPDX-License-Identifier: MIT
#include "spread/exchange.hpp"

#include <doctest/doctest.h>

#include "mpi/ranks.hpp"

namespace {

using namespace fokker;

Grid grid_of(const std::vector<Eigen::Index>& cells) {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < cells.size(); ++k)
    axes.push_back(uniform_axis(std::string(1, "xyzw"[k]), 0, 1, cells[k]));
  return Grid(axes);
}

}  // namespace

TEST_CASE("numbers go to the other cut and back, with less than a byte of graph per cell") {
  const int ranks = ranks_of_test().count(), rank = ranks_of_test().rank();
  for (const std::vector<Eigen::Index>& cells :
       {std::vector<Eigen::Index>{128, 160}, {160, 131}, {32, 40, 48}, {8, 8, 8, 16}}) {
    const Grid grid = grid_of(cells);
    const Array numbers = Array::LinSpaced(grid.cells(), 0, static_cast<double>(grid.cells() - 1));
    const Slabs rows = slabs_of(grid, 0, ranks), columns = slabs_of(grid, 1, ranks);
    const Exchange exchange(grid, rows, columns, rank);
    const Array here = part_of(grid, columns, rank, numbers);
    Array in_rows, back = Array::Zero(here.size());
    exchange.to_rows(here, in_rows);
    CHECK((in_rows == part_of(grid, rows, rank, numbers)).all());
    exchange.to_columns(in_rows, back);
    CHECK((back == here).all());
    CHECK((exchange.gathered(here) == numbers).all());
    const bool runs = grid.dimension() > 2 || cells[1] % 32 == 0;  // 131 cells have no common runs
    if (runs) CHECK(exchange.graph_bytes() < static_cast<double>(in_rows.size()));
  }
}
