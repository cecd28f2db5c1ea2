// SPDX-License-Identifier: MIT
#pragma once
#include <bit>
#include <cstdint>
#include <limits>

#include "core/clones.hpp"

/// Elementary functions for loops that vectorise: fdlibm's kernels (Sun Microsystems, 1993; k_sin.c, k_cos.c,
/// e_rem_pio2.c, e_exp.c, e_log.c) without branches. Always inlined, so that each clone of a loop has them in its own
/// instruction set.
namespace fokker::elementary {

inline constexpr double kRound = 0x1.8p52;  ///< x + kRound has x rounded to an integer in its low bits

/// sin(x) = x + x z (kSineCubic + z sine_series(z)), |x| <= pi/4, z = x^2
inline constexpr double kSineCubic = -1.66666666666666324348e-01;
[[gnu::always_inline]] inline double sine_series(double z) {
  return 8.33333333332248946124e-03 +
         z * (-1.98412698298579493134e-04 +
              z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
}

/// cos(x) = 1 - z/2 + z^2 cosine_series(z), |x| <= pi/4, z = x^2
[[gnu::always_inline]] inline double cosine_series(double z) {
  return 4.16666666666666019037e-02 +
         z * (-1.38888888888741095749e-03 +
              z * (2.48015872894767294178e-05 +
                   z * (-2.75573143513906633035e-07 +
                        z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11))));
}

struct Turned {
  double cosine, sine;
};
/// Of an angle x + quadrant pi/2 from those of x.
[[gnu::always_inline]] inline Turned turned(double cosine, double sine, std::uint64_t quadrant) {
  const auto c = std::bit_cast<std::uint64_t>(cosine), s = std::bit_cast<std::uint64_t>(sine);
  const std::uint64_t swap = (s ^ c) & (0 - (quadrant & 1));
  return {std::bit_cast<double>(c ^ swap ^ ((quadrant + 1) & 2) << 62),
          std::bit_cast<double>(s ^ swap ^ (quadrant & 2) << 62)};
}

/// 2^k for an integer k in [-1022, 1023]
[[gnu::always_inline]] inline double power_of_two(double k) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(k + (kRound + 1023)) << 52);
}

/// c with e^r - 1 = r + r c / (2 - c), |r| <= log(2) / 2
[[gnu::always_inline]] inline double exponential_rest(double r) {
  const double t = r * r;
  return r - t * (1.66666666666666019037e-01 +
                  t * (-2.77777777770155933842e-03 +
                       t * (6.61375632143793436117e-05 +
                            t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
}

/// e^x; error below 1 ulp.
[[gnu::always_inline]] inline double exponential(double x) {
  x = x > 710.0 ? 710.0 : x < -746.0 ? -746.0 : x;
  const double k = (x * 1.44269504088896338700e+00 + kRound) - kRound;
  const double high = x - k * 6.93147180369123816490e-01, low = k * 1.90821492927058770002e-10;
  const double r = high - low, c = exponential_rest(r);
  const double y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
  const double half = (0.5 * k + kRound) - kRound;
  return y * power_of_two(half) * power_of_two(k - half);
}

/// e^x - 1 for |x| <= 700; error below 2 ulp.
[[gnu::always_inline]] inline double exponential_minus_1(double x) {
  const double k = (x * 1.44269504088896338700e+00 + kRound) - kRound;
  const double high = x - k * 6.93147180369123816490e-01, low = k * 1.90821492927058770002e-10;
  const double c = exponential_rest(high - low);
  const double rest = high - (low - ((high - low) * c) / (2.0 - c));  // e^(x - k log 2) - 1
  const double power = power_of_two(k);
  return power * rest + (power - 1.0);
}

/// log(2^-scale x) of a positive, finite x that is not subnormal; error below 1 ulp.
[[gnu::always_inline]] inline double logarithm_of_normal(double x, double scale = 0) {
  constexpr std::uint64_t one = 0x3ff0000000000000u, root_half = 0x3fe6a09e667f3bcdu;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x) + (one - root_half);
  // x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2))
  const double k = std::bit_cast<double>(bits >> 52 | 0x4330000000000000u) - (0x1p52 + 1023 + scale);
  const double f = std::bit_cast<double>((bits & 0xfffffffffffffu) + root_half) - 1.0;
  const double s = f / (2.0 + f), z = s * s, half_square = 0.5 * f * f;
  const double tail = z * (6.666666666666735130e-01 +
                           z * (3.999999999940941908e-01 +
                                z * (2.857142874366239149e-01 +
                                     z * (2.222219843214978396e-01 +
                                          z * (1.818357216161805012e-01 +
                                               z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
  return k * 6.93147180369123816490e-01 -
         ((half_square - (s * (half_square + tail) + k * 1.90821492927058770002e-10)) - f);
}

/// log(x), any x.
[[gnu::always_inline]] inline double logarithm(double x) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const bool subnormal = x < std::numeric_limits<double>::min();
  const double value = logarithm_of_normal(subnormal ? x * 0x1p54 : x, subnormal ? 54 : 0);
  const double above_0 = x < infinity ? value : x;  // also nan
  return x > 0 ? above_0 : x == 0 ? -infinity : x != x ? x : std::numeric_limits<double>::quiet_NaN();
}

/// Of n values; errors below 1 ulp (sin and cos: or 1e-29, whichever is more). x and y do not overlap.
void sines(const double* x, double* y, int n);
void cosines(const double* x, double* y, int n);
void exponentials(const double* x, double* y, int n);
void logarithms(const double* x, double* y, int n);

}  // namespace fokker::elementary
