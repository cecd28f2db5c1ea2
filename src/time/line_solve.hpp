#pragma once
#include "time/line_kernels.hpp"
#include "time/row.hpp"

// Implicit steps along W lines of equal length side by side: entry (i, l) of an array is at i * W + l.
namespace fokker {

enum class Ends {
  open,
  closed,  ///< the last cell's upper neighbour is the first cell
  /// Two lanes are the halves of one line, counted from its ends: their last cells are neighbours. Both halves are
  /// eliminated at once, where a line's every cell waits for the one before (twisted factorisation: van der Vorst,
  /// Parallel Comput. 5 (1987) 45).
  folded
};

/// Eliminates I - c L by subtraction-free (Grassmann-Taksar-Heyman) pivots: the pivot of a column is its column
/// sum plus its remaining off-diagonal entries, all >= 0, so solutions of non-negative right sides are >= 0 and
/// keep their relative accuracy down to the far tails.
/// Reference: Grassmann, Taksar and Heyman, Oper. Res. 33 (1985) 1107.
template <int W, Ends ends>
struct LineSolve {
  static constexpr bool closed = ends == Ends::closed, folded = ends == Ends::folded;
  using R = Row<W>;
  const LineArrays& a;
  double pace, dt;

  [[gnu::always_inline]] inline R at(const double* values, std::ptrdiff_t i) const { return R::load(values + i * W); }

  [[gnu::always_inline]] inline R with_source(const R& x, std::ptrdiff_t i, double c) const {
    return a.source ? x + R::of(c) * at(a.source, i) : x;
  }

  /// Factors I - c L and eliminates downwards the right side m + c s, into x.
  [[gnu::always_inline]] inline void factor_and_eliminate(double c) const {
    const R one = R::of(1), zero = R::of(0), rate = R::of(c * pace);
    const std::ptrdiff_t last = a.n - 1;
    R column = closed ? one : one + rate * at(a.down, 0), last_column = one;
    R row = closed ? rate * at(a.down, 0) : zero, corner = closed ? rate * at(a.up, last) : zero, sum = zero;
    R x = with_source(at(a.masses, 0), 0, c);
    for (std::ptrdiff_t i = 0; i < last; ++i) {
      const R up = rate * at(a.up, i), down = rate * at(a.down, i + 1);
      const R inverse = one / (closed ? column + up + row : column + up), lower = up * inverse;
      inverse.store(a.inverse_pivot + i * W);
      lower.store(a.lower + i * W);
      x.store(a.x + i * W);
      if (closed) {
        const R last_row = row * inverse;
        last_row.store(a.last_row + i * W);
        corner.store(a.corner + i * W);
        last_column = last_column + corner * column * inverse;
        sum = sum + last_row * x;
        row = last_row * down;
        corner = corner * lower;
      }
      column = one + down * column * inverse;
      x = with_source(at(a.masses, i + 1), i + 1, c) + lower * x;
    }
    const R pivot = closed ? column + (last_column - one) : column + rate * at(a.up, last);
    (folded ? column : one / pivot).store(a.inverse_pivot + last * W);  // where folded, meet() wants the column's sum
    (closed ? x + sum : x).store(a.x + last * W);
  }

  /// The two last cells a and b of a folded line: pivot_a x_a - c up_b x_b = r_a and the same with a and b exchanged.
  /// Its determinant is column_a column_b + column_a c up_b + column_b c up_a, free of subtractions too.
  [[gnu::always_inline]] inline R meet(const R& rate, const R& r) const {
    const std::ptrdiff_t last = a.n - 1;
    const R column = at(a.inverse_pivot, last), up = rate * at(a.up, last);
    const R other_column = exchanged(column), other_up = exchanged(up);
    const R determinant = column * other_column + column * other_up + other_column * up;
    return ((other_column + other_up) * r + other_up * exchanged(r)) / determinant;
  }

