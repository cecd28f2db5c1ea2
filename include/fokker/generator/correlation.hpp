// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// Two observables, one number per cell each.
struct Observables {
  Array first;   ///< g, of the later time
  Array second;  ///< f, of the earlier time
};

/// Equally spaced lags.
struct LagSteps {
  double spacing = 0.1;   ///< > 0, time
  std::size_t count = 2;  ///< lags, that at 0 counted
  long steps = 20;        ///< between two lags, >= 1
};

/// C(t) = E[g(x(t)) f(x(0))] - E[g] E[f] in the stationary process at lags 0, spacing, 2 spacing, ...; steps of SDIRK2
/// between them, of second order.
/// @param generator   without exits
/// @param stationary  its masses
/// @param observables g and f
/// @param lags        at which C is computed
/// @param stop        asked after every step
/// @return C at each lag, in units of g f
std::vector<double> stationary_correlation(const Generator& generator, const Array& stationary,
                                           const Observables& observables, const LagSteps& lags,
                                           const StopToken& stop = {});

/// Integral of C(t) over t >= 0, sum of g x with -L x = (f - E[f]) m, by an elimination with the fullest cell taken
/// out.
/// @param generator   without exits
/// @param stationary  its masses m
/// @param observables g and f
/// @param stop        asked from time to time
/// @return in units of g f times time
double integrated_correlation(const Generator& generator, const Array& stationary, const Observables& observables,
                              const StopToken& stop = {});

/// Power spectrum S(w) = integral over all t of C(t) e^(i w t) of one observable, 2 Re sum of f (-i w - L)^-1 f m with
/// f less its mean.
/// @param generator    without exits
/// @param stationary   its masses m
/// @param observable   f
/// @param frequencies  w, > 0, 1/time
/// @param stop         asked after every frequency
/// @return S at each frequency, in units of f^2 times time
std::vector<double> power_spectrum(const Generator& generator, const Array& stationary, const Array& observable,
                                   const std::vector<double>& frequencies, const StopToken& stop = {});

}  // namespace fokker
