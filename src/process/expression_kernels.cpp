#include "process/expression_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "process/expression_math.hpp"

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

void sine(const Block& block) { sines(block.in[0].data, block.out, block.n); }
void cosine(const Block& block) { cosines(block.in[0].data, block.out, block.n); }
void exponential(const Block& block) { exponentials(block.in[0].data, block.out, block.n); }
void logarithm(const Block& block) { logarithms(block.in[0].data, block.out, block.n); }

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

Kernel arithmetic(Op op) {
  switch (op) {
    case Op::negate:
      return negate;
    case Op::add:
      return add;
    case Op::subtract:
      return subtract;
    case Op::multiply:
      return multiply;
    case Op::divide:
      return divide;
    case Op::power:
      return each_pair<std::pow>;
    case Op::integer_power:
      return integer_power;
    case Op::less:
      return less;
    case Op::less_equal:
      return less_equal;
    case Op::greater:
      return greater;
    case Op::greater_equal:
      return greater_equal;
    case Op::equal:
      return equal;
    case Op::not_equal:
      return not_equal;
    case Op::both:
      return both;
    case Op::either:
      return either;
    case Op::select:
      return select;
    default:
      return nullptr;
  }
}

Kernel function(Op op) {
  switch (op) {
    case Op::sin:
      return sine;
    case Op::cos:
      return cosine;
    case Op::tan:
      return each<std::tan>;
    case Op::asin:
      return each<std::asin>;
    case Op::acos:
      return each<std::acos>;
    case Op::atan:
      return each<std::atan>;
    case Op::atan2:
      return each_pair<std::atan2>;
    case Op::sinh:
      return each<std::sinh>;
    case Op::cosh:
      return each<std::cosh>;
    case Op::tanh:
      return each<std::tanh>;
    case Op::exp:
      return exponential;
    case Op::expm1:
      return each<std::expm1>;
    case Op::log:
      return logarithm;
    case Op::log1p:
      return each<std::log1p>;
    case Op::log2:
      return each<std::log2>;
    case Op::log10:
      return each<std::log10>;
    case Op::sqrt:
      return sqrt;
    case Op::cbrt:
      return each<std::cbrt>;
    case Op::abs:
      return abs;
    case Op::sign:
      return sign;
    case Op::floor:
      return floor;
    case Op::step:
      return step;
    case Op::min:
      return min;
    case Op::max:
      return max;
    case Op::erf:
      return each<std::erf>;
    case Op::erfc:
      return each<std::erfc>;
    default:
      return nullptr;
  }
}

}  // namespace

Kernel kernel(Op op) {
  const Kernel found = arithmetic(op);
  return found ? found : function(op);
}

}  // namespace fokker::expression
