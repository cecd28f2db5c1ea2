#include "process/expression_math.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

// Kernels of fdlibm (Sun Microsystems, 1993) without branches: k_sin.c, k_cos.c, e_rem_pio2.c, e_exp.c, e_log.c.
namespace fokker::expression {
namespace {

constexpr double kRound = 0x1.8p52;  // x + kRound has x rounded to an integer in its low bits
/// Above it the three parts of pi/2 do not reduce an angle well enough.
constexpr double kLargestAngle = 5e5;

struct Reduced {
  double angle, rest;  ///< x - quadrant pi/2 = angle + rest
  std::uint64_t quadrant;
};

[[gnu::always_inline]] inline Reduced reduce(double x) {
  const double shifted = x * 6.36619772367581382433e-01 + kRound, k = shifted - kRound;
  const double first = x - k * 1.57079632673412561417e+00;
  const double part = k * 6.07710050630396597660e-11, second = first - part;
  const double rest = k * 2.02226624879595063154e-21 - ((first - second) - part);
  const double angle = second - rest;
  return {angle, (second - angle) - rest, std::bit_cast<std::uint64_t>(shifted)};
}

[[gnu::always_inline]] inline double sine_near_0(double x, double rest) {
  const double z = x * x, v = z * x;
  const double r =
      8.33333333332248946124e-03 +
      z * (-1.98412698298579493134e-04 +
           z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  return x - ((z * (0.5 * rest - v * r) - rest) + v * 1.66666666666666324348e-01);
}

[[gnu::always_inline]] inline double cosine_near_0(double x, double rest) {
  const double z = x * x;
  const double r = z * (4.16666666666666019037e-02 +
                        z * (-1.38888888888741095749e-03 +
                             z * (2.48015872894767294178e-05 +
                                  z * (-2.75573143513906633035e-07 +
                                       z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
  const double half = 0.5 * z, w = 1.0 - half;
  return w + (((1.0 - w) - half) + (z * r - x * rest));
}

/// sin(x + turns pi/2)
[[gnu::always_inline]] inline double turned_sine(double x, std::uint64_t turns) {
  const Reduced r = reduce(x);
  const std::uint64_t quadrant = r.quadrant + turns;
  const auto s = std::bit_cast<std::uint64_t>(sine_near_0(r.angle, r.rest));
  const auto c = std::bit_cast<std::uint64_t>(cosine_near_0(r.angle, r.rest));
  const std::uint64_t swap = (s ^ c) & (0 - (quadrant & 1));
  return std::bit_cast<double>(s ^ swap ^ (quadrant & 2) << 62);
}

/// 2^k for an integer k in [-1022, 1023]
[[gnu::always_inline]] inline double power_of_two(double k) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(k + (kRound + 1023)) << 52);
}

[[gnu::always_inline]] inline double exponential(double x) {
  x = x > 710.0 ? 710.0 : x < -746.0 ? -746.0 : x;
  const double k = (x * 1.44269504088896338700e+00 + kRound) - kRound;
  const double high = x - k * 6.93147180369123816490e-01, low = k * 1.90821492927058770002e-10;
  const double r = high - low, t = r * r;
  const double c =
      r -
      t * (1.66666666666666019037e-01 +
           t * (-2.77777777770155933842e-03 +
                t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  const double y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
  const double half = (0.5 * k + kRound) - kRound;
  return y * power_of_two(half) * power_of_two(k - half);
}

[[gnu::always_inline]] inline double logarithm(double x) {
  constexpr std::uint64_t one = 0x3ff0000000000000u, root_half = 0x3fe6a09e667f3bcdu;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const bool subnormal = x < std::numeric_limits<double>::min();
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(subnormal ? x * 0x1p54 : x) + (one - root_half);
  const double k =
      std::bit_cast<double>(bits >> 52 | 0x4330000000000000u) - (subnormal ? 0x1p52 + 1077 : 0x1p52 + 1023);
  const double f = std::bit_cast<double>((bits & 0xfffffffffffffu) + root_half) - 1.0;
  const double s = f / (2.0 + f), z = s * s, half_square = 0.5 * f * f;
  const double tail = z * (6.666666666666735130e-01 +
                           z * (3.999999999940941908e-01 +
                                z * (2.857142874366239149e-01 +
                                     z * (2.222219843214978396e-01 +
                                          z * (1.818357216161805012e-01 +
                                               z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
  const double value = k * 6.93147180369123816490e-01 -
                       ((half_square - (s * (half_square + tail) + k * 1.90821492927058770002e-10)) - f);
  const double above_0 = x < infinity ? value : x;  // also nan
  return x > 0 ? above_0 : x == 0 ? -infinity : x != x ? x : std::numeric_limits<double>::quiet_NaN();
}

FOKKER_CLONES bool turned_sines(const double* x, double* __restrict y, int n, std::uint64_t turns) {
  double large = 0;
  for (int i = 0; i < n; ++i) {
    y[i] = turned_sine(x[i], turns);
    // a reduction that the compiler vectorises; one over bool it does not
    large = std::abs(x[i]) <= kLargestAngle ? large : 1.0;
  }
  return large == 0;
}

template <double (*f)(double)>
void correct_large(const double* x, double* y, int n) {
  for (int i = 0; i < n; ++i)
    if (!(std::abs(x[i]) <= kLargestAngle)) y[i] = f(x[i]);
}

}  // namespace

void sines(const double* x, double* y, int n) {
  if (!turned_sines(x, y, n, 0)) correct_large<std::sin>(x, y, n);
}

void cosines(const double* x, double* y, int n) {
  if (!turned_sines(x, y, n, 1)) correct_large<std::cos>(x, y, n);
}

FOKKER_CLONES void exponentials(const double* x, double* __restrict y, int n) {
  for (int i = 0; i < n; ++i) y[i] = exponential(x[i]);
}

FOKKER_CLONES void logarithms(const double* x, double* __restrict y, int n) {
  for (int i = 0; i < n; ++i) y[i] = logarithm(x[i]);
}

}  // namespace fokker::expression
