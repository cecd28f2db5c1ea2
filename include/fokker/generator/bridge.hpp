// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// The process that goes from one density to another with the least change, relative to a reference process.
struct Bridge {
  std::vector<Array> masses;    ///< at each of the times 0, span/intervals, ..., span, or those given
  std::vector<Array> forward;   ///< h there: the bridge's drift is that of the reference plus D grad log h
  double relative_entropy = 0;  ///< of the bridge's paths to those of the reference from the same start
  int iterations = 0;           ///< taken
  double end_error = 0;         ///< L1 distance of the masses at the start from those asked for
};

/// When a bridge is solved, and how far.
struct BridgeOptions {
  double span = 1;           ///< > 0, time from one density to the other
  int intervals = 10;        ///< >= 1, between stored times
  long steps = 20;           ///< per interval, where P is by SteadySteps
  double tolerance = 1e-10;  ///< of end_error, > 0
  int iterations = 1000;     ///< at most
  /// Stored times in place of span and intervals: increasing, from 0 to the end. One elimination per length of
  /// interval.
  std::vector<double> times = {};
};

/// Schroedinger bridge by iterated proportional fitting with P = exp(L span) by uniformization, positive and exact in
/// time; beyond 1e10 multiplications and four times those of SteadySteps, P is made of these:
///   a = m0 / (P^T b),  b = m1 / (P a)  until a P^T b = m0;  masses at t = (P_t a) h_t,  h_t = P_(T-t)^T b.
/// The masses at the end are those asked for to rounding, those at the start to the tolerance.
/// @throws Error{Fault::problem} where the end is not reached: P a is not above 0 and m1 is; Fault::numerical where the
///         iterations do not suffice
/// @param generator  of the reference
/// @param start      m0, sum 1
/// @param end        m1, sum 1
/// @param options    times, steps and tolerance
/// @param stop       asked after every step
/// Reference: Schroedinger, Sitzungsber. Preuss. Akad. Wiss. (1931) 144; Fortet, J. Math. Pures Appl. 19 (1940) 83;
/// Sinkhorn, Ann. Math. Stat. 35 (1964) 876.
/// @return masses and h at intervals + 1 times
Bridge schroedinger_bridge(const Generator& generator, const Array& start, const Array& end,
                           const BridgeOptions& options = {}, const StopToken& stop = {});

}  // namespace fokker
