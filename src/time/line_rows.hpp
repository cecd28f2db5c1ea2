#pragma once
#include "time/line_kernels.hpp"
#include "time/row.hpp"

namespace fokker {

/// Rows of a task's arrays, where they lie or by way of tiles.
template <class R>
struct LineRows {
  static constexpr int W = R::lanes;
  static constexpr std::ptrdiff_t tile = 8;                // cells in a line of the cache
  static constexpr std::ptrdiff_t page = 512, far = 1024;  // numbers from one row or line to the next
  static constexpr std::ptrdiff_t cells_ahead = 64;
  const LineWork a;  // a copy: stores to rows cannot change it
  const std::ptrdiff_t n = a.n;

  static constexpr int first_cache = 3, second_cache = 2;  // as prefetching counts them
  template <int to_write, int cache>                       // of a bool clang 14 makes no prefetch, and crashes
  [[gnu::always_inline]] static inline void ask(const double* place) {
    __builtin_prefetch(place, to_write, cache);
  }
  /// Fetches a row that lies `ahead` rows before or after this one early, since nothing else fetches what lies in pages
  /// of its own. At powers of two such rows share the few places of one set of the first cache, so only a few of them;
  /// what comes from far is fetched earlier, into the second cache.
  template <int to_write>
  [[gnu::always_inline]] inline void fetch(const double* row, std::ptrdiff_t stride, std::ptrdiff_t left) const {
    const std::ptrdiff_t ahead = stride >= far ? 8 : 4;
    if (W <= 2 || stride < page || left <= ahead) return;
    const double* const next = to_write ? row - ahead * stride : row + ahead * stride;
    for (int l = 0; l < W; l += 8)
      stride >= far ? ask<to_write, second_cache>(next + l) : ask<to_write, first_cache>(next + l);
  }
  /// Fetches cell i of each line early, into the second cache: more lines than the processor follows by itself.
  template <int to_write>
  [[gnu::always_inline]] inline void fetch_cells(const double* from, std::ptrdiff_t i) const {
    if (n < far || i < 0 || i >= n) return;
    for (int l = 0; l < W; ++l) ask<to_write, second_cache>(from + a.starts[l] + i);
  }
  /// Rows begin, ..., end - 1, as they lie or exchanged into a tile.
  [[gnu::always_inline]] inline ConstRows staged(const ConstRows& rows, std::ptrdiff_t begin, std::ptrdiff_t end,
                                                 double* into) const {
    if constexpr (W > 2)
      if (a.starts) {
        fetch_cells<0>(rows.first, begin + cells_ahead);
        exchange<W, typename R::part, true>(const_cast<double*>(rows.first), a.starts, begin, end, into);
        return {into, W};
      }
    return {rows.first + begin * rows.stride, rows.stride};
  }
  [[gnu::always_inline]] inline R row(const ConstRows& rows, std::ptrdiff_t i, std::ptrdiff_t left) const {
    const double* from = rows.first + i * rows.stride;
    fetch<0>(from, rows.stride, left);
    return R::load(from);
  }
  /// body(begin, end) on parts of the rows that fit a tile, upwards and downwards.
  template <class Body>
  [[gnu::always_inline]] inline void upwards(Body&& body) const {
    const std::ptrdiff_t step = a.starts ? tile : n;
    for (std::ptrdiff_t begin = 0; begin < n; begin += step) body(begin, begin + step < n ? begin + step : n);
  }
  /// body(begin, end, rows) sets the rows of the result.
  template <class Body>
  [[gnu::always_inline]] inline void downwards(Body&& body) const {
    const std::ptrdiff_t step = a.starts ? tile : n;
    alignas(64) double own[tile * W];
    for (std::ptrdiff_t end = n, begin; end > 0; end = begin) {
      begin = (end - 1) / step * step;
      if (a.starts) {
        body(begin, end, Rows{own, W});
        if constexpr (W > 2) {
          fetch_cells<1>(a.result.first, begin - cells_ahead);
          exchange<W, typename R::part, false>(a.result.first, a.starts, begin, end, own);
        }
      } else {
        body(begin, end, a.result);
      }
    }
  }
};

}  // namespace fokker
