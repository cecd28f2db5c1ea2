#pragma once

// Loops in functions so marked are compiled for several instruction sets and chosen at run time. Built without
// contraction to fused multiply-add, every copy rounds alike.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FOKKER_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOKKER_CLONES
#endif

namespace fokker::expression {

/// Elementary functions of n values; errors below 1 ulp (sin and cos: or 1e-29, whichever is more). x and y do not
/// overlap.
void sines(const double* x, double* y, int n);
void cosines(const double* x, double* y, int n);
void exponentials(const double* x, double* y, int n);
void logarithms(const double* x, double* y, int n);

}  // namespace fokker::expression
