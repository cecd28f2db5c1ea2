// SPDX-License-Identifier: MIT
// Doob's transform of a process.
#include <utility>

#include "fokker/core/error.hpp"
#include "score/add_score.hpp"

namespace fokker {
namespace {

/// base + D grad log h
FieldAt with_score(FieldAt base, const Process& reference, const Score& h) {
  return [base = std::move(base), D = reference.diffusion, columns = reference.noise_columns(), s = h.at](double t) {
    return add_score(base(t), D(t), columns, s(t), 1);
  };
}

/// phi of the reference and 2 log h.
CellFunctionAt phi_with(const Process& reference, const Score& h) {
  const CellFunctionAt own = reference.discrete_potential ? reference.discrete_potential->phi : nullptr;
  if (!h.log_density) return own;
  return [own, log_h = h.log_density](double t, const PointsIn& centres, ArrayOut phi) {
    log_h(t, centres, phi);
    phi *= 2;
    if (!own) return;
    Array part(phi.size());
    own(t, centres, part);
    phi += part;
  };
}

DiscretePotential potential_with(const Process& reference, const Score& h) {
  const FieldAt& at_points = drift_at_points(reference);
  DiscretePotential potential;
  potential.rest = h.log_density ? at_points : with_score(at_points, reference, h);
  potential.phi = phi_with(reference, h);
  potential.on_one_grid = h.log_density || (reference.discrete_potential && reference.discrete_potential->on_one_grid);
  if (!reference.modulation) return potential;
  potential.modulated = ModulatedDrift{at_points, *reference.modulation, *reference.modulation, {}};
  if (!h.log_density)
    potential.modulated->slope = [s = h.at](double t) -> Field {
      return [s = s(t)](const PointsIn& x, PointsOut values) {
        s(x, values);
        values *= 2;
      };
    };
  return potential;
}

}  // namespace

Process conditioned(const Process& reference, const Score& h) {
  require_same_dimension(reference, h);
  Process result = reference;
  result.name = "conditioned " + reference.name;
  result.few_calls = reference.few_calls || h.few_calls;
  result.divergence_drift = with_score(reference.divergence_drift, reference, h);
  result.drift = with_score(reference.drift, reference, h);
  result.discrete_potential = potential_with(reference, h);
  result.modulation.reset();
  result.transition = nullptr;
  result.poisson_gamma = nullptr;
  result.split.reset();
  result.prior = nullptr;
  result.equilibrium.reset();
  return result;
}

}  // namespace fokker
