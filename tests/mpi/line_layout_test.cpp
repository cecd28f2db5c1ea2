// SPDX-License-Identifier: MIT
#include "spread/line_layout.hpp"

#include <doctest/doctest.h>

#include "mpi/ranks.hpp"

namespace {

using namespace fokker;

Grid grid_of(const std::vector<Eigen::Index>& cells, Boundaries boundaries = {}) {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < cells.size(); ++k)
    axes.push_back(uniform_axis(std::string(1, "xyzw"[k]), 0, 1, cells[k], boundaries));
  return Grid(axes);
}

}  // namespace

TEST_CASE("numbers go from rows to lines and back, line by line") {
  const int ranks = ranks_of_test().count(), rank = ranks_of_test().rank();
  const Boundaries periodic{Boundary::periodic, Boundary::periodic};
  for (const auto& [grid, offset] :
       std::vector<std::pair<Grid, std::vector<int>>>{{grid_of({128, 130}), {1, 1}},
                                                      {grid_of({160, 131}), {1, -2}},
                                                      {grid_of({128, 96}, periodic), {1, 1}},
                                                      {grid_of({32, 40, 48}), {0, 1, 1}},
                                                      {grid_of({32, 40, 48}), {1, -1, 1}}}) {
    const Array numbers = Array::LinSpaced(grid.cells(), 0, static_cast<double>(grid.cells() - 1));
    const Slabs rows = slabs_of(grid, 0, ranks);
    const LineLayout layout(grid, offset, rows, rank);
    const Array here = part_of(grid, rows, rank, numbers);
    Array in_lines(layout.cells()), back = Array::Zero(here.size());
    layout.from_rows(here.data(), in_lines.data());
    layout.to_rows(in_lines.data(), back.data());
    CHECK((back == here).all());
    CHECK((layout.part(numbers) == in_lines).all());
    if (!layout.lines()) continue;
    std::vector<Eigen::Index> cells, places;
    for (Eigen::Index line = 0; line < layout.lines()->count(); ++line) {
      REQUIRE(layout.lines()->length(line) == layout.all().length(layout.first() + line));
      cells.resize(static_cast<std::size_t>(layout.lines()->length(line)));
      places.resize(cells.size());
      layout.lines()->cells(line, 1, cells.data());
      layout.all().cells(layout.first() + line, 1, places.data());
      for (std::size_t k = 0; k < cells.size(); ++k) CHECK(in_lines[cells[k]] == numbers[places[k]]);
    }
  }
}

TEST_CASE("lines are dealt out in whole batches of 16, no rank has one alone, and cells are about even") {
  for (const Eigen::Index n : {33, 40, 128, 161})
    for (const int ranks : {1, 2, 3, 4, 7}) {
      const Lines lines(grid_of({n, n}), {1, 1});
      const std::vector<Eigen::Index> first = dealt_lines(lines, ranks);
      REQUIRE(std::ssize(first) == ranks + 1);
      CHECK(first.front() == 0);
      CHECK(first.back() == lines.count());
      for (std::size_t r = 0; r < static_cast<std::size_t>(ranks); ++r) {
        const Eigen::Index count = first[r + 1] - first[r];
        CHECK((count == 0 || count >= 2));
        if (count > 0) CHECK(first[r] % 16 == 0);
        Eigen::Index cells = 0;
        for (Eigen::Index line = first[r]; line < first[r + 1]; ++line) cells += lines.length(line);
        CHECK(cells <= n * n / ranks + 16 * n);
      }
    }
  // a line left over joins those before it
  const Lines seventeen(grid_of({9, 9}), {1, 1});
  REQUIRE(seventeen.count() == 17);
  CHECK(dealt_lines(seventeen, 2) == std::vector<Eigen::Index>{0, 17, 17});
}
