#pragma once
#include "time/line_kernels.hpp"
#include "time/row.hpp"

namespace fokker {

/// Rows of a task's arrays, where they lie or by way of tiles.
template <class R>
struct LineRows {
  static constexpr int W = R::lanes;
  static constexpr std::ptrdiff_t tile = 8;  // cells in a line of the cache
  // rows that lie in pages of their own, so that nothing else fetches them early; at powers of two they share the
  // few places of one set of the first cache, so no more than these ahead
  static constexpr std::ptrdiff_t page = 512, ahead = 4;
  const LineWork a;  // a copy: stores to rows cannot change it
  const std::ptrdiff_t n = a.n;

  /// Rows begin, ..., end - 1, as they lie or exchanged into a tile.
  [[gnu::always_inline]] inline ConstRows staged(const ConstRows& rows, std::ptrdiff_t begin, std::ptrdiff_t end,
                                                 double* into) const {
    if constexpr (W > 2)
      if (a.starts) {
        exchange<W, typename R::part, true>(const_cast<double*>(rows.first), a.starts, begin, end, into);
        return {into, W};
      }
    return {rows.first + begin * rows.stride, rows.stride};
  }
  [[gnu::always_inline]] inline R row(const ConstRows& rows, std::ptrdiff_t i, std::ptrdiff_t left) const {
    const double* from = rows.first + i * rows.stride;
    if constexpr (W > 2)
      if (rows.stride >= page && left > ahead)
        for (int l = 0; l < W; l += 8) __builtin_prefetch(from + ahead * rows.stride + l);
    return R::load(from);
  }
  /// body(begin, end) on parts of the rows that fit a tile, upwards and downwards.
  template <class Body>
  [[gnu::always_inline]] inline void upwards(Body&& body) const {
    const std::ptrdiff_t step = a.starts ? tile : n;
    for (std::ptrdiff_t begin = 0; begin < n; begin += step) body(begin, begin + step < n ? begin + step : n);
  }
  /// Fetches row i of the result, which is on its way downwards, early.
  [[gnu::always_inline]] inline void announce(const Rows& out, std::ptrdiff_t i) const {
    if constexpr (W > 2)
      if (out.stride >= page && i >= ahead)
        for (int l = 0; l < W; l += 8) __builtin_prefetch(out.first + (i - ahead) * out.stride + l, 1);
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
        if constexpr (W > 2) exchange<W, typename R::part, false>(a.result.first, a.starts, begin, end, own);
      } else {
        body(begin, end, a.result);
      }
    }
  }
};

}  // namespace fokker
