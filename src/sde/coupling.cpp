// SPDX-License-Identifier: MIT
#include "sde/coupling.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::sde {
namespace {

constexpr std::size_t kBatch = 512;  // even, as random::normals requires

struct Pair {
  double h1, h2;
  double sum() const { return h1 + h2; }
};

/// n of the whole from those of its two steps.
void join_increments(const Pair& h, const double* first, const double* second, std::size_t count, double* out) {
  const double a = std::sqrt(h.h1 / h.sum()), b = std::sqrt(h.h2 / h.sum());
  for (std::size_t i = 0; i < count; ++i) out[i] = a * first[i] + b * second[i];
}

/// I_(1,0) of a step: integral of W - W_start.
double area(double h, double n, double m) { return 0.5 * h * std::sqrt(h) * (n + m / std::sqrt(3.0)); }

/// m of the whole, where I_(1,0) = H^(3/2) (n + m / sqrt 3) / 2 = I_1 + h2 W_1 + I_2.
void join_areas(const Pair& h, const double* const n[2], const double* const m[2], std::size_t count, double* out) {
  const double H = h.sum();
  for (std::size_t i = 0; i < count; ++i) {
    const double w1 = std::sqrt(h.h1) * n[0][i], w2 = std::sqrt(h.h2) * n[1][i];
    const double whole = area(h.h1, n[0][i], m[0][i]) + h.h2 * w1 + area(h.h2, n[1][i], m[1][i]);
    out[i] = std::sqrt(3.0) * (2 * whole / (H * std::sqrt(H)) - (w1 + w2) / std::sqrt(H));
  }
}

}  // namespace

Normals normals_of_pairs(const SimulateOptions& options, const std::vector<double>& times) {
  return [seed = options.seed, stream = options.stream, &times](const Step& step, random::Use use, int axis,
                                                                std::size_t first, std::size_t count, double* out) {
    const std::size_t k = step.index;
    const Pair h{times[k + 1] - times[k], times[k + 2] - times[k + 1]};
    double draws[4][kBatch];
    const double *const n[2] = {draws[0], draws[1]}, *const m[2] = {draws[2], draws[3]};
    for (std::size_t done = 0; done < count; done += kBatch) {
      const std::size_t size = std::min(kBatch, count - done);
      for (const std::uint32_t j : {0u, 1u}) {
        random::normals({seed, stream, random::Use::step, step.index + j, axis}, first + done, size, draws[j]);
        if (use == random::Use::area)
          random::normals({seed, stream, use, step.index + j, axis}, first + done, size, draws[2 + j]);
      }
      if (use == random::Use::area)
        join_areas(h, n, m, size, out + done);
      else
        join_increments(h, n[0], n[1], size, out + done);
    }
  };
}

}  // namespace fokker::sde
