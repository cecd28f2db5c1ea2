// SPDX-License-Identifier: MIT
#pragma once
#include "time/line_rows.hpp"

// Implicit steps along open lines of equal length side by side, a row of their cells at a time.
namespace fokker {

/// Solves (I - c L) x = r by two sweeps that pass mass on. Upwards each cell passes the share `right` of what it has,
/// downwards the share `left`, and x is what stays:
///   y_i = r_i + a_i-1,   a_i = right_i y_i;      z_i = (y_i - a_i) + b_i+1,   b_i = left_i z_i,   x_i = z_i - b_i.
/// This is Gauss elimination without pivoting in terms of masses, which the columns of L allow since they sum to zero
/// (to the loss through boundaries at the ends). Shares lie in [0, 1), so solutions of non-negative right sides are >=
/// 0 and mass is kept to the last bit of each sum; a_i - b_i+1 = c (up_i x_i - down_i+1 x_i+1) is what passes a face.
/// With q_i the determinant of the first i + 1 rows and columns of I - c L, p_i the same without the way up from cell
/// i, and p = q = 1 before the first cell,
///   p_i = q_i-1 + c down_i p_i-1,          q_i = p_i + c up_i q_i-1;
///   left_i = c down_i p_i-1 / p_i,         right_i = c up_i q_i-1 / q_i.
/// No cell waits for a division in another one. 1 - left_i = q_i-1 / p_i and 1 - right_i = p_i / q_i are free of
/// subtractions, as all of these are; what a cell keeps, y - right y, is not: it loses as many digits as 1 - right has
/// zeros. Hence least_kept.
/// Two lanes are the halves of one line, counted from its ends: their last cells a and b are neighbours, and what one
/// passes on comes down in the other. With t = c up_n-1 q_n-2,
///   right_a = t_a p_b / (p_a p_b + t_a p_b + t_b p_a).
/// Both halves are swept at once, where a line's every cell waits for the one before (twisted factorisation: van der
/// Vorst, Parallel Comput. 5 (1987) 45).
/// @tparam shared  shares are one number per cell along the line
/// @tparam tiled   as of LineRows
template <class R, bool shared, bool tiled = false>
struct ShareSweeps : LineRows<R, tiled> {
  static constexpr int W = R::lanes;
  static constexpr bool folded = W == 2;
  using Access = LineRows<R, tiled>;
  using Access::a, Access::n, Access::at, Access::row, Access::mass, Access::with_source;
  using Access::staged, Access::upwards, Access::results;
  static constexpr std::ptrdiff_t tile = Access::tile;
  const ShareRows s = a.shares;

  [[gnu::always_inline]] inline R share(const double* shares, std::ptrdiff_t i) const {
    return shared ? R::of(shares[i]) : at(shares, i);
  }
  /// Passes on `right` of what cell i has; into x what it had or, `left_over`, what stays.
  template <bool left_over>
  [[gnu::always_inline]] inline void pass_up(R& passed, const R& r, const R& right, std::ptrdiff_t i) const {
    const R y = r + passed;
    passed = right * y;
    (left_over ? y - passed : y).store(a.x + i * W);
  }
  [[gnu::always_inline]] inline R pass_down(R& passed, std::ptrdiff_t i) const {
    const R z = at(a.x, i) + passed;
    passed = share(s.left, i) * z;
    return z - passed;
  }

  /// What comes down to the last cells, which pass `passed` up.
  [[gnu::always_inline]] static inline R returned(const R& passed) {
    if constexpr (folded)
      return exchanged(passed);
    else
      return R::of(0);
  }
  /// `right` of the last cells of halves.
  [[gnu::always_inline]] static inline R to_other_half(const R& p, const R& t) {
    if constexpr (folded) {
      const R other = exchanged(p);
      return (t * other) / (p * other + t * other + exchanged(t) * p);
    } else {
      return t;
    }
  }

