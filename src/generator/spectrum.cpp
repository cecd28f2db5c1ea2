// SPDX-License-Identifier: MIT
#include "fokker/generator/spectrum.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "generator/balance.hpp"
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
