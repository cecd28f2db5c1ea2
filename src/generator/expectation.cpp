// SPDX-License-Identifier: MIT
#include "fokker/generator/expectation.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

const double sdirk_gamma = 1 - std::sqrt(0.5);

double shift_of(const Horizon& horizon) { return static_cast<double>(horizon.steps) / (sdirk_gamma * horizon.span); }

Array shifted(const Array& killing, const Horizon& horizon) {
  const double shift = shift_of(horizon);
  if (!((killing + shift).minCoeff() > 0))
    throw Error(Fault::problem, fmt::format("killing down to {:.4g}", killing.minCoeff()),
                fmt::format("above -{:.4g} with {} steps", shift, horizon.steps), "more steps");
  return killing + shift;
}

}  // namespace

SteadySteps::SteadySteps(const Generator& generator, const Array& killing, const Horizon& horizon,
                         const StopToken& stop)
    : horizon_(horizon),
      shift_(shift_of(horizon)),
      stop_(stop),
      factor_(generator.rates, generator.leak() + shifted(killing, horizon), stop) {}

template <class Solve>
Array SteadySteps::taken(Array u, const Array& f, const Solve& solve) const {
  for (long k = 0; k < horizon_.steps; ++k) {
    const Array first = solve(shift_ * u + f);
    const Array moved = u + (1 - sdirk_gamma) / sdirk_gamma * (first - u);  // (1 - gamma) step times the first slope
    u = solve(shift_ * moved + f);
    stop_.check();
  }
  return u;
}

Array SteadySteps::forward(const Array& masses) const {
  return taken(masses, Array::Zero(masses.size()), [&](const Array& b) { return factor_.solve(b); });
}

Array SteadySteps::backward(const Array& u, const Array& running) const {
  return taken(u, running, [&](const Array& b) { return factor_.solve_transposed(b); });
}

Array expectation(const Generator& generator, const Claim& claim, const Horizon& horizon, const StopToken& stop) {
  return SteadySteps(generator, claim.killing, horizon, stop).backward(claim.payoff, claim.running + claim.at_exit);
}

}  // namespace fokker
