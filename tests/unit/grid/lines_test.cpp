// SPDX-License-Identifier: MIT
#include "fokker/grid/lines.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "fokker/core/error.hpp"

using namespace fokker;

namespace {

Grid box(Boundary x, Boundary y, Eigen::Index nx = 4, Eigen::Index ny = 3) {
  return Grid({uniform_axis("x", 0, 1, nx, {x, x}), uniform_axis("y", 0, 1, ny, {y, y})});
}

std::vector<Eigen::Index> cells_of(const Lines& lines, Eigen::Index line) {
  std::vector<Eigen::Index> cells(static_cast<std::size_t>(lines.length(line)));
  lines.cells(line, 1, cells.data());
  return cells;
}

}  // namespace

TEST_CASE("every cell lies on exactly one line, and neighbours differ by the offset") {
  for (const Boundary x : {Boundary::reflecting, Boundary::periodic})
    for (const Boundary y : {Boundary::absorbing, Boundary::periodic})
      for (const std::vector<int>& e : {std::vector<int>{1, 0}, {0, 1}, {1, 1}, {1, -1}, {2, 1}, {1, -2}, {3, 2}}) {
        const Grid grid = box(x, y, 6, 5);
        const Lines lines(grid, e);
        std::vector<int> seen(30, 0);
        for (Eigen::Index l = 0; l < lines.count(); ++l) {
          const auto cells = cells_of(lines, l);
          for (const auto cell : cells) ++seen[static_cast<std::size_t>(cell)];
          for (std::size_t k = 0; k + 1 < cells.size() + (lines.closed() ? 1 : 0); ++k) {
            const Eigen::Index i = cells[k], j = cells[(k + 1) % cells.size()];
            CHECK((grid.position(i, 0) + e[0] + 6) % 6 == grid.position(j, 0));
            CHECK((grid.position(i, 1) + e[1] + 5) % 5 == grid.position(j, 1));
          }
          if (l > 0) CHECK(lines.start(l) > lines.start(l - 1));
          CHECK(lines.start(l) == cells.front());
          for (std::size_t k = 0; lines.straight() && k < cells.size(); ++k)
            CHECK(cells[k] == lines.start(l) + static_cast<Eigen::Index>(k) * lines.stride());
        }
        for (const int times : seen) CHECK(times == 1);
        CHECK(lines.closed() == ((e[0] == 0 || x == Boundary::periodic) && (e[1] == 0 || y == Boundary::periodic)));
      }
}

TEST_CASE("lines along one axis are straight under every boundary, oblique ones where none of their axes is periodic") {
  const Grid open = box(Boundary::reflecting, Boundary::absorbing),
             closed = box(Boundary::periodic, Boundary::reflecting);
  for (const std::vector<int>& e : {std::vector<int>{1, 0}, {0, 1}}) {
    CHECK(Lines(open, e).straight());
    CHECK(Lines(closed, e).straight());
  }
  CHECK(Lines(open, {1, -1}).straight());
  CHECK_FALSE(Lines(closed, {1, 1}).straight());
  CHECK_FALSE(Lines(closed, {2, 0}).straight());
}

TEST_CASE("lines report which boundary their ends meet first, and where") {
  const Lines lines(box(Boundary::reflecting, Boundary::absorbing), {2, 1});
  // cells of the line through (0, 0): (0, 0), (2, 1); the next one, (4, 2), lies behind the upper boundary of x
  Eigen::Index line = 0;
  while (cells_of(lines, line).front() != 0) ++line;
  CHECK(cells_of(lines, line) == std::vector<Eigen::Index>{0, 7});
  CHECK(lines.last_end(line).boundary == 1);
  CHECK(lines.last_end(line).fraction == 0.75);  // a cell and a half of two
  CHECK(lines.first_end(line).boundary == 0);    // a quarter of the edge, against half of it along y
  CHECK(lines.first_end(line).fraction == 0.25);
}

TEST_CASE("a line that ends in a corner ends at the absorbing boundary, whichever axis comes first") {
  const Lines first(box(Boundary::reflecting, Boundary::absorbing), {1, 1}),
      second(box(Boundary::absorbing, Boundary::reflecting), {1, 1});
  CHECK(first.first_end(0).boundary == 2);
  CHECK(second.first_end(0).boundary == 0);
}

TEST_CASE("stacked lines keep lengths and ends, one line after the other") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic}) {
    const Lines all(box(boundary, boundary), {1, 1});
    const Eigen::Index begin = all.count() > 2 ? 1 : 0;
    const Lines some = all.stacked(begin, all.count());
    REQUIRE(some.count() == all.count() - begin);
    CHECK(some.closed() == all.closed());
    CHECK(some.straight());
    Eigen::Index next = 0;
    for (Eigen::Index line = 0; line < some.count(); ++line) {
      REQUIRE(some.length(line) == all.length(begin + line));
      for (const Eigen::Index cell : cells_of(some, line)) CHECK(cell == next++);
      if (some.closed()) continue;
      CHECK(some.first_end(line).boundary == all.first_end(begin + line).boundary);
      CHECK(some.last_end(line).fraction == all.last_end(begin + line).fraction);
    }
  }
}

TEST_CASE("an offset that is zero or of another dimension is refused") {
  CHECK_THROWS_AS(Lines(box(Boundary::reflecting, Boundary::reflecting), {0, 0}), Error);
  CHECK_THROWS_AS(Lines(box(Boundary::reflecting, Boundary::reflecting), {1}), Error);
}
