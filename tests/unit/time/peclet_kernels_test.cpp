// SPDX-License-Identifier: MIT
#include "time/peclet_kernels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "relative.hpp"

using namespace fokker;

namespace {

/// Rates over 20 orders of magnitude, some 0, and masses over 12.
struct Cells {
  std::vector<double> up, down, masses, ratios;
  int stride, length;

  explicit Cells(int stride_of_axis) : stride(stride_of_axis), length(stride == 1 ? 150 : stride) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int i = 0; i < length + 2 * stride; ++i) {
      up.push_back(i % 11 == 3 ? 0 : std::pow(10, 20 * uniform(random) - 10));
      down.push_back(i % 7 == 3 ? 0 : i % 13 == 5 ? up.back() : std::pow(10, 20 * uniform(random) - 10));
      masses.push_back(std::pow(10, -12 * uniform(random)));
      ratios.push_back(0.5 + uniform(random));
    }
  }
  EdgeRun run() const {
    const int first = stride;
    return {up.data() + first, down.data() + first, masses.data() + first, ratios.data() + first, stride, length};
  }
  /// Rates across the edge above cell i of the run.
  double rate_up(int i) const { return up[static_cast<std::size_t>(stride + i)] * ratio(i); }
  double rate_down(int i) const { return down[static_cast<std::size_t>(2 * stride + i)]; }
  double mass(int i) const { return masses[static_cast<std::size_t>(stride + i)]; }
  double flux(int i) const {
    return up[static_cast<std::size_t>(stride + i)] * mass(i) - rate_down(i) * mass(i + stride);
  }
  double z(int i) const {
    const double a = rate_up(i), b = rate_down(i);
    if (a == b) return 0;
    return a > 0 && b > 0 ? std::log(a / b) : a > b ? 700 : -700;
  }

 private:
  /// Cells of a run lie side by side along the axis where the stride is 1, else at one position.
  double ratio(int i) const {
    return ratios[static_cast<std::size_t>(stride == 1 ? stride + i : i < 0 ? stride - 1 : stride)];
  }
};

}  // namespace

TEST_CASE("the sums of a run are those of one edge after the other, along any axis") {
  constexpr double least = .4, too_little = 1e-6;
  for (const int stride : {1, 9, 200}) {
    const Cells cells(stride);
    double mass = 0, steep = 0, weighted = 0, peaked = 0;
    for (int i = 0; i < cells.length; ++i) {
      const double m = cells.mass(i), both = m + cells.mass(i + stride), a = cells.rate_up(i), b = cells.rate_down(i);
      mass += m;
      if (std::abs(a - b) > least * (a + b)) steep += both / 2;
      if (both > too_little && a != b)
        weighted += std::abs(cells.z(i)) * std::min(std::abs(cells.flux(i) / (a - b)), both / 2);
      if (m > too_little) peaked += m * std::max(cells.z(i - stride) - cells.z(i), 0.);
    }
    // up to 200 terms of one sign, each with a few roundings
    const TwoSums first = steep_sums(cells.run(), least);
    CHECK(first[0] == relative(mass).epsilon(1e-13));
    CHECK(first[1] == relative(steep).epsilon(1e-13));
    CHECK(weighted_sum(cells.run(), too_little) == relative(weighted).epsilon(1e-13));
    CHECK(peaked_sum(cells.run(), too_little) == relative(peaked).epsilon(1e-13));
  }
}
