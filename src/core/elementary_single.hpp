// SPDX-License-Identifier: MIT
#pragma once
#include <bit>
#include <cstdint>

/// Elementary functions of 32-bit numbers for loops that vectorise, as in elementary.hpp: S. Moshier's Cephes (expf,
/// tanhf) without branches.
namespace fokker::elementary {

/// e^x for x <= 88, 0 or at most 2e-38 below -87; error below 2 ulp.
[[gnu::always_inline]] inline float exponential(float x) {
  constexpr float round = 0x1.8p23f;
  x = x > 88.0f ? 88.0f : x < -87.0f ? -87.0f : x;
  const float k = (x * 1.44269504088896341f + round) - round;
  const float r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
  const float series =
      ((((1.9875691500e-4f * r + 1.3981999507e-3f) * r + 8.3334519073e-3f) * r + 4.1665795894e-2f) * r +
       1.6666665459e-1f) *
          r +
      5.0000001201e-1f;
  const float power = std::bit_cast<float>(std::bit_cast<std::uint32_t>(k + (round + 127)) << 23);
  return (series * (r * r) + r + 1.0f) * power;
}

/// tanh x; error below 3 ulp.
[[gnu::always_inline]] inline float hyperbolic_tangent(float x) {
  const float size = x < 0 ? -x : x, z = x * x;
  const float near =
      ((((-5.70498872745e-3f * z + 2.06390887954e-2f) * z - 5.37397155531e-2f) * z + 1.33314422036e-1f) * z -
       3.33332819422e-1f) *
          z * x +
      x;
  const float e = exponential(-2.0f * size), far = (1.0f - e) / (1.0f + e);
  return size < 0.625f ? near : x < 0 ? -far : far;
}

}  // namespace fokker::elementary
