// SPDX-License-Identifier: MIT
#include "expression/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/elementary.hpp"

namespace fokker::expression {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Always inlined, so that each clone of a kernel has the loop in its own instruction set.
template <class F>
[[gnu::always_inline]] inline void unary(const Block& block, F f) {
  const double* a = block.in[0].data;
  double* __restrict out = block.out;
  for (int i = 0; i < block.n; ++i) out[i] = f(a[i]);
}

template <class F>
[[gnu::always_inline]] inline void binary(const Block& block, F f) {
  const double *a = block.in[0].data, *b = block.in[1].data;
  double* __restrict out = block.out;
  const int n = block.n;
  if (block.in[0].scalar) {
    const double s = *a;
    for (int i = 0; i < n; ++i) out[i] = f(s, b[i]);
  } else if (block.in[1].scalar) {
    const double s = *b;
    for (int i = 0; i < n; ++i) out[i] = f(a[i], s);
  } else {
    for (int i = 0; i < n; ++i) out[i] = f(a[i], b[i]);
  }
}

/// 1 where true, 0 where false, nan where an argument is nan.
template <class F>
[[gnu::always_inline]] inline void truth(const Block& block, F f) {
  binary(block, [f](double x, double y) { return std::isunordered(x, y) ? kNan : f(x, y) ? 1.0 : 0.0; });
}

#define FOKKER_UNARY(name, value)                 \
  FOKKER_CLONES void name(const Block& block) {   \
    unary(block, [](double x) { return value; }); \
  }
#define FOKKER_BINARY(name, value)                           \
  FOKKER_CLONES void name(const Block& block) {              \
    binary(block, [](double x, double y) { return value; }); \
  }
#define FOKKER_TRUTH(name, value)                           \
  FOKKER_CLONES void name(const Block& block) {             \
    truth(block, [](double x, double y) { return value; }); \
  }

FOKKER_UNARY(negate, -x)
FOKKER_BINARY(add, x + y)
FOKKER_BINARY(subtract, x - y)
FOKKER_BINARY(multiply, x* y)
FOKKER_BINARY(divide, x / y)
FOKKER_TRUTH(less, x < y)
FOKKER_TRUTH(less_equal, x <= y)
FOKKER_TRUTH(greater, x > y)
FOKKER_TRUTH(greater_equal, x >= y)
FOKKER_TRUTH(equal, x == y)
FOKKER_TRUTH(not_equal, x != y)
FOKKER_TRUTH(both, x != 0 && y != 0)
FOKKER_TRUTH(either, x != 0 || y != 0)
FOKKER_UNARY(sqrt, std::sqrt(x))
FOKKER_UNARY(abs, std::abs(x))
FOKKER_UNARY(sign, x > 0 ? 1.0 : x < 0 ? -1.0 : x)
FOKKER_UNARY(floor, std::floor(x))
FOKKER_UNARY(step, x < 0 ? 0.0 : x >= 0 ? 1.0 : x)
FOKKER_BINARY(min, x <= y || x != x ? x : y)
FOKKER_BINARY(max, x >= y || x != x ? x : y)
#undef FOKKER_UNARY
#undef FOKKER_BINARY
#undef FOKKER_TRUTH

template <double (*f)(double)>
void each(const Block& block) {
  unary(block, f);
}
template <double (*f)(double, double)>
void each_pair(const Block& block) {
  binary(block, f);
}

void sine(const Block& block) { elementary::sines(block.in[0].data, block.out, block.n); }
void cosine(const Block& block) { elementary::cosines(block.in[0].data, block.out, block.n); }
void exponential(const Block& block) { elementary::exponentials(block.in[0].data, block.out, block.n); }
void logarithm(const Block& block) { elementary::logarithms(block.in[0].data, block.out, block.n); }

void select(const Block& block) {
  const auto at = [](const Operand& operand, int i) { return operand.data[operand.scalar ? 0 : i]; };
  for (int i = 0; i < block.n; ++i) {
    const double condition = at(block.in[0], i);
    block.out[i] = std::isnan(condition) ? condition : at(block.in[condition != 0 ? 1 : 2], i);
  }
}

FOKKER_CLONES void square_all(double* values, int n) {
  for (int i = 0; i < n; ++i) values[i] *= values[i];
}
FOKKER_CLONES void multiply_all(double* __restrict values, const double* factors, int n) {
  for (int i = 0; i < n; ++i) values[i] *= factors[i];
}
FOKKER_CLONES void invert_all(double* values, int n) {
  for (int i = 0; i < n; ++i) values[i] = 1 / values[i];
}

/// By squaring from the highest bit of the exponent, at most 5 squarings and 4 products (|exponent| <= 32).
void integer_power(const Block& block) {
  const int exponent = static_cast<int>(std::abs(block.parameter));
  int bit = 1;
  while (2 * bit <= exponent) bit *= 2;
  std::copy_n(block.in[0].data, block.n, block.out);
  while (bit /= 2) {
    square_all(block.out, block.n);
    if (exponent & bit) multiply_all(block.out, block.in[0].data, block.n);
  }
  if (block.parameter < 0) invert_all(block.out, block.n);
}

using Kernels = std::array<Kernel, static_cast<std::size_t>(Op::erfc) + 1>;

Kernels all_kernels() {
  const std::pair<Op, Kernel> table[] = {
      {Op::negate, negate},
      {Op::add, add},
      {Op::subtract, subtract},
      {Op::multiply, multiply},
      {Op::divide, divide},
      {Op::power, each_pair<std::pow>},
      {Op::integer_power, integer_power},
      {Op::less, less},
      {Op::less_equal, less_equal},
      {Op::greater, greater},
      {Op::greater_equal, greater_equal},
      {Op::equal, equal},
      {Op::not_equal, not_equal},
      {Op::both, both},
      {Op::either, either},
      {Op::select, select},
      {Op::sin, sine},
      {Op::cos, cosine},
      {Op::tan, each<std::tan>},
      {Op::asin, each<std::asin>},
      {Op::acos, each<std::acos>},
      {Op::atan, each<std::atan>},
      {Op::atan2, each_pair<std::atan2>},
      {Op::sinh, each<std::sinh>},
      {Op::cosh, each<std::cosh>},
      {Op::tanh, each<std::tanh>},
      {Op::exp, exponential},
      {Op::expm1, each<std::expm1>},
      {Op::log, logarithm},
      {Op::log1p, each<std::log1p>},
      {Op::log2, each<std::log2>},
      {Op::log10, each<std::log10>},
      {Op::sqrt, sqrt},
      {Op::cbrt, each<std::cbrt>},
      {Op::abs, abs},
      {Op::sign, sign},
      {Op::floor, floor},
      {Op::step, step},
      {Op::min, min},
      {Op::max, max},
      {Op::erf, each<std::erf>},
      {Op::erfc, each<std::erfc>},
  };
  Kernels kernels{};
  for (const auto& [op, function] : table) kernels[static_cast<std::size_t>(op)] = function;
  return kernels;
}

}  // namespace

Kernel kernel(Op op) {
  static const Kernels kernels = all_kernels();
  return kernels[static_cast<std::size_t>(op)];
}

}  // namespace fokker::expression
