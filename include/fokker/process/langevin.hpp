// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/expression/expression.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Overdamped Langevin process, dx = -grad V dt + sqrt(2 temperature) dw. The potential reaches the finite volumes as
/// phi = -V / temperature, so the Boltzmann density e^(-V/temperature) is their discrete equilibrium to rounding.
/// Prior: that density, where V does not depend on t. Transition law: where V is quadratic.
/// @param temperature  > 0
/// Reference: Langevin, C. R. Acad. Sci. 146 (1908) 530.
/// @param potential    V, a formula in the axes and t
/// @return the process, with its potential
Process langevin(const Expression& potential, double temperature);

/// Langevin process with inertia (unit mass) of a position x and its velocity v, two axes in this order, or of two
/// positions, then their velocities, four axes:
///   dx = v dt,  dv = (-grad V(x) - friction v) dt + sqrt(2 friction temperature) dw
/// The friction reaches the finite volumes as phi = -v^2 / (2 temperature). Prior: e^(-(V + v^2/2)/temperature), where
/// V does not depend on t. Transition law: where V is quadratic.
/// @param potential  a formula in the first half of its two or four variables, and t
/// @throws Error{Fault::problem} if there are not two or four variables, V depends on a velocity, or a number is not
///         above 0
/// Reference: Kramers, Physica 7 (1940) 284.
/// @param friction     > 0, 1/time
/// @param temperature  > 0
/// @return the process, on as many axes as the potential has variables
Process kinetic_langevin(const Expression& potential, double friction, double temperature);

}  // namespace fokker
