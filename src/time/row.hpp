// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstring>
#include <utility>

namespace fokker {

using Two __attribute__((vector_size(16))) = double;
using Four __attribute__((vector_size(32))) = double;
using Eight __attribute__((vector_size(64))) = double;

#ifdef __clang__  // lacks it
template <class Part, class Places>
[[gnu::always_inline]] inline Part shuffled(const Part& a, const Part& b, const Places& places) {
  constexpr int n = sizeof(Part) / sizeof(double);
  Part r{};
  for (int k = 0; k < n; ++k) r[k] = places[k] < n ? a[places[k]] : b[places[k] - n];
  return r;
}
template <class Part, class Places>
[[gnu::always_inline]] inline Part shuffled(const Part& a, const Places& places) {
  return shuffled(a, a, places);
}
#define FOKKER_SHUFFLE shuffled
#else
#define FOKKER_SHUFFLE __builtin_shuffle
#endif

/// body(0), body(1), ..., body(n - 1) written out, so that what they index can stay in registers.
template <class Body, std::size_t... k>
[[gnu::always_inline]] inline void each(std::index_sequence<k...>, Body&& body) {
  (body(k), ...);
}
template <int n, class Body>
[[gnu::always_inline]] inline void each(Body&& body) {
  each(std::make_index_sequence<n>(), body);
}

/// W numbers of neighbouring lines side by side, in registers of type Part. Every operation is lane by lane and rounds
/// as that of single numbers.
template <int W, class Part>
struct Row {
  using part = Part;
  static constexpr int lanes = W, width = sizeof(Part) / sizeof(double), parts = W / width;
  Part v[parts];

  [[gnu::always_inline]] static inline Row of(double x) {
    Row r;
    const Part all = Part{} + x;  // 0 + x: solves are slower where compilers load straight into every lane
    each<parts>([&](std::size_t k) __attribute__((always_inline)) { r.v[k] = all; });
    return r;
  }
  [[gnu::always_inline]] static inline Row load(const double* from) {
    Row r;
    each<parts>([&](std::size_t k)
                    __attribute__((always_inline)) { std::memcpy(&r.v[k], from + width * k, sizeof(Part)); });
    return r;
  }
  [[gnu::always_inline]] inline void store(double* to) const {
    each<parts>([&](std::size_t k)
                    __attribute__((always_inline)) { std::memcpy(to + width * k, &v[k], sizeof(Part)); });
  }
};

/// One number, for a line that stands alone.
template <>
struct Row<1, double> {
  using part = double;
  static constexpr int lanes = 1;
  double v;
  [[gnu::always_inline]] static inline Row of(double x) { return {x}; }
  [[gnu::always_inline]] static inline Row load(const double* from) { return {*from}; }
  [[gnu::always_inline]] inline void store(double* to) const { *to = v; }
};

template <int W, class Part, class Operation>
[[gnu::always_inline]] inline Row<W, Part> lane_by_lane(const Row<W, Part>& a, const Row<W, Part>& b,
                                                        Operation operation) {
  Row<W, Part> r;
  if constexpr (W == 1)
    r.v = operation(a.v, b.v);
  else
    each<Row<W, Part>::parts>([&](std::size_t k)
                                  __attribute__((always_inline)) { r.v[k] = operation(a.v[k], b.v[k]); });
  return r;
}
template <int W, class Part>
[[gnu::always_inline]] inline Row<W, Part> operator+(const Row<W, Part>& a, const Row<W, Part>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x + y; });
}
template <int W, class Part>
[[gnu::always_inline]] inline Row<W, Part> operator-(const Row<W, Part>& a, const Row<W, Part>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x - y; });
}
template <int W, class Part>
[[gnu::always_inline]] inline Row<W, Part> operator*(const Row<W, Part>& a, const Row<W, Part>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x * y; });
}
template <int W, class Part>
[[gnu::always_inline]] inline Row<W, Part> operator/(const Row<W, Part>& a, const Row<W, Part>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x / y; });
}
template <int W, class Part>
[[gnu::always_inline]] inline Row<W, Part> lesser(const Row<W, Part>& a, const Row<W, Part>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x < y ? x : y; });
}

template <int W, class Part>
[[gnu::always_inline]] inline Row<W, Part> greater(const Row<W, Part>& a, const Row<W, Part>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x > y ? x : y; });
}