  /// Solves upwards what was eliminated, in place. What is stored of a row is kept(i, value).
  template <class Kept>
  [[gnu::always_inline]] inline void substitute(double c, double* x, Kept&& kept) const {
    const R rate = R::of(c * pace);
    const std::ptrdiff_t last = a.n - 1;
    R bottom;
    if constexpr (folded)
      bottom = meet(rate, at(x, last));
    else
      bottom = at(x, last) * at(a.inverse_pivot, last);
    kept(last, bottom).store(x + last * W);
    R below = bottom;
    for (std::ptrdiff_t i = last - 1; i >= 0; --i) {
      R value = at(x, i) + rate * at(a.down, i + 1) * below;
      if (closed) value = value + at(a.corner, i) * bottom;
      below = value * at(a.inverse_pivot, i);
      kept(i, below).store(x + i * W);
    }
  }
  /// The first stage into x.
  [[gnu::always_inline]] inline void substitute_first(double c) const {
    substitute(
        c, a.x, [](std::ptrdiff_t, const R& x) __attribute__((always_inline)) { return x; });
  }
  /// (1 - share) x + share y into y, of the second stage y.
  [[gnu::always_inline]] inline void substitute_second(double c, double share) const {
    const R s = R::of(share), rest = R::of(1 - share);
    substitute(
        c, a.y, [&](std::ptrdiff_t i, const R& y) __attribute__((always_inline)) { return rest * at(a.x, i) + s * y; });
  }

  /// Eliminates the right side m + c s + (1 - g)/g (x - m) of the second stage, into y: dt (L m1 + s) = (m1 - m) / g
  /// by the first stage's own equation.
  [[gnu::always_inline]] inline void eliminate_second(double c, double weight) const {
    const R w = R::of(weight);
    const std::ptrdiff_t last = a.n - 1;
    const auto right_side = [&](std::ptrdiff_t i) __attribute__((always_inline)) {
      const R m = at(a.masses, i);
      return with_source(m + w * (at(a.x, i) - m), i, c);
    };
    R y = right_side(0), sum = R::of(0);
    for (std::ptrdiff_t i = 0; i < last; ++i) {
      y.store(a.y + i * W);
      if (closed) sum = sum + at(a.last_row, i) * y;
      y = right_side(i + 1) + at(a.lower, i) * y;
    }
    (closed ? y + sum : y).store(a.y + last * W);
  }

  /// Mass that x moves upwards in the step through the face below cell i, 0 < i < n.
  [[gnu::always_inline]] inline R flux(const double* x, std::ptrdiff_t i, const R& step) const {
    return step * (at(a.up, i - 1) * at(x, i - 1) - at(a.down, i) * at(x, i));
  }
  [[gnu::always_inline]] inline R first_flux(const double* x, const R& step) const {
    const R out_below = step * at(a.down, 0) * at(x, 0);
    return closed ? last_flux(x, step) - out_below : R::of(0) - out_below;
  }
  [[gnu::always_inline]] inline R last_flux(const double* x, const R& step) const {
    if constexpr (folded) {
      const R leaving = at(a.up, a.n - 1) * at(x, a.n - 1);
      return step * (leaving - exchanged(leaving));
    } else {
      return step * at(a.up, a.n - 1) * at(x, a.n - 1);
    }
  }

  /// next <- m + differences of the fluxes of x; the least of it. Where closed, the first face is the last one too.
  [[gnu::always_inline]] inline R update(const double* x) const {
    const R step = R::of(dt * pace);
    const R first = first_flux(x, step), end = closed ? first : last_flux(x, step);
    R below = first, least = R::of(0);
    for (std::ptrdiff_t i = 0; i < a.n; ++i) {
      const R above = i + 1 < a.n ? flux(x, i + 1, step) : end;
      const R next = with_source(at(a.masses, i) + (below - above), i, dt);
      next.store(a.next + i * W);
      least = lesser(next, least);
      below = above;
    }
    return least;
  }
};

}  // namespace fokker
