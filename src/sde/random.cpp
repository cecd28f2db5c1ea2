// SPDX-License-Identifier: MIT
#include "sde/random.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/elementary.hpp"
#include "sde/philox.hpp"

namespace fokker::random {
namespace {

constexpr std::size_t kPairs = kBatch / 2;
static_assert(kPairs == kCounters);

/// Bits 16 to 31 of the fourth counter word hold use and axis, the rest is the upper part of the pair.
std::uint32_t fourth_word(const Address& address, std::uint64_t pair) {
  return static_cast<std::uint32_t>(address.use) << 24 | static_cast<std::uint32_t>(address.axis & 0xff) << 16 |
         static_cast<std::uint32_t>(pair >> 32 & 0xffff);
}

/// Uniform of 64 random bits: the upper 52 give k in [0, 2^52), the result (2k + 1) 2^-53 is exact.
[[gnu::always_inline]] inline double unit_interval(std::uint64_t bits) {
  return std::bit_cast<double>(bits >> 12 | 0x3ff0000000000000u) - (1.0 - 0x1p-53);
}

/// Box and Muller's pairs r cos(2 pi v) and r sin(2 pi v), r = sqrt(-2 log u), of uniforms u and v, interleaved.
FOKKER_CLONES void box_muller(const std::uint64_t* __restrict even, const std::uint64_t* __restrict odd,
                              double* __restrict out) {
  constexpr double round_off = elementary::kRound;
  for (std::size_t j = 0; j < kPairs; ++j) {
    const double r = std::sqrt(-2.0 * elementary::logarithm_of_normal(unit_interval(even[j])));
    // v = q/4 + f with |f| <= 1/8 exactly
    const double v = unit_interval(odd[j]), shifted = 4.0 * v + round_off;
    const double x = 6.283185307179586476925 * (v - 0.25 * (shifted - round_off)), z = x * x;
    const double sine = x + x * z * (elementary::kSineCubic + z * elementary::sine_series(z));
    const double cosine = 1.0 - (0.5 * z - z * z * elementary::cosine_series(z));
    const elementary::Turned angle = elementary::turned(cosine, sine, std::bit_cast<std::uint64_t>(shifted));
    out[2 * j] = r * angle.cosine;
    out[2 * j + 1] = r * angle.sine;
  }
}

void normals_of_batch(const Address& address, std::uint64_t pair, double* out) {
  std::uint64_t even[kPairs], odd[kPairs];
  words(address, pair, even, odd);
  box_muller(even, odd, out);
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
    philox_functions().front()(key, counter, even, odd);
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

namespace {

r123::Philox4x32::ctr_type four_words(const Address& address, std::uint64_t number) {
  return r123::Philox4x32{}(
      {{static_cast<std::uint32_t>(number), address.step, address.stream, fourth_word(address, number)}},
      {{static_cast<std::uint32_t>(address.seed), static_cast<std::uint32_t>(address.seed >> 32)}});
}

}  // namespace

double Uniforms::operator()() {
  const int draw = taken_++;
  if (draw >= 512) return std::numeric_limits<double>::quiet_NaN();
  if (draw % 2 == 1) return next_;
  // bits 8 to 15 of the fourth word count the pairs of draws
  const auto w = four_words(address_, particle_ | static_cast<std::uint64_t>(draw / 2) << 40);
  next_ = unit_interval(std::uint64_t{w[2]} << 32 | w[3]);
  return unit_interval(std::uint64_t{w[0]} << 32 | w[1]);
}

double uniform(const Address& address, std::size_t particle) {
  const auto w = four_words(address, particle / 2);
  const std::size_t k = particle % 2 * 2;
  return unit_interval(std::uint64_t{w[k]} << 32 | w[k + 1]);
}

}  // namespace fokker::random
