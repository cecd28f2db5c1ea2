#include "sde/random.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <bit>
#include <cmath>

// The loops below are compiled for several instruction sets and chosen at run time. Built without contraction to
// fused multiply-add, every copy rounds alike, so draws do not depend on the machine.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FOKKER_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOKKER_CLONES
#endif

namespace fokker::random {
namespace {

constexpr std::size_t kPairs = kBatch / 2;

/// Bits 16 to 31 of the fourth counter word tell use and axis, the rest is the upper part of the pair.
std::uint32_t fourth_word(const Address& address, std::uint64_t pair) {
  return static_cast<std::uint32_t>(address.use) << 24 | static_cast<std::uint32_t>(address.axis & 0xff) << 16 |
         static_cast<std::uint32_t>(pair >> 32 & 0xffff);
}

/// Uniform of 64 random bits: the upper 52 give k in [0, 2^52), the result (2k + 1) 2^-53 is exact.
double unit_interval(std::uint64_t bits) {
  return std::bit_cast<double>(bits >> 12 | 0x3ff0000000000000u) - (1.0 - 0x1p-53);
}

/// Philox4x32-10 of consecutive counters (Salmon et al., SC11, 2011), one lane per counter.
FOKKER_CLONES void philox(const std::uint32_t* key, const std::uint32_t* counter, std::uint64_t* __restrict even,
                          std::uint64_t* __restrict odd) {
  for (std::uint32_t j = 0; j < kPairs; ++j) {
    std::uint32_t a = counter[0] + j, b = counter[1], c = counter[2], d = counter[3];
    std::uint32_t k0 = key[0], k1 = key[1];
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t p = std::uint64_t{a} * PHILOX_M4x32_0, q = std::uint64_t{c} * PHILOX_M4x32_1;
      a = static_cast<std::uint32_t>(q >> 32) ^ b ^ k0;
      c = static_cast<std::uint32_t>(p >> 32) ^ d ^ k1;
      b = static_cast<std::uint32_t>(q);
      d = static_cast<std::uint32_t>(p);
      k0 += PHILOX_W32_0;
      k1 += PHILOX_W32_1;
    }
    even[j] = std::uint64_t{a} << 32 | b;
    odd[j] = std::uint64_t{c} << 32 | d;
  }
}

FOKKER_CLONES void to_uniforms(const std::uint64_t* __restrict bits, double* __restrict u) {
  for (std::size_t j = 0; j < kPairs; ++j) u[j] = unit_interval(bits[j]);
}

/// u <- sqrt(-2 log u). The logarithm is fdlibm's e_log.c (Sun Microsystems, 1993) with u = 2^k (1 + f) and
/// 1 + f in [sqrt(1/2), sqrt(2)) taken from the bits; error below 1 ulp.
FOKKER_CLONES void to_radii(double* u) {
  constexpr std::uint64_t one = 0x3ff0000000000000u, root_half = 0x3fe6a09e667f3bcdu;
  for (std::size_t j = 0; j < kPairs; ++j) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(u[j]) + (one - root_half);
    const double k = std::bit_cast<double>(bits >> 52 | 0x4330000000000000u) - (0x1p52 + 1023);
    const double f = std::bit_cast<double>((bits & 0xfffffffffffffu) + root_half) - 1.0;
    const double s = f / (2.0 + f), z = s * s, half_square = 0.5 * f * f;
    const double tail = z * (6.666666666666735130e-01 +
                             z * (3.999999999940941908e-01 +
                                  z * (2.857142874366239149e-01 +
                                       z * (2.222219843214978396e-01 +
                                            z * (1.818357216161805012e-01 +
                                                 z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
    const double log_u = k * 6.93147180369123816490e-01 -
                         ((half_square - (s * (half_square + tail) + k * 1.90821492927058770002e-10)) - f);
    u[j] = std::sqrt(-2.0 * log_u);
  }
}

/// Interleaves r cos(2 pi v) and r sin(2 pi v). v = q/4 + f with |f| <= 1/8 exactly; fdlibm's kernels k_sin.c and
/// k_cos.c serve |2 pi f| <= pi/4, then the quadrant q swaps and signs the two.
FOKKER_CLONES void turn(const double* __restrict r, const double* __restrict v, double* __restrict out) {
  constexpr double round_off = 0x1.8p52;
  for (std::size_t j = 0; j < kPairs; ++j) {
    const double shifted = 4.0 * v[j] + round_off;
    const std::uint64_t q = std::bit_cast<std::uint64_t>(shifted);
    const double x = 6.283185307179586476925 * (v[j] - 0.25 * (shifted - round_off)), z = x * x;
    const double sine = x + x * z *
                                (-1.66666666666666324348e-01 +
                                 z * (8.33333333332248946124e-03 +
                                      z * (-1.98412698298579493134e-04 +
                                           z * (2.75573137070700676789e-06 +
                                                z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))));
    const double cosine =
        1.0 - (0.5 * z - z * z *
                             (4.16666666666666019037e-02 +
                              z * (-1.38888888888741095749e-03 +
                                   z * (2.48015872894767294178e-05 +
                                        z * (-2.75573143513906633035e-07 +
                                             z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11))))));
    const std::uint64_t s = std::bit_cast<std::uint64_t>(sine), c = std::bit_cast<std::uint64_t>(cosine);
    const std::uint64_t swap = (s ^ c) & (0 - (q & 1));
    out[2 * j] = r[j] * std::bit_cast<double>(c ^ swap ^ ((q + 1) & 2) << 62);
    out[2 * j + 1] = r[j] * std::bit_cast<double>(s ^ swap ^ (q & 2) << 62);
  }
}

void normals_of_batch(const Address& address, std::uint64_t pair, double* out) {
  std::uint64_t even[kPairs], odd[kPairs];
  double radius[kPairs], angle[kPairs];
  words(address, pair, even, odd);
  to_uniforms(even, radius);
  to_uniforms(odd, angle);
  to_radii(radius);
  turn(radius, angle, out);
}

void uniforms_of_batch(const Address& address, std::uint64_t pair, double* out) {
  std::uint64_t even[kPairs], odd[kPairs];
  words(address, pair, even, odd);
  for (std::size_t j = 0; j < kPairs; ++j) {
    out[2 * j] = unit_interval(even[j]);
    out[2 * j + 1] = unit_interval(odd[j]);
  }
}

template <class Batch>
void in_batches(std::size_t first, std::size_t count, double* out, Batch&& batch) {
  std::size_t done = 0;
  for (; done + kBatch <= count; done += kBatch) batch((first + done) / 2, out + done);
  if (done == count) return;
  double rest[kBatch];
  batch((first + done) / 2, rest);
  std::copy(rest, rest + (count - done), out + done);
}

}  // namespace

void words(const Address& address, std::uint64_t pair, std::uint64_t* even, std::uint64_t* odd) {
  const std::uint32_t key[] = {static_cast<std::uint32_t>(address.seed),
                               static_cast<std::uint32_t>(address.seed >> 32)};
  // A batch that straddles a multiple of 2^32 pairs would need a carry in every lane: it goes one by one.
  const auto low = static_cast<std::uint32_t>(pair);
  if (low <= UINT32_MAX - kPairs) {
    const std::uint32_t counter[] = {low, address.step, address.stream, fourth_word(address, pair)};
    philox(key, counter, even, odd);
    return;
  }
  for (std::uint64_t j = 0; j < kPairs; ++j) {
    const r123::Philox4x32::ctr_type counter = {
        {static_cast<std::uint32_t>(pair + j), address.step, address.stream, fourth_word(address, pair + j)}};
    const auto w = r123::Philox4x32{}(counter, {{key[0], key[1]}});
    even[j] = std::uint64_t{w[0]} << 32 | w[1];
    odd[j] = std::uint64_t{w[2]} << 32 | w[3];
  }
}

void normals(const Address& address, std::size_t first, std::size_t count, double* out) {
  in_batches(first, count, out, [&](std::uint64_t pair, double* batch) { normals_of_batch(address, pair, batch); });
}

void uniforms(const Address& address, std::size_t first, std::size_t count, double* out) {
  in_batches(first, count, out, [&](std::uint64_t pair, double* batch) { uniforms_of_batch(address, pair, batch); });
}

double uniform(const Address& address, std::size_t particle) {
  const std::uint64_t pair = particle / 2;
  const r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(pair), address.step, address.stream, fourth_word(address, pair)}};
  const auto w = r123::Philox4x32{}(
      counter, {{static_cast<std::uint32_t>(address.seed), static_cast<std::uint32_t>(address.seed >> 32)}});
  const std::size_t k = particle % 2 * 2;
  return unit_interval(std::uint64_t{w[k]} << 32 | w[k + 1]);
}

}  // namespace fokker::random
