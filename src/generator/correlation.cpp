// SPDX-License-Identifier: MIT
#include "fokker/generator/correlation.hpp"

#include "fokker/generator/elimination.hpp"
#include "fokker/generator/expectation.hpp"
#include "generator/complex_shift.hpp"
#include "generator/states.hpp"

namespace fokker {
namespace {

/// f less its mean, times the masses.
Array centred_masses(const Array& values, const Array& masses) { return (values - (values * masses).sum()) * masses; }

/// The rates without one state, and what they then leak into it.
struct Pinned {
  StateList states;
  RateMatrix rates;
  Array leak;
};
Pinned pinned_at(const RateMatrix& rates, Eigen::Index pin) {
  Pinned result;
  for (Eigen::Index i = 0; i < rates.cols(); ++i)
    if (i != pin) result.states.push_back(i);
  result.rates = among(rates, result.states);
  Array into = Array::Zero(rates.cols());
  for (Eigen::Index j = 0; j < rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate)
      if (rate.row() == pin) into[j] = rate.value();
  result.leak = entries_of(into, result.states);
  return result;
}

}  // namespace

std::vector<double> stationary_correlation(const Generator& generator, const Array& stationary,
                                           const Observables& observables, const LagSteps& lags,
                                           const StopToken& stop) {
  const Array none = Array::Zero(stationary.size());
  Array masses = centred_masses(observables.second, stationary);
  std::vector<double> result = {(observables.first * masses).sum()};
  const SteadySteps steps(generator, none, {lags.spacing, lags.steps}, stop);
  while (result.size() < lags.count) {
    masses = steps.forward(masses);
    result.push_back((observables.first * masses).sum());
  }
  return result;
}

double integrated_correlation(const Generator& generator, const Array& stationary, const Observables& observables,
                              const StopToken& stop) {
  Eigen::Index pin = 0;
  stationary.maxCoeff(&pin);
  const Pinned pinned = pinned_at(generator.rates, pin);
  const Array b = entries_of(centred_masses(observables.second, stationary), pinned.states);
  const Array x = spread_over(Elimination(pinned.rates, pinned.leak, stop).solve(b), pinned.states, stationary.size());
  return (observables.first * (x - stationary * x.sum())).sum();
}

std::vector<double> power_spectrum(const Generator& generator, const Array& stationary, const Array& observable,
                                   const std::vector<double>& frequencies, const StopToken& stop) {
  const Array masses = centred_masses(observable, stationary), none = Array::Zero(stationary.size());
  std::vector<double> result;
  for (const double w : frequencies) {
    stop.check();
    const Eigen::ArrayXcd x = resolvent(generator.rates, none, {0, -w}, masses);
    result.push_back(2 * (observable * x.real()).sum());
  }
  return result;
}

}  // namespace fokker
