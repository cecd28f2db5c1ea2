// SPDX-License-Identifier: MIT
#pragma once
#include "time/exponential_kernels.hpp"
#include "time/row.hpp"

// The mean over a step of masses that follow a frozen operator, by shifted solves along lines.
namespace fokker {

/// exp(z) = r(z) + e(z), r(z) = r_0 + 2 Re sum_j residue_j / (z - pole_j), |e| < 1e-15 for z <= 0; j counts the poles
/// above the real axis. Chebyshev rational approximation of order 16.
/// Reference: Pusa, Nucl. Sci. Eng. 169 (2011) 155 and 182 (2016) 297 (values).
struct Complex {
  double re, im;
};
constexpr Complex pole[poles] = {
    {-10.843917078696988026, 19.277446167181652284}, {-5.2649713434426468895, 16.220221473167927305},
    {5.9481522689511774808, 3.5874573620183222829},  {3.5091036084149180974, 8.4361989858843750826},
    {6.4161776990994341923, 1.1941223933701386874},  {1.4193758971856659786, 10.925363484496722585},
    {4.9931747377179963991, 5.9968817136039422260},  {-1.4139284624888862114, 13.497725698892745389}};
constexpr Complex residue[poles] = {
    {-5.0901521865224915650e-7, -2.4220017652852287970e-5}, {2.1151742182466030907e-4, 4.3892969647380673918e-3},
    {1.1339775178483930527e2, 1.0194721704215856450e2},     {1.5059585270023467528e1, -5.7514052776421819979},
    {-6.4500878025539646595e1, -2.2459440762652096056e2},   {-1.4793007113557999718, 1.7686588323782937906},
    {-6.2518392463207918892e1, -1.1190391094283228480e1},   {4.1023136835410021273e-2, -1.5743466173455468191e-1}};

constexpr Complex quotient(const Complex& a, const Complex& b) {
  const double square = b.re * b.re + b.im * b.im;
  return {(a.re * b.re + a.im * b.im) / square, (a.im * b.re - a.re * b.im) / square};
}

template <int W>
using Reals = Row<W, Four>;

template <int W>
struct ComplexRow {
  using R = Reals<W>;
  R re, im;
  [[gnu::always_inline]] static inline ComplexRow of(const Complex& x) { return {R::of(x.re), R::of(x.im)}; }
  [[gnu::always_inline]] static inline ComplexRow load(const double* from) {
    return {R::load(from), R::load(from + W)};
  }
  [[gnu::always_inline]] inline void store(double* to) const {
    re.store(to);
    im.store(to + W);
  }
};
template <int W>
[[gnu::always_inline]] inline ComplexRow<W> operator+(const ComplexRow<W>& a, const ComplexRow<W>& b) {
  return {a.re + b.re, a.im + b.im};
}
template <int W>
[[gnu::always_inline]] inline ComplexRow<W> operator+(const ComplexRow<W>& a, const Reals<W>& b) {
  return {a.re + b, a.im};
}
template <int W>
[[gnu::always_inline]] inline ComplexRow<W> operator*(const ComplexRow<W>& a, const ComplexRow<W>& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
template <int W>
[[gnu::always_inline]] inline ComplexRow<W> operator*(const Reals<W>& a, const ComplexRow<W>& b) {
  return {a * b.re, a * b.im};
}
template <int W>
[[gnu::always_inline]] inline ComplexRow<W> reciprocal(const ComplexRow<W>& a) {
  const Reals<W> inverse = Reals<W>::of(1) / (a.re * a.re + a.im * a.im);
  return {a.re * inverse, (Reals<W>::of(0) - a.im) * inverse};
}

/// Where lanes are lines, one pole after the other; where they are poles, all at once along one line.
enum class LanesAre { lines_of_cells, all_poles };

/// With L frozen and s the source, masses follow m(t) = exp(t L) m + t phi_1(t L) s; their mean over the step is
///   phi_1(z) m + dt phi_2(z) s = sum_j residue_j / pole_j (z - pole_j)^-1 (m + dt s / pole_j),   z = dt L,
/// since phi_1(z) = (exp(z) - 1) / z and phi_2(z) = (phi_1(z) - 1) / z share the poles. Fluxes of this mean move
/// what the step moves.
template <int W, bool closed, LanesAre lanes>
struct MeanSolve {
  using R = Reals<W>;
  using C = ComplexRow<W>;
  const ExponentialWork& a;
  C shift, weight, source_weight;

  [[gnu::always_inline]] inline R at(const double* values, std::ptrdiff_t i) const {
    return lanes == LanesAre::lines_of_cells ? R::load(values + i * W) : R::of(values[i]);
  }
  [[gnu::always_inline]] inline C right_side(std::ptrdiff_t i) const {
    const C m{at(a.masses, i), R::of(0)};
    return a.source ? m + at(a.source, i) * source_weight : m;
  }

  /// Factors pole - dt L column by column, as LineSweeps does with 1 - c L, and eliminates the right side downwards.
  [[gnu::always_inline]] inline void eliminate() const {
    const R rate = R::of(a.rate);
    const C none = C::of({0, 0});
    const std::ptrdiff_t last = a.n - 1;
    C column = closed ? shift : shift + rate * at(a.down, 0), last_column = shift;
    C row = closed ? none + rate * at(a.down, 0) : none, corner = closed ? none + rate * at(a.up, last) : none;
    C x = right_side(0), sum = none;
    for (std::ptrdiff_t i = 0; i < last; ++i) {
      const R up = rate * at(a.up, i), down = rate * at(a.down, i + 1);
      const C inverse = reciprocal(closed ? column + up + row : column + up);
      inverse.store(a.inverse + 2 * i * W);
      x.store(a.x + 2 * i * W);
      const C rest = column * inverse;
      if (closed) {
        const C last_row = row * inverse;
        corner.store(a.corner + 2 * i * W);
        last_column = last_column + corner * rest;
        sum = sum + last_row * x;
        row = down * last_row;
        corner = up * (corner * inverse);
      }
      column = shift + down * rest;
      x = right_side(i + 1) + up * (inverse * x);
    }
    const C minus_shift{R::of(0) - shift.re, R::of(0) - shift.im};
    reciprocal(closed ? column + (last_column + minus_shift) : column + rate * at(a.up, last))
        .store(a.inverse + 2 * last * W);
    (closed ? x + sum : x).store(a.x + 2 * last * W);
  }

  /// Solves upwards and adds this pole's part of the mean to y, or the sum over all poles.
  [[gnu::always_inline]] inline void substitute() const {
    const R rate = R::of(a.rate);
    const std::ptrdiff_t last = a.n - 1;
    C below = C::load(a.x + 2 * last * W) * C::load(a.inverse + 2 * last * W);
    const C bottom = below;
    add(last, below);
    for (std::ptrdiff_t i = last - 1; i >= 0; --i) {
      C value = C::load(a.x + 2 * i * W) + rate * at(a.down, i + 1) * below;
      if (closed) value = value + C::load(a.corner + 2 * i * W) * bottom;
      below = value * C::load(a.inverse + 2 * i * W);
      add(i, below);
    }
  }
  [[gnu::always_inline]] inline void add(std::ptrdiff_t i, const C& x) const {
    const R part = weight.re * x.re - weight.im * x.im;
    if constexpr (lanes == LanesAre::lines_of_cells)
      (R::load(a.mean + i * W) + part).store(a.mean + i * W);
    else
      a.mean[i] = sum_of(part);
  }
};

/// Into a.mean: that of W lines.
template <int W, bool closed>
[[gnu::always_inline]] inline void mean_of_lines(const ExponentialWork& a) {
  for (std::ptrdiff_t i = 0; i < a.n; ++i) Reals<W>::of(0).store(a.mean + i * W);
  for (int j = 0; j < poles; ++j) {
    const Complex part = quotient(residue[j], pole[j]), of_source = quotient({a.dt, 0}, pole[j]);
    using C = ComplexRow<W>;
    const MeanSolve<W, closed, LanesAre::lines_of_cells> solve{a, C::of(pole[j]), C::of({-2 * part.re, -2 * part.im}),
                                                               C::of(of_source)};
    solve.eliminate();
    solve.substitute();
  }
}
/// The same of one line.
template <bool closed>
[[gnu::always_inline]] inline void mean_of_line(const ExponentialWork& a) {
  double values[6][poles];
  for (int j = 0; j < poles; ++j) {
    const Complex part = quotient(residue[j], pole[j]), of_source = quotient({a.dt, 0}, pole[j]);
    values[0][j] = pole[j].re, values[1][j] = pole[j].im;
    values[2][j] = -2 * part.re, values[3][j] = -2 * part.im;
    values[4][j] = of_source.re, values[5][j] = of_source.im;
  }
  using C = ComplexRow<poles>;
  const MeanSolve<poles, closed, LanesAre::all_poles> solve{a, C::load(values[0]), C::load(values[2]),
                                                            C::load(values[4])};
  solve.eliminate();
  solve.substitute();
}

/// next <- m + differences of the fluxes of the mean; the least of it. Where closed, the first face is the last one
/// too.
template <class R, bool closed>
[[gnu::always_inline]] inline R moved_by_mean(const ExponentialWork& a) {
  const R rate = R::of(a.rate), dt = R::of(a.dt), zero = R::of(0);
  const std::ptrdiff_t last = a.n - 1;
  const auto at = [&](const double* values, std::ptrdiff_t i) __attribute__((always_inline)) {
    return R::load(values + i * R::lanes);
  };
  const R out_below = rate * at(a.down, 0) * at(a.mean, 0), out_above = rate * at(a.up, last) * at(a.mean, last);
  const R first = closed ? out_above - out_below : zero - out_below, end = closed ? first : out_above;
  R below = first, least = zero;
  for (std::ptrdiff_t i = 0; i < a.n; ++i) {
    const R above = i < last ? rate * (at(a.up, i) * at(a.mean, i) - at(a.down, i + 1) * at(a.mean, i + 1)) : end;
    R next = at(a.masses, i) + (below - above);
    if (a.source) next = next + dt * at(a.source, i);
    next.store(a.next + i * R::lanes);
    least = lesser(next, least);
    below = above;
  }
  return least;
}

}  // namespace fokker
