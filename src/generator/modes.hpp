// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/generator/spectrum.hpp"

namespace fokker {

/// What both eigenvalue solvers take: irreducible rates, what leaves the system, and how.
struct ModeProblem {
  const RateMatrix& rates;
  const Array& leak;
  int count = 1;
  double shift = 1;  ///< > 0, of the order of the slowest rates
  StopToken stop = {};
};

/// In detailed balance with `masses`, which are those without leak.
std::vector<Mode> balanced_modes(const ModeProblem& problem, const Array& masses);
/// Of any rates.
std::vector<Mode> general_modes(const ModeProblem& problem);

/// L m of masses, real or complex.
template <class Masses>
Masses rate_of_change(const RateMatrix& rates, const Array& leak, const Masses& masses) {
  Masses change = -(leak * masses);
  for (Eigen::Index j = 0; j < rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate) {
      change[rate.row()] += rate.value() * masses[j];
      change[j] -= rate.value() * masses[j];
    }
  return change;
}

/// Size of the space of an iteration for `count` of n values.
inline Eigen::Index space_size(int count, Eigen::Index n) {
  return std::min<Eigen::Index>(std::max(2 * count + 2, 20), n);
}

/// @throws Error{Fault::numerical}
[[noreturn]] void fail_to_converge(int count);

inline constexpr int most_restarts = 1000;
inline constexpr double mode_tolerance = 1e-12;  ///< relative, of Ritz values

}  // namespace fokker
