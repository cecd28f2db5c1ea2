// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// When and where a process ends, as functions of its start.
struct FirstPassage {
  std::vector<Array> moments;                   ///< E[T^n] for n = 1, 2, ..., time^n
  std::vector<Array> splitting;                 ///< per exit: probability to end there
  std::vector<std::vector<Array>> conditional;  ///< per exit, n = 1, 2, ...: E[T^n | ends there], time^n
  /// Largest |1 + L^T u_1|: u_1 is right to this part of itself in every cell. 0 by elimination, to rounding.
  double residual = 0;
};

/// First passage to the exits, by one elimination (beyond 5e9 multiplications, in three dimensions, by BiCGSTAB),
///   -L^T u_n = n u_(n-1), u_0 = 1;  -L^T q = rate into the exit;  -L^T w_n = n w_(n-1), w_0 = q,  E[T^n | exit] =
///   w_n/q.
/// All right-hand sides are >= 0: results of eliminations have full relative accuracy in each cell, also of rare
/// events.
/// @throws Error{Fault::problem} if there is no exit, or cells from which none is reached, whose number it gives
/// @param generator  with exits
/// @param moments    >= 1, how many
/// @param stop       asked from time to time
/// @return functions of the start, one number per cell; 0 inside regions
FirstPassage first_passage(const Generator& generator, int moments, const StopToken& stop = {});

/// Transition paths from a region A to a region B of a stationary process, see committor().
struct Committor {
  Array forward;    ///< per cell: probability to reach B before A
  Array backward;   ///< per cell: probability to have met A later than B
  double flux = 0;  ///< reactive trajectories from A to B per time
  double rate = 0;  ///< flux divided by the share of time in which A was met last; 1/time
};

/// Committors by two eliminations, the backward one of the process in reversed time,
///   flux = sum of m q_backward (rate into B),  rate = flux / sum of m q_backward.
/// Reference: E and Vanden-Eijnden, J. Stat. Phys. 123 (2006) 503.
/// @throws Error{Fault::problem} as generator() and first_passage()
/// @param L           without exits of its own
/// @param a_and_b     two regions, A first
/// @param stationary  masses of L
/// @param stop        asked from time to time
/// @return both committors (0 to 1), flux and rate
Committor committor(const Operator& L, const std::vector<Region>& a_and_b, const Array& stationary,
                    const StopToken& stop = {});

}  // namespace fokker
