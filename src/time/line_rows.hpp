// SPDX-License-Identifier: MIT
#pragma once
#include <type_traits>

#include "time/line_kernels.hpp"
#include "time/row.hpp"

namespace fokker {

/// Rows of a task's arrays, where they lie or by way of tiles.
/// @tparam tiled  the cells of a line lie side by side, and reach rows through tiles
template <class R, bool tiled = false>
struct LineRows {
  static constexpr int W = R::lanes;
  static constexpr std::ptrdiff_t tile = 8;    // cells in a line of the cache
  static constexpr std::ptrdiff_t page = 512;  // numbers from one row to the next that lie in pages of their own
  static constexpr std::ptrdiff_t long_line = 1024, rows_ahead = 8, cells_ahead = 64;
  const LineWork a;  // a copy: stores to rows cannot change it
  const std::ptrdiff_t n = a.n;

  /// Into the second cache: at powers of two such rows share the few places of one set of the first.
  template <int to_write>  // of a bool clang 14 makes no prefetch, and crashes
  [[gnu::always_inline]] static inline void ask(const double* place) {
    constexpr int second_cache = 2;
    __builtin_prefetch(place, to_write, second_cache);
  }
  /// Fetches a row that lies before or after this one early, where nothing else does.
  template <int to_write>
  [[gnu::always_inline]] inline void fetch(const double* row, std::ptrdiff_t stride, std::ptrdiff_t left) const {
    if (tiled || W <= 2 || stride < page || left <= rows_ahead) return;
    const double* const next = to_write ? row - rows_ahead * stride : row + rows_ahead * stride;
    for (int l = 0; l < W; l += 8) ask<to_write>(next + l);
  }
  /// Fetches cell i of each line early: more lines than the processor follows by itself.
  template <int to_write>
  [[gnu::always_inline]] inline void fetch_cells(const double* from, std::ptrdiff_t i) const {
    if (n < long_line || i < 0 || i >= n) return;
    for (int l = 0; l < W; ++l) ask<to_write>(from + a.starts[l] + i);
  }
  [[gnu::always_inline]] inline R row(const ConstRows& rows, std::ptrdiff_t i) const {
    const double* from = rows.first + i * rows.stride;
    fetch<0>(from, rows.stride, n - i);
    return R::load(from);
  }
  /// Row i of the task's own arrays.
  [[gnu::always_inline]] inline R at(const double* rows, std::ptrdiff_t i) const { return R::load(rows + i * W); }
  [[gnu::always_inline]] inline R with_source(const R& x, std::ptrdiff_t i, double c) const {
    return a.source ? x + R::of(c) * at(a.source, i) : x;
  }
  /// Row `place` of masses, which is row i of the line; it is kept.
  [[gnu::always_inline]] inline R mass(const ConstRows& masses, std::ptrdiff_t place, std::ptrdiff_t i) const {
    const R m = row(masses, place);
    if (a.kept) m.store(a.kept + i * W);
    return m;
  }

  /// Rows begin, ..., begin + count - 1 of the grid as rows 0, 1, ...: as they lie, or exchanged into a tile.
  template <class Count>
  [[gnu::always_inline]] inline ConstRows staged(const ConstRows& rows, std::ptrdiff_t begin, Count count,
                                                 double* into) const {
    if constexpr (tiled) {
      fetch_cells<0>(rows.first, begin + cells_ahead);
      exchange<W, typename R::part, true>(const_cast<double*>(rows.first), a.starts, begin, count, into);
      return {into, W};
    }
    return {rows.first + begin * rows.stride, rows.stride};
  }
  /// body(begin, count) on parts of the rows that fit a tile, upwards; whole tiles know their count when they are
  /// compiled.
  template <class Body>
  [[gnu::always_inline]] inline void upwards(Body&& body) const {
    if constexpr (!tiled) return body(std::ptrdiff_t{0}, n);
    const std::ptrdiff_t whole = n / tile * tile;
    for (std::ptrdiff_t begin = 0; begin < whole; begin += tile)
      body(begin, std::integral_constant<std::ptrdiff_t, tile>{});
    if (whole < n) body(whole, n - whole);
  }
  /// Rows begin, ..., begin + count - 1 of the result are body(i), from the last one on.
  template <class Count, class Body>
  [[gnu::always_inline]] inline void set_results(std::ptrdiff_t begin, Count count, Body&& body) const {
    alignas(64) double own[tile * W];
    double* const first = tiled ? own : a.result.first;
    const std::ptrdiff_t stride = tiled ? W : a.result.stride;
    for (std::ptrdiff_t j = count; j-- > 0;) {
      fetch<1>(first + j * stride, stride, j + 1);
      body(begin + j).store(first + j * stride);
    }
    if constexpr (tiled) {
      fetch_cells<1>(a.result.first, begin - cells_ahead);
      exchange<W, typename R::part, false>(a.result.first, a.starts, begin, count, own);
    }
  }
  /// Rows of the result are body(i), downwards.
  template <class Body>
  [[gnu::always_inline]] inline void results(Body&& body) const {
    if constexpr (!tiled) return set_results(0, n, body);
    const std::ptrdiff_t whole = n / tile * tile;
    if (whole < n) set_results(whole, n - whole, body);
    for (std::ptrdiff_t begin = whole; (begin -= tile) >= 0;)
      set_results(begin, std::integral_constant<std::ptrdiff_t, tile>{}, body);
  }
};

}  // namespace fokker