  /// Makes the shares, and sweeps the right side m + c s upwards.
  /// @param least  gets the least of 1 - right and 1 - left
  /// @return what the last cells pass on
  template <bool left_over>
  [[gnu::always_inline]] inline R make_and_sweep_up(double c, R& least) const {
    const R one = R::of(1), rate = R::of(a.rate);
    R p = one, q = one, largest = R::of(0), passed = R::of(0);
    least = one;
    alignas(64) double tiles[3][tile * W];
    upwards([&](std::ptrdiff_t begin, auto count) __attribute__((always_inline)) {
      const ConstRows ups = staged(a.up, begin, count, tiles[0]), downs = staged(a.down, begin, count, tiles[1]),
                      masses = staged(a.masses, begin, count, tiles[2]);
      for (std::ptrdiff_t j = 0; j < count; ++j) {
        const std::ptrdiff_t i = begin + j;
        const R down = (rate * row(downs, j)) * p, up = (rate * row(ups, j)) * q;
        p = q + down;
        q = p + up;
        const R both = one / (p * q);
        R right = (up * p) * both;
        const R left = (down * q) * both;
        largest = greater(greater(right, left), largest);
        if (folded && i == n - 1) right = to_other_half(p, up);
        right.store(s.right + i * W);
        left.store(s.left + i * W);
        pass_up<left_over>(passed, with_source(mass(masses, j, i), i, c), right, i);
        if ((j + 1) % tile == 0) {  // in units of q again, lest they overflow
          p = (p * p) * both;
          q = one;
          least = lesser(p, least);
        }
      }
    });
    least = lesser(lesser(one - largest, least), p / q);  // the last one is not a number if any p was not finite
    return passed;
  }
  /// Sweeps the right side m + c s upwards; what the last cells pass on.
  template <bool left_over>
  [[gnu::always_inline]] inline R sweep_up(double c) const {
    R passed = R::of(0);
    alignas(64) double own[tile * W];
    upwards([&](std::ptrdiff_t begin, auto count) __attribute__((always_inline)) {
      const ConstRows masses = staged(a.masses, begin, count, own);
      for (std::ptrdiff_t j = 0; j < count; ++j) {
        const std::ptrdiff_t i = begin + j;
        pass_up<left_over>(passed, with_source(mass(masses, j, i), i, c), share(s.right, i), i);
      }
    });
    return passed;
  }
  /// The right side g m + (1 - g) x + c s of the second stage: its solution z is (1 - g) m1 + g m2, whose fluxes are
  /// those of the step.
  [[gnu::always_inline]] inline void sweep_up_second(double c, double g) const {
    const R first = R::of(g), rest = R::of(1 - g);
    R passed = R::of(0);
    for (std::ptrdiff_t i = 0; i < n; ++i)
      pass_up<false>(passed, with_source(first * at(a.kept, i) + rest * at(a.x, i), i, c), share(s.right, i), i);
  }

  /// The solution into x.
  /// @param passed  what the last cells pass on
  [[gnu::always_inline]] inline void sweep_down(R passed) const {
    passed = returned(passed);
    for (std::ptrdiff_t i = n; i-- > 0;) pass_down(passed, i).store(a.x + i * W);
  }
  [[gnu::always_inline]] inline void sweep_down_into_result(R passed) const {
    passed = returned(passed);
    results([&](std::ptrdiff_t i) __attribute__((always_inline)) { return pass_down(passed, i); });
  }
  /// result <- m + differences of the solution's fluxes, from what cells had on the way up; the least of it.
  [[gnu::always_inline]] inline R sweep_down_and_update(double c) const {
    const R scale = R::of(a.dt / c), zero = R::of(0);
    R y = at(a.x, n - 1), from_below = share(s.right, n - 1) * y, passed = returned(from_below);
    R above = scale * (from_below - passed), least = zero;
    results([&](std::ptrdiff_t i) __attribute__((always_inline)) {
      passed = share(s.left, i) * ((y - from_below) + passed);
      from_below = zero;
      if (i > 0) {
        y = at(a.x, i - 1);
        from_below = share(s.right, i - 1) * y;
      }
      const R flux = scale * (from_below - passed);
      const R next = with_source(at(a.kept, i) + (flux - above), i, a.dt);
      above = flux;
      least = lesser(next, least);
      return next;
    });
    above.store(a.first_flux);
    return least;
  }

  /// The upward sweep of the first solution.
  template <bool left_over>
  [[gnu::always_inline]] inline R sweep_up_first(double c, bool known, R& least) const {
    if constexpr (!shared)
      if (!known) return make_and_sweep_up<left_over>(c, least);
    return sweep_up<left_over>(c);
  }
  [[gnu::always_inline]] inline bool run(bool known, double* least) const {
    const double g = implicit_share(a.task), c = g * a.dt;
    R kept = R::of(1);
    const R passed = a.task == LineTask::backward_euler ? sweep_up_first<false>(c, known, kept)
                                                        : sweep_up_first<true>(c, known, kept);
    double lanes[W];
    kept.store(lanes);
    for (const double lane : lanes)
      if (!(lane >= least_kept)) return false;
    if (a.task == LineTask::solve) {
      sweep_down_into_result(passed);
      return true;
    }
    if (a.task == LineTask::sdirk2) {
      sweep_down(passed);
      sweep_up_second(c, g);
    }
    sweep_down_and_update(c).store(least);
    return true;
  }
};

}  // namespace fokker
