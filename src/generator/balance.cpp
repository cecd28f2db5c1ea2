// SPDX-License-Identifier: MIT
#include "generator/balance.hpp"

#include <algorithm>
#include <cmath>

#include "generator/edge_pairs.hpp"

namespace fokker {
namespace {

/// A positive number whose exponent does not overflow: logarithms would lose digits of the smallest eigenvalues.
struct WideNumber {
  double mantissa = 0;  ///< 0: none
  long exponent = 0;    ///< of 2

  WideNumber times(double factor) const {
    int more = 0;
    const double scaled = std::frexp(mantissa * factor, &more);
    return {scaled, exponent + more};
  }
  /// This number divided by another one.
  double over(const WideNumber& other) const {
    return std::ldexp(mantissa / other.mantissa,
                      static_cast<int>(std::clamp(exponent - other.exponent, -2000L, 2000L)));
  }
};

/// m_j = m_i q_ji / q_ij along the edges of a tree from the first state; 0 where it does not lead.
std::vector<WideNumber> masses_by_ratios(const RateMatrix& rates) {
  std::vector<WideNumber> masses(static_cast<std::size_t>(rates.cols()));
  std::vector<Eigen::Index> found = {0};
  masses[0] = {0.5, 1};
  for (std::size_t k = 0; k < found.size(); ++k) {
    const Eigen::Index i = found[k];
    for (RateMatrix::InnerIterator out(rates, i); out; ++out) {
      WideNumber& next = masses[static_cast<std::size_t>(out.row())];
      const double back = rates.coeff(i, out.row());
      if (next.mantissa > 0 || !(out.value() > 0) || !(back > 0)) continue;
      next = masses[static_cast<std::size_t>(i)].times(out.value() / back);
      found.push_back(out.row());
    }
  }
  return masses;
}

bool are_balanced(const RateMatrix& rates, const std::vector<WideNumber>& masses) {
  constexpr double balance_error = 1e-10;
  bool balanced = true;
  for_each_pair(rates, [&](const StatePair& pair) {
    const WideNumber &i = masses[static_cast<std::size_t>(pair.i)], &j = masses[static_cast<std::size_t>(pair.j)];
    balanced = balanced && pair.up > 0 && pair.down > 0 &&
               std::abs(i.times(pair.up).over(j.times(pair.down)) - 1) <= balance_error;
  });
  return balanced;
}

}  // namespace

Array balanced_masses(const RateMatrix& rates) {
  const std::vector<WideNumber> wide = masses_by_ratios(rates);
  WideNumber largest = wide.front();
  for (const WideNumber& mass : wide) {
    if (!(mass.mantissa > 0)) return {};
    if (mass.exponent > largest.exponent) largest = mass;
  }
  if (!are_balanced(rates, wide)) return {};
  Array masses(rates.cols());
  for (Eigen::Index i = 0; i < masses.size(); ++i) masses[i] = wide[static_cast<std::size_t>(i)].over(largest);
  return masses / masses.sum();
}

}  // namespace fokker
