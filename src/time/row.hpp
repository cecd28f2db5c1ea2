#pragma once
#include <cstring>

namespace fokker {

using Four __attribute__((vector_size(32))) = double;

/// W numbers of neighbouring lines side by side. Every operation is lane by lane and rounds as that of single numbers.
template <int W>
struct Row {
  static constexpr int parts = W / 4;
  Four v[parts];

  [[gnu::always_inline]] static inline Row of(double x) {
    Row r;
    for (int k = 0; k < parts; ++k) r.v[k] = Four{x, x, x, x};
    return r;
  }
  [[gnu::always_inline]] static inline Row load(const double* from) {
    Row r;
    std::memcpy(r.v, from, sizeof r.v);
    return r;
  }
  [[gnu::always_inline]] inline void store(double* to) const { std::memcpy(to, v, sizeof v); }
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

}  // namespace fokker
