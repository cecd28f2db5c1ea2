// SPDX-License-Identifier: MIT
#include "fokker/process/known_density.hpp"

#include "process/formulas.hpp"

namespace fokker {

Law KnownDensity::law(double t) const {
  Law law = density_law(density, t);
  law.normalised = true;
  return law;
}

FieldAt KnownDensity::score() const {
  std::vector<Expression> gradient;
  for (const std::string& axis : density.variables()) gradient.push_back(density.logarithmic_derivative(axis));
  return field_of(std::move(gradient));
}

}  // namespace fokker
