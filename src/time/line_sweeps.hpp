// SPDX-License-Identifier: MIT
#pragma once
#include "time/line_rows.hpp"

// Implicit steps along lines of equal length side by side, a row of their cells at a time.
namespace fokker {

enum class Ends {
  open,
  closed  ///< the last cell's upper neighbour is the first cell
};

/// Eliminates I - c L by subtraction-free (Grassmann-Taksar-Heyman) pivots: the pivot of a column is its column
/// sum plus its remaining off-diagonal entries, all >= 0, so solutions of non-negative right sides are >= 0 and
/// keep their relative accuracy down to the far tails.
/// Reference: Grassmann, Taksar and Heyman, Oper. Res. 33 (1985) 1107.
template <class R, Ends ends>
struct LineSweeps : LineRows<R> {
  static constexpr bool closed = ends == Ends::closed;
  static constexpr int W = R::lanes;
  using Access = LineRows<R>;
  using Access::a, Access::n, Access::at, Access::row, Access::mass, Access::with_source, Access::results;
  const FactorRows f = a.factors;
  const std::ptrdiff_t last = n - 1;

  /// -L's entries below the diagonal over their column's pivots, and above it over their row's
  [[gnu::always_inline]] inline R lower(std::ptrdiff_t i) const { return at(f.up, i) * at(f.inverse, i); }
  [[gnu::always_inline]] inline R upper(std::ptrdiff_t i) const { return at(f.down, i + 1) * at(f.inverse, i); }

  /// Factors I - c L and eliminates the right side m + c s, into x.
  [[gnu::always_inline]] inline void factor_and_eliminate(double c) const {
    const R one = R::of(1), zero = R::of(0), rate = R::of(a.rate);
    R ratio = closed ? zero : one, low = zero, x = zero;
    R last_row = one, corner = zero, last_column = zero, sum = zero;
    if (closed) corner = rate * R::load(a.up.first + last * a.up.stride);
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      const R up = rate * row(a.up, i), down = rate * row(a.down, i), m = mass(a.masses, i, i);
      up.store(f.up + i * W);
      down.store(f.down + i * W);
      const R column = one + down * ratio;
      x = with_source(m, i, c) + low * x;
      R pivot = column + up;
      if (closed && i < last) {
        const R below_last = last_row * down;
        pivot = pivot + below_last;
        const R inverse = one / pivot;
        last_row = below_last * inverse;
        last_row.store(f.last_row + i * W);
        corner.store(f.corner + i * W);
        last_column = last_column + corner * column * inverse;
        sum = sum + last_row * x;
        corner = corner * (up * inverse);
      } else if (closed) {
        pivot = column + last_column;
        x = x + sum;
      }
      const R inverse = one / pivot;
      ratio = column * inverse;
      low = up * inverse;
      inverse.store(f.inverse + i * W);
      x.store(a.x + i * W);
    }
  }

  /// Eliminates what right_side(i) gives for each row, into x.
  struct Elimination {
    R x = R::of(0), low = R::of(0), sum = R::of(0);
  };
  [[gnu::always_inline]] inline void eliminate_row(Elimination& e, const R& right_side, std::ptrdiff_t i) const {
    e.x = right_side + e.low * e.x;
    if (closed && i == last) e.x = e.x + e.sum;
    e.x.store(a.x + i * W);
    if (i < last) e.low = lower(i);
    if (closed && i < last) e.sum = e.sum + at(f.last_row, i) * e.x;
  }
  /// The right side m + c s.
  [[gnu::always_inline]] inline void eliminate(double c) const {
    Elimination e;
    for (std::ptrdiff_t i = 0; i < n; ++i) eliminate_row(e, with_source(mass(a.masses, i, i), i, c), i);
  }
  /// The right side g m + (1 - g) x + c s of the second stage: its solution z is (1 - g) m1 + g m2, whose fluxes are
  /// those of the step.
  [[gnu::always_inline]] inline void eliminate_second(double c, double share) const {
    const R g = R::of(share), rest = R::of(1 - share);
    Elimination e;
    for (std::ptrdiff_t i = 0; i < n; ++i)
      eliminate_row(e, with_source(g * at(a.kept, i) + rest * at(a.x, i), i, c), i);
  }

  [[gnu::always_inline]] inline R solved_last() const { return at(a.x, last) * at(f.inverse, last); }
  /// The solution of row i < last, from the one above it and the last one.
  [[gnu::always_inline]] inline R solved(std::ptrdiff_t i, const R& above, const R& bottom) const {
    const R own = at(a.x, i) * at(f.inverse, i);
    if (closed) return own + at(f.corner, i) * at(f.inverse, i) * bottom + upper(i) * above;
    return own + upper(i) * above;
  }

  /// The solution into x.
  [[gnu::always_inline]] inline void substitute() const {
    const R bottom = solved_last();
    R x = bottom;
    x.store(a.x + last * W);
    for (std::ptrdiff_t i = last; i-- > 0;) {
      x = solved(i, x, bottom);
      x.store(a.x + i * W);
    }
  }
  /// The solution into the result.
  [[gnu::always_inline]] inline void substitute_into_result() const {
    const R bottom = solved_last();
    R x = bottom;
    results([&](std::ptrdiff_t i) __attribute__((always_inline)) {
      if (i < last) x = solved(i, x, bottom);
      return x;
    });
  }

  /// result <- m + differences of the fluxes of the solution, which stays in x; the least of it. Where closed, the
  /// first face is the last one too.
  [[gnu::always_inline]] inline R substitute_and_update(double c) const {
    const R scale = R::of(a.dt / c), zero = R::of(0), bottom = solved_last();
    R z = bottom, above = closed ? zero : scale * (at(f.up, last) * z), below_last = zero, least = zero;
    results([&](std::ptrdiff_t i) __attribute__((always_inline)) {
      z.store(a.x + i * W);
      const R leaving = at(f.down, i) * z;
      R flux = zero - scale * leaving;
      if (i > 0) {
        z = solved(i - 1, z, bottom);
        flux = scale * (at(f.up, i - 1) * z - leaving);
      } else if (closed) {
        flux = scale * (at(f.up, last) * bottom - leaving);
      }
      const R m = at(a.kept, i), next = with_source(m + (flux - above), i, a.dt);
      above = flux;
      if (closed && i == last) {
        below_last = flux;
        return m;  // for now
      }
      least = lesser(next, least);
      return next;
    });
    if (!closed) return least;
    const R next = with_source(at(a.kept, last) + (below_last - above), last, a.dt);
    next.store(a.result.first + last * a.result.stride);
    return lesser(next, least);
  }

  [[gnu::always_inline]] inline void run(bool known, double* least) const {
    const double share = implicit_share(a.task), c = share * a.dt;
    known ? eliminate(c) : factor_and_eliminate(c);
    if (a.task == LineTask::solve) return substitute_into_result();
    if (a.task == LineTask::sdirk2) {
      substitute();
      eliminate_second(c, share);
    }
    substitute_and_update(c).store(least);
  }
};

}  // namespace fokker
