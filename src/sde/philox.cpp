// SPDX-License-Identifier: MIT
#include "sde/philox.hpp"

#include <Random123/philox.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define FOKKER_X86
#endif

namespace fokker::random {
namespace {

void one_by_one(const std::uint32_t* key, const std::uint32_t* counter, std::uint64_t* even, std::uint64_t* odd) {
  for (std::uint32_t j = 0; j < kCounters; ++j) {
    const auto w = r123::Philox4x32{}({{counter[0] + j, counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
    even[j] = std::uint64_t{w[0]} << 32 | w[1];
    odd[j] = std::uint64_t{w[2]} << 32 | w[3];
  }
}

#ifdef FOKKER_X86
// Every word has a lane of 64 bits, of which the product reads the lower half: what stands above never matters. The
// compiler would multiply all 64 bits (two to three times slower), so the product is spelled out.
#define FOKKER_PHILOX(name, isa, bits, product)                                                                       \
  __attribute__((target(isa))) void name(const std::uint32_t* key, const std::uint32_t* counter, std::uint64_t* even, \
                                         std::uint64_t* odd) {                                                        \
    using Lanes [[gnu::vector_size(bits / 8)]] = std::uint64_t;                                                       \
    using Vector = __m##bits##i;                                                                                      \
    constexpr std::uint32_t width = bits / 64;                                                                        \
    const Lanes m0 = Lanes{} + PHILOX_M4x32_0, m1 = Lanes{} + PHILOX_M4x32_1;                                         \
    Lanes number{}, k0[10], k1[10];                                                                                   \
    for (std::uint32_t i = 0; i < width; ++i) number[i] = counter[0] + i;                                             \
    for (std::uint32_t i = 0; i < 10; ++i) {                                                                          \
      k0[i] = Lanes{} + (key[0] + i * PHILOX_W32_0);                                                                  \
      k1[i] = Lanes{} + (key[1] + i * PHILOX_W32_1);                                                                  \
    }                                                                                                                 \
    for (std::uint32_t j = 0; j < kCounters; j += width) {                                                            \
      Lanes a = number + j, b = Lanes{} + counter[1], c = Lanes{} + counter[2], d = Lanes{} + counter[3];             \
      _Pragma("GCC unroll 10") for (int i = 0; i < 10; ++i) {                                                         \
        const Lanes p = (Lanes)product((Vector)a, (Vector)m0), q = (Lanes)product((Vector)c, (Vector)m1);             \
        a = q >> 32 ^ b ^ k0[i];                                                                                      \
        c = p >> 32 ^ d ^ k1[i];                                                                                      \
        b = q;                                                                                                        \
        d = p;                                                                                                        \
      }                                                                                                               \
      const Lanes first = a << 32 | (b & 0xffffffffu), second = c << 32 | (d & 0xffffffffu);                          \
      __builtin_memcpy(even + j, &first, sizeof first);                                                               \
      __builtin_memcpy(odd + j, &second, sizeof second);                                                              \
    }                                                                                                                 \
  }
FOKKER_PHILOX(eight_lanes, "avx512f", 512, _mm512_mul_epu32)
FOKKER_PHILOX(four_lanes, "avx2", 256, _mm256_mul_epu32)
#undef FOKKER_PHILOX
#endif

std::vector<Philox> functions_here() {
  std::vector<Philox> functions;
#ifdef FOKKER_X86
  if (__builtin_cpu_supports("avx512f")) functions.push_back(eight_lanes);
  if (__builtin_cpu_supports("avx2")) functions.push_back(four_lanes);
#endif
  functions.push_back(one_by_one);
  return functions;
}

}  // namespace

const std::vector<Philox>& philox_functions() {
  static const std::vector<Philox> functions = functions_here();
  return functions;
}

}  // namespace fokker::random
