// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace fokker::bench {

/// a[i] = b[i] + s c[i]. Reference: McCalpin, STREAM (1995).
void triad(double* a, const double* b, const double* c, double s, std::size_t n);
/// The same by two threads.
void triad_by_two(double* a, const double* b, const double* c, double s, std::size_t n);

/// x[i] = s x[i] + y.
void sweep(double* x, double s, double y, std::size_t n);

}  // namespace fokker::bench