[[gnu::always_inline]] inline double sum_of(const Row<8, Four>& a) {
  const Four s = a.v[0] + a.v[1];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

[[gnu::always_inline]] inline Row<2, Two> exchanged(const Row<2, Two>& a) {
  using Places __attribute__((vector_size(16))) = long long;
  return {{FOKKER_SHUFFLE(a.v[0], Places{1, 0})}};
}

/// Four rows of four numbers with rows and columns exchanged.
[[gnu::always_inline]] inline void transpose(Four (&a)[4]) {
  using Places __attribute__((vector_size(32))) = long long;
  const Four even01 = FOKKER_SHUFFLE(a[0], a[1], Places{0, 4, 2, 6});
  const Four odd01 = FOKKER_SHUFFLE(a[0], a[1], Places{1, 5, 3, 7});
  const Four even23 = FOKKER_SHUFFLE(a[2], a[3], Places{0, 4, 2, 6});
  const Four odd23 = FOKKER_SHUFFLE(a[2], a[3], Places{1, 5, 3, 7});
  a[0] = FOKKER_SHUFFLE(even01, even23, Places{0, 1, 4, 5});
  a[1] = FOKKER_SHUFFLE(odd01, odd23, Places{0, 1, 4, 5});
  a[2] = FOKKER_SHUFFLE(even01, even23, Places{2, 3, 6, 7});
  a[3] = FOKKER_SHUFFLE(odd01, odd23, Places{2, 3, 6, 7});
}

/// The same of eight.
[[gnu::always_inline]] inline void transpose(Eight (&a)[8]) {
  using Places __attribute__((vector_size(64))) = long long;
  constexpr Places even = {0, 8, 2, 10, 4, 12, 6, 14}, odd = {1, 9, 3, 11, 5, 13, 7, 15};
  constexpr Places first = {0, 1, 4, 5, 8, 9, 12, 13}, second = {2, 3, 6, 7, 10, 11, 14, 15};  // pairs
  Eight b[8], c[8];
  each<4>([&](std::size_t k) __attribute__((always_inline)) {
    b[2 * k] = FOKKER_SHUFFLE(a[2 * k], a[2 * k + 1], even);
    b[2 * k + 1] = FOKKER_SHUFFLE(a[2 * k], a[2 * k + 1], odd);
  });
  each<4>([&](std::size_t k) __attribute__((always_inline)) {  // columns 0, 4 | 1, 5 | 2, 6 | 3, 7 of half of the rows
    const std::size_t half = k / 2, parity = k % 2;
    c[4 * half + parity] = FOKKER_SHUFFLE(b[4 * half + parity], b[4 * half + 2 + parity], first);
    c[4 * half + 2 + parity] = FOKKER_SHUFFLE(b[4 * half + parity], b[4 * half + 2 + parity], second);
  });
  each<4>([&](std::size_t k) __attribute__((always_inline)) {
    a[k] = FOKKER_SHUFFLE(c[k], c[4 + k], first);
    a[k + 4] = FOKKER_SHUFFLE(c[k], c[4 + k], second);
  });
}

/// Cells begin, ..., begin + count - 1 of W lines (line l begins at grid + starts[l], cells side by side), copied to
/// rows of W from `rows` on, or back. Of a line its cells in one line of the cache are read or written at once.
template <int W, class Part, bool to_rows, class Count>
[[gnu::always_inline]] inline void exchange(double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t begin,
                                            Count count, double* rows) {
  constexpr int width = sizeof(Part) / sizeof(double);
  const std::ptrdiff_t whole = count / width * width;
  for (int l = 0; l < W; l += width)
    for (std::ptrdiff_t i = 0; i < whole; i += width) {
      Part tile[width];
      each<width>([&](std::size_t k) __attribute__((always_inline)) {
        std::memcpy(&tile[k], to_rows ? grid + starts[l + k] + begin + i : rows + (i + k) * W + l, sizeof(Part));
      });
      transpose(tile);
      each<width>([&](std::size_t k) __attribute__((always_inline)) {
        std::memcpy(to_rows ? rows + (i + k) * W + l : grid + starts[l + k] + begin + i, &tile[k], sizeof(Part));
      });
    }
  for (std::ptrdiff_t i = whole; i < count; ++i)
    for (int l = 0; l < W; ++l) {
      double& row = rows[i * W + l];
      double& cell = grid[starts[l] + begin + i];
      to_rows ? row = cell : cell = row;
    }
}

}  // namespace fokker
