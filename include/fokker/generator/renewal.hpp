// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// A stationary process that starts again from a law each time it ends.
struct Renewal {
  double rate = 0;                    ///< events per time
  double variation = 0;               ///< standard deviation of the time between events divided by its mean
  Array masses;                       ///< stationary; their sum is 1 - rate times delay
  std::vector<double> spectrum = {};  ///< power spectrum of the events at each frequency, events^2/time
};

/// How a process starts again.
struct RenewalOptions {
  double delay = 0;                      ///< between an end and the next start, >= 0
  std::vector<double> frequencies = {};  ///< > 0, 1/time
};

/// Every exit leads back to the start. With x = (-L)^-1 m0 the time spent per cycle and T the first-passage time,
///   rate = 1 / (delay + sum x),  masses = rate x,  E T = sum x,  E T^2 = 2 sum (-L)^-1 x,
///   spectrum = rate (1 - |r|^2) / |1 - r|^2,  r(f) = E exp(2 pi i f (T + delay)).
/// Reference: Cox, Renewal Theory (1962); Stratonovich, Topics in the Theory of Random Noise 1 (1967).
/// @throws Error{Fault::problem} without exits, or where none is reached
/// @param generator  with exits
/// @param start      masses m0, sum 1
/// @param options    delay and frequencies
/// @param stop       asked from time to time
/// @return rate, variation, masses and spectrum
Renewal renewal(const Generator& generator, const Array& start, const RenewalOptions& options = {},
                const StopToken& stop = {});

/// A process that starts again at the times of a Poisson process.
struct PoissonReset {
  Array masses;  ///< stationary, sum 1; exits lead back as well
  /// Mean first-passage time to the exits, (1 - u)/(r u) with u = E exp(-r T); infinite without exits.
  double passage_time = 0;
};

/// By one elimination of r - L: with x = (r - L)^-1 m0, masses are x divided by its sum, and u is what leaks from x.
/// @param generator   with or without exits
/// @param start       masses m0, sum 1
/// @param reset_rate  r > 0, 1/time
/// @param stop        asked from time to time
/// @throws Error{Fault::problem} with exits of which none is reached from some cells
/// Reference: Evans and Majumdar, Phys. Rev. Lett. 106 (2011) 160601.
/// @return masses and mean passage time
PoissonReset poisson_reset(const Generator& generator, const Array& start, double reset_rate,
                           const StopToken& stop = {});

}  // namespace fokker
