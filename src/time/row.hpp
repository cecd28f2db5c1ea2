#pragma once
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace fokker {

using Four __attribute__((vector_size(32))) = double;

using Two __attribute__((vector_size(16))) = double;

/// W numbers of neighbouring lines side by side. Every operation is lane by lane and rounds as that of single numbers.
template <int W>
struct Row {
  using Part = std::conditional_t<W == 2, Two, Four>;
  static constexpr int width = W == 2 ? 2 : 4, parts = W / width;
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
struct Row<1> {
  double v;
  [[gnu::always_inline]] static inline Row of(double x) { return {x}; }
  [[gnu::always_inline]] static inline Row load(const double* from) { return {*from}; }
  [[gnu::always_inline]] inline void store(double* to) const { *to = v; }
};

template <int W, class Operation>
[[gnu::always_inline]] inline Row<W> lane_by_lane(const Row<W>& a, const Row<W>& b, Operation operation) {
  Row<W> r;
  if constexpr (W == 1)
    r.v = operation(a.v, b.v);
  else
    for (int k = 0; k < Row<W>::parts; ++k) r.v[k] = operation(a.v[k], b.v[k]);
  return r;
}
template <int W>
[[gnu::always_inline]] inline Row<W> operator+(const Row<W>& a, const Row<W>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x + y; });
}
template <int W>
[[gnu::always_inline]] inline Row<W> operator-(const Row<W>& a, const Row<W>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x - y; });
}
template <int W>
[[gnu::always_inline]] inline Row<W> operator*(const Row<W>& a, const Row<W>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x * y; });
}
template <int W>
[[gnu::always_inline]] inline Row<W> operator/(const Row<W>& a, const Row<W>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x / y; });
}
template <int W>
[[gnu::always_inline]] inline Row<W> lesser(const Row<W>& a, const Row<W>& b) {
  return lane_by_lane(
      a, b, [](const auto& x, const auto& y) __attribute__((always_inline)) { return x < y ? x : y; });
}

[[gnu::always_inline]] inline double sum_of(const Row<8>& a) {
  const Four s = a.v[0] + a.v[1];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

[[gnu::always_inline]] inline Row<2> exchanged(const Row<2>& a) {
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

/// Copies lines (line l begins at grid + starts[l], cells side by side) to rows of W, or back.
template <int W, bool to_rows>
[[gnu::always_inline]] inline void exchange(double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t n,
                                            double* rows) {
  std::ptrdiff_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (int l = 0; l < W; l += 4) {
      Four tile[4];
      for (int k = 0; k < 4; ++k)
        std::memcpy(&tile[k], to_rows ? grid + starts[l + k] + i : rows + (i + k) * W + l, sizeof(Four));
      transpose(tile);
      for (int k = 0; k < 4; ++k)
        std::memcpy(to_rows ? rows + (i + k) * W + l : grid + starts[l + k] + i, &tile[k], sizeof(Four));
    }
  for (; i < n; ++i)
    for (int l = 0; l < W; ++l) to_rows ? rows[i * W + l] = grid[starts[l] + i] : grid[starts[l] + i] = rows[i * W + l];
}

}  // namespace fokker
