// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

// The exponential of a frozen operator along lines, compiled for several instruction sets.
namespace fokker {

constexpr int poles = 8;  ///< of the rational approximation, above the real axis

/// Arrays of n rows of W numbers, complex ones of real parts followed by imaginary ones.
struct ExponentialWork {
  std::ptrdiff_t n;
  double rate, dt;          ///< the step in units of the rates, and of time
  const double *up, *down;  ///< rates
  const double* masses;
  const double* source;  ///< mass per time that enters each cell; null: none
  double* mean;          ///< gets the mean of the masses over the step, without what the sources bring at its end
  double* next;          ///< gets the masses after the step
  /// Complex rows, as wide as there are lanes: lines, or poles where a line stands alone.
  double *x, *inverse, *corner;
};

/// One step along one line, and along sixteen side by side (see exponential_lines.hpp).
/// @param least  gets the least of each lane's new masses, or 0
void exponentiate_one(const ExponentialWork& work, bool closed, double* least);
void exponentiate_sixteen(const ExponentialWork& work, bool closed, double* least);

}  // namespace fokker
