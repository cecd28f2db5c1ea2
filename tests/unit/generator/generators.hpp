// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>

#include "fokker/generator/generator.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "support.hpp"

/// Operators and rates that the tests of generators share.
namespace fokker::test {

inline Operator edges_of(const Process& process, const Grid& grid) {
  const Assembler assembler(process, grid, Flux::scharfetter_gummel);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  return L;
}

/// (x^2 - 1)^2 at a temperature.
inline Process double_well(double temperature) { return langevin(formula("(x^2 - 1)^2"), temperature); }

/// dx = -A x dt + sqrt(2) dw with A = [[1, -2], [2, 1]], whose stationary density is N(0, I).
inline Process rotation() {
  const std::vector<std::string> axes = {"x", "y"};
  return custom_process({formula("-x + 2*y", axes), formula("-2*x - y", axes)},
                        std::vector<Expression>{formula("sqrt(2)", axes), formula("sqrt(2)", axes)},
                        Interpretation::ito);
}

inline Region region(const std::string& name, const std::string& inside, std::vector<std::string> axes = {"x"}) {
  return {name, formula(inside, std::move(axes)).at(0)};
}

/// Rates given by triplets (to, from, rate).
inline RateMatrix rates_of(Eigen::Index states, const std::vector<Eigen::Triplet<double>>& entries) {
  RateMatrix rates(states, states);
  rates.setFromTriplets(entries.begin(), entries.end());
  return rates;
}

/// (4 f(2n) - f(n)) / 3
template <class Value>
double extrapolated(const Value& at, Eigen::Index cells) {
  return (4 * at(2 * cells) - at(cells)) / 3;
}

/// The value at x by linear interpolation between the cells of one axis.
inline double value_at(const Grid& grid, const Array& values, double x) {
  const Array centres = grid.axis(0).centres();
  Eigen::Index i = 0;
  while (i + 2 < centres.size() && centres[i + 1] < x) ++i;
  const double share = (x - centres[i]) / (centres[i + 1] - centres[i]);
  return (1 - share) * values[i] + share * values[i + 1];
}

}  // namespace fokker::test
