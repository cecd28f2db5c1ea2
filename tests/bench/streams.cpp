// SPDX-License-Identifier: MIT
// Compiled for the machine it runs on (-march=native): what the memory allows, not what plain x86-64 does.
#include "streams.hpp"

namespace fokker::bench {

void triad(double* a, const double* b, const double* c, double s, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + s * c[i];
}

void triad_by_two(double* a, const double* b, const double* c, double s, std::size_t n) {
#pragma omp parallel for num_threads(2) schedule(static)
  for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + s * c[i];
}

void sweep(double* x, double s, double y, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = s * x[i] + y;
}

}  // namespace fokker::bench
