#pragma once
#include <vector>

#include "fokker/process/expression.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// How dx = a dt + G dw is meant where G depends on x.
enum class Interpretation { ito, stratonovich, isothermal };

/// Process of formulas, dx = drift dt + noise dw with noise per axis; one expression per axis each, whose variables are
/// the axes. With D = G^2 (diagonal) and c_i = G_i d_i G_i = 1/2 (div D)_i, found by symbolic derivation:
///   ito           a = drift,           v = drift - c
///   stratonovich  a = drift + c / 2,   v = drift - c / 2
///   isothermal    a = drift + c,       v = drift
/// @throws Error{Fault::problem} if the numbers of expressions differ
/// Reference: Haenggi and Thomas, Phys. Rep. 88 (1982) 207.
Process custom_process(const std::vector<Expression>& drift, const std::vector<Expression>& noise,
                       Interpretation interpretation);

/// Overdamped Langevin process, dx = -grad V dt + sqrt(2 temperature) dw. The potential reaches the finite volumes as
/// phi = -V / temperature, so the Boltzmann density e^(-V/temperature) is their discrete equilibrium to rounding.
/// Prior: that density, where V does not depend on t.
/// @param temperature  > 0
Process langevin(const Expression& potential, double temperature);

}  // namespace fokker
