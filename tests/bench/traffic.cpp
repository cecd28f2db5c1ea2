// SPDX-License-Identifier: MIT
// Compiled for the machine it runs on (-march=native).
#include "traffic.hpp"

#include "time/line_rows.hpp"

namespace fokker::bench {
namespace {

template <class R, Factors factors, bool tiled>
struct Traffic : LineRows<R, tiled> {
  static constexpr int W = R::lanes;
  using Access = LineRows<R, tiled>;
  using Access::a, Access::at, Access::row, Access::staged, Access::upwards, Access::results;

  void run() const {
    alignas(64) double tiles[3][Access::tile * W];
    upwards([&](std::ptrdiff_t begin, auto count) __attribute__((always_inline)) {
      const ConstRows masses = staged(a.masses, begin, count, tiles[0]);
      ConstRows ups{}, downs{};
      if (factors == Factors::made)
        ups = staged(a.up, begin, count, tiles[1]), downs = staged(a.down, begin, count, tiles[2]);
      for (std::ptrdiff_t j = 0; j < count; ++j) {
        const std::ptrdiff_t i = begin + j;
        R m = row(masses, j);
        if (factors == Factors::made)
          row(ups, j).store(a.shares.right + i * W), row(downs, j).store(a.shares.left + i * W);
        if (factors == Factors::kept) m = lesser(m, at(a.shares.right, i));
        m.store(a.x + i * W);
      }
    });
    results([&](std::ptrdiff_t i) __attribute__((always_inline)) {
      return factors == Factors::shared ? at(a.x, i) : lesser(at(a.x, i), at(a.shares.left, i));
    });
  }
};

template <Factors factors>
void move_rows(const LineWork& work) {
  if (work.starts)
    Traffic<Row<16, Eight>, factors, true>{work}.run();
  else
    Traffic<Row<broad_width, Eight>, factors, false>{work}.run();
}

}  // namespace

void move_rows(const LineWork& work, Factors factors) {
  if (factors == Factors::made) return move_rows<Factors::made>(work);
  factors == Factors::kept ? move_rows<Factors::kept>(work) : move_rows<Factors::shared>(work);
}

}  // namespace fokker::bench
