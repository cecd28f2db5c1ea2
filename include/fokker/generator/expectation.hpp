// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/generator/elimination.hpp"

namespace fokker {

/// What is expected of a process up to a horizon or its end, one number per cell.
struct Claim {
  Array payoff;   ///< g, received at the horizon
  Array killing;  ///< V, discount rate or rate of loss, 1/time; may be negative down to -1/(gamma step)
  Array running;  ///< f, received per time
  Array at_exit;  ///< received per time through exits: sum over exits of rate times value
};

/// How long, and in how many steps.
struct Horizon {
  double span = 1;   ///< > 0
  long steps = 200;  ///< >= 1, of equal length
};

/// L-stable steps of SDIRK2 of dm/dt = L m - V m over one span, and of the adjoint equation, with one elimination of
/// (1/(gamma step) + V) - L, gamma = 1 - 1/sqrt(2). Of second order in the step; linear, so the sum of masses times a
/// function is the same before the masses move and before the function does, to rounding.
/// Reference: Alexander, SIAM J. Numer. Anal. 14 (1977) 1006.
class SteadySteps {
 public:
  /// @param generator  of the process
  /// @param killing    V, one number per cell, 1/time
  /// @param horizon    span and steps
  /// @param stop       asked after every step
  /// @throws Error{Fault::problem} if V is below -1/(gamma step)
  SteadySteps(const Generator& generator, const Array& killing, const Horizon& horizon, const StopToken& stop = {});

  /// Masses after the span.
  /// @param masses  one per cell
  /// @return what is left of them, one per cell
  Array forward(const Array& masses) const;
  /// u before the span, -du/dt = L^T u - V u + running, from u after it.
  /// @param u        a function of the state after the span, one number per cell
  /// @param running  received per time, one number per cell
  /// @return the function of the state before it
  Array backward(const Array& u, const Array& running) const;

 private:
  template <class Solve>
  Array taken(Array u, const Array& f, const Solve& solve) const;

  Horizon horizon_;
  double shift_;
  StopToken stop_;
  Elimination factor_;
};

/// u(x) = E[ exp(-int V) g(x(span)) + int exp(-int V) f dt | x(0) = x ] by SteadySteps, with what is received at exits.
/// @throws Error{Fault::problem} as SteadySteps
/// @param generator  of the process
/// @param claim      arrays of the grid's length
/// @param horizon    span and steps
/// @param stop       asked after every step
/// Reference: Kac, Trans. Amer. Math. Soc. 65 (1949) 1.
/// @return u, one number per cell
Array expectation(const Generator& generator, const Claim& claim, const Horizon& horizon, const StopToken& stop = {});

}  // namespace fokker
