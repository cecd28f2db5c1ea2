// SPDX-License-Identifier: MIT
#include "fokker/generator/spectrum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "generator/edge_pairs.hpp"
#include "generator/modes.hpp"
#include "generator/states.hpp"

namespace fokker {
namespace {

/// Slowest rate of a random walk with the fastest rate of the grid across its longest axis.
double slow_rate(const RateMatrix& rates, const Grid& grid) {
  Array out = Array::Zero(rates.cols());
  for (Eigen::Index j = 0; j < rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate) out[j] += rate.value();
  double most = 1;
  for (const Axis& axis : grid.axes()) most = std::max(most, static_cast<double>(axis.cells()));
  return out.maxCoeff() / (most * most);
}

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
  constexpr double tolerance = 1e-10;
  bool balanced = true;
  for_each_pair(rates, [&](const StatePair& pair) {
    const WideNumber &i = masses[static_cast<std::size_t>(pair.i)], &j = masses[static_cast<std::size_t>(pair.j)];
    balanced = balanced && pair.up > 0 && pair.down > 0 &&
               std::abs(i.times(pair.up).over(j.times(pair.down)) - 1) <= tolerance;
  });
  return balanced;
}

/// Masses in detailed balance with rates among which all states are reached, 0 where they underflow; empty where there
/// are none.
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

/// The first right vector becomes the stationary or quasi-stationary density.
void set_first_positive(Mode& first) {
  const std::complex<double> sum = first.right.sum();
  first.right /= sum;
  first.left *= sum;
}

}  // namespace

void fail_to_converge(int count) {
  throw Error(Fault::numerical, fmt::format("{} eigenvalues that do not converge", count), {}, "fewer modes");
}

Spectrum spectrum(const Generator& generator, const Grid& grid, int count, const StopToken& stop) {
  StateList states;
  for (Eigen::Index i = 0; i < generator.outside.size(); ++i)
    if (generator.outside[i] > 0) states.push_back(i);
  if (count < 1 || 3 * static_cast<std::size_t>(count) > states.size())
    throw Error(Fault::problem, fmt::format("{} modes of {} cells", count, states.size()), "1 to a third of the cells");
  const RateMatrix rates = among(generator.rates, states);
  const Array leak = entries_of(generator.leak(), states);
  const ModeProblem problem{rates, leak, count, slow_rate(rates, grid), stop};
  const Array masses = balanced_masses(rates);
  Spectrum result;
  result.detailed_balance = masses.size() > 0;
  result.modes = result.detailed_balance ? balanced_modes(problem, masses) : general_modes(problem);
  set_first_positive(result.modes.front());
  for (Mode& mode : result.modes) {
    mode.right = spread_over(mode.right, states, generator.outside.size());
    mode.left = spread_over(mode.left, states, generator.outside.size());
  }
  return result;
}

}  // namespace fokker
