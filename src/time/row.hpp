#pragma once
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace fokker {

using Two __attribute__((vector_size(16))) = double;
using Four __attribute__((vector_size(32))) = double;
using Eight __attribute__((vector_size(64))) = double;

/// W numbers of neighbouring lines side by side, in registers of type Part. Every operation is lane by lane and rounds
/// as that of single numbers.
template <int W, class Part>
struct Row {
  static constexpr int lanes = W, width = sizeof(Part) / sizeof(double), parts = W / width;
  Part v[parts];

  [[gnu::always_inline]] static inline Row of(double x) {
    Row r;
    for (int k = 0; k < parts; ++k) r.v[k] = Part{} + x;
    return r;
  }
  [[gnu::always_inline]] static inline Row load(const double* from) {
    Row r;
    for (int k = 0; k < parts; ++k) std::memcpy(&r.v[k], from + width * k, sizeof(Part));  // each into its register
    return r;
  }
  [[gnu::always_inline]] inline void store(double* to) const {
    for (int k = 0; k < parts; ++k) std::memcpy(to + width * k, &v[k], sizeof(Part));
  }
};

/// One number, for a line that stands alone.
template <>
struct Row<1, double> {
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
    for (int k = 0; k < r.parts; ++k) r.v[k] = operation(a.v[k], b.v[k]);
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

[[gnu::always_inline]] inline Row<2, Two> exchanged(const Row<2, Two>& a) {
  using Places __attribute__((vector_size(16))) = long long;
  return {{__builtin_shuffle(a.v[0], Places{1, 0})}};
}

/// Four rows of four numbers with rows and columns exchanged.
[[gnu::always_inline]] inline void transpose(Four (&a)[4]) {
  using Places __attribute__((vector_size(32))) = long long;
  const Four even01 = __builtin_shuffle(a[0], a[1], Places{0, 4, 2, 6});
  const Four odd01 = __builtin_shuffle(a[0], a[1], Places{1, 5, 3, 7});
  const Four even23 = __builtin_shuffle(a[2], a[3], Places{0, 4, 2, 6});
  const Four odd23 = __builtin_shuffle(a[2], a[3], Places{1, 5, 3, 7});
  a[0] = __builtin_shuffle(even01, even23, Places{0, 1, 4, 5});
  a[1] = __builtin_shuffle(odd01, odd23, Places{0, 1, 4, 5});
  a[2] = __builtin_shuffle(even01, even23, Places{2, 3, 6, 7});
  a[3] = __builtin_shuffle(odd01, odd23, Places{2, 3, 6, 7});
}

/// Cells begin, ..., end - 1 of W lines (line l begins at grid + starts[l], cells side by side), copied to rows of W
/// from `rows` on, or back. Two tiles of a line are its cells in one line of the cache, read or written at once.
template <int W, bool to_rows>
[[gnu::always_inline]] inline void exchange(double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t begin,
                                            std::ptrdiff_t end, double* rows) {
  const std::ptrdiff_t whole = begin + (end - begin) / 4 * 4;
  for (int l = 0; l < W; l += 4)
    for (std::ptrdiff_t i = begin; i < whole; i += 4) {
      Four tile[4];
      for (int k = 0; k < 4; ++k)
        std::memcpy(&tile[k], to_rows ? grid + starts[l + k] + i : rows + (i - begin + k) * W + l, sizeof(Four));
      transpose(tile);
      for (int k = 0; k < 4; ++k)
        std::memcpy(to_rows ? rows + (i - begin + k) * W + l : grid + starts[l + k] + i, &tile[k], sizeof(Four));
    }
  for (std::ptrdiff_t i = whole; i < end; ++i)
    for (int l = 0; l < W; ++l) {
      double& row = rows[(i - begin) * W + l];
      double& cell = grid[starts[l] + i];
      to_rows ? row = cell : cell = row;
    }
}

}  // namespace fokker
