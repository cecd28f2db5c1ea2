// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/fv/operator.hpp"
#include "fv/axis_edges.hpp"
#include "fv/edges.hpp"
#include "fv/line_edges.hpp"
#include "fv/noise_edges.hpp"
#include "fv/vanishing_line.hpp"

namespace fokker {
namespace {

/// A drift of a process; where no time enters, made once for all times.
FieldAt carrying_drift(const Process& process, double t, const FieldAt& drift) {
  if (!process.modulation || process.modulation->rate) return drift;
  return [field = std::make_shared<const Field>(drift(t))](double) -> Field {
    return [known = field.get()](const PointsIn& x, PointsOut values) { (*known)(x, values); };
  };
}

/// The drift along axes without noise, where it is that without phi: a reversed process evaluates no score then.
/// Without any noise, as with alpha = 0, no phi counts.
const FieldAt& drift_without_noise(const Process& process, const std::vector<std::shared_ptr<const AxisEdges>>& axes,
                                   double t) {
  if (!process.discrete_potential) return process.divergence_drift;
  const Field diffusion = process.diffusion(t);
  const bool has_noise =
      std::any_of(axes.begin(), axes.end(), [&](const auto& edges) { return edges->any_nonzero(diffusion); });
  return has_noise ? process.discrete_potential->rest : process.divergence_drift;
}

/// Cells of a grid up to which coefficients on its faces are kept: beyond, reading them takes as long as their
/// formulas.
constexpr Eigen::Index most_kept = Eigen::Index{1} << 18;

}  // namespace

Assembler::Assembler(Process process, Grid grid, Flux flux, int threads)
    : process_(std::move(process)),
      grid_(std::move(grid)),
      flux_(flux),
      threads_(threads),
      whole_cells_(grid_.cells()) {
  if (process_.dimension != grid_.dimension())
    throw Error(Fault::problem,
                fmt::format("a process in {} and a grid in {} dimensions", process_.dimension, grid_.dimension()),
                "one axis per coordinate");
  if (process_.correlated || (process_.discrete_potential && process_.discrete_potential->phi))
    centres_ = grid_.centres();
  if (flux_ == Flux::flows && (!process_.correlated || absorbs(grid_)))
    throw Error(
        Fault::problem,
        process_.correlated ? "flux 'flows' with an absorbing boundary" : "flux 'flows' without correlated noise",
        "correlated noise between reflecting or periodic boundaries", "the flux 'automatic'");
  if (process_.correlated) {
    widths_ = grid_.upper_corners() - grid_.lower_corners();
    if (flux_ == Flux::flows) offer_flows(edges_carry_);
    return;
  }
  for (int k = 0; k < grid_.dimension(); ++k) {
    edges_.push_back(std::make_shared<const AxisEdges>(grid_, k));
    axes_.push_back(k);
  }
  if (flux_ == Flux::automatic) noise_edges_ = std::make_shared<const NoiseEdges>(process_, edges_);
  if (takes_line_weights(process_, flux_)) line_edges_ = std::make_shared<const LineEdges>(process_, grid_);
}

void Assembler::offer_flows(EdgesCarry carry) {
  edges_carry_ = carry;
  if (!process_.correlated || absorbs(grid_) || without_flows_) return;
  without_flows_ = std::make_shared<const Assembler>(process_, grid_, flux_of_edges(flux_), threads_);
  for (int k = 0; k < grid_.dimension(); ++k) edges_.push_back(std::make_shared<const AxisEdges>(grid_, k));
}

void Assembler::take_part(const std::vector<int>& axes, const Grid& whole) {
  axes_ = axes;
  whole_cells_ = whole.cells();
  if (line_edges_) line_edges_ = std::make_shared<const LineEdges>(process_, grid_, whole);
}

bool Assembler::carried(bool has_noise) const {
  return flux_ == Flux::semi_lagrangian || (flux_ == Flux::automatic && !has_noise);
}

std::shared_ptr<const Lines> Assembler::lines(const std::vector<int>& offset) const {
  auto& known = lines_[offset];
  if (!known) known = std::make_shared<const Lines>(grid_, offset);
  return known;
}

void Assembler::assemble(double begin, double end, Operator& result) const {
  const double t = begin + 0.5 * (end - begin);
  result.rate_factor = 1;
  result.complete_flux = flux_ == Flux::complete_flux;
  process_.modulation ? assemble_modulated(begin, end, result) : assemble_directions(t, result);
  for (Transport& transport : result.transports) transport.begin = begin, transport.end = end;
  for (CarriedDrift& other : result.may_carry) other.transport.begin = begin, other.transport.end = end;
  if (without_flows_)
    result.by_edges = [edges = without_flows_, begin, end](Operator& L) { edges->assemble(begin, end, L); };
}

void Assembler::assemble_modulated(double begin, double end, Operator& result) const {
  const double t = begin + 0.5 * (end - begin);
  const TimeModulation& modulation = *process_.modulation;
  if (result.origin != origin_) {
    assemble_directions(modulation.rate ? modulation.reference : t, result);
    result.origin = origin_;
    for (Direction& direction : result.directions) direction.find_shared();
  }
  result.rate_factor = modulation.mean(begin, end) / modulation.at(modulation.reference);
  if (!std::isfinite(result.rate_factor)) refuse_coefficients(process_, grid_, t, {}, {}, {});
}

void Assembler::assemble_directions(double t, Operator& result) const {
  result.origin.reset();
  result.transports.clear();
  offered_ = 0;
  has_phi_ = process_.discrete_potential && process_.discrete_potential->phi && flux_ != Flux::semi_lagrangian;
  if (has_phi_) {
    phi_.resize(grid_.cells());
    process_.discrete_potential->phi(t, centres_, phi_);
  }
  if (process_.correlated) {
    result.may_carry.clear();
    if (without_flows_) return assemble_flows(t, result);
    return assemble_offsets(t, VanishingLine::find(process_, grid_, flux_, t, threads_), result);
  }
  std::size_t used = 0;
  for (const int k : axes_) used += assemble_axis(t, k, used, result) ? 1 : 0;
  result.directions.resize(used);
  result.may_carry.resize(offered_);
}

bool Assembler::assemble_axis(double t, int axis, std::size_t slot, Operator& result) const {
  if (assemble_known(t, axis, slot, result)) {
    offer_carrying(t, axis, slot, result);
    return true;
  }
  const AxisEdges& edges = *edges_[static_cast<std::size_t>(axis)];
  AxisDrive drive;
  drive.diffusion = process_.diffusion(t);
  const bool has_noise = edges.any_nonzero(drive.diffusion);
  drive.still = carried(has_noise);
  const bool by_phi = has_phi_ && has_noise && !drive.still;
  drive.drift = (by_phi ? process_.discrete_potential->rest : process_.divergence_drift)(t);
  const bool moves = (has_noise && !drive.still) || edges.any_nonzero(drive.drift);
  if (drive.still && moves)
    result.transports.push_back(
        {axis, t, t,
         carrying_drift(process_, t, has_noise ? process_.divergence_drift : drift_without_noise(process_, edges_, t)),
         process_.few_calls});
  if (!has_noise && (drive.still || !moves)) return false;
  if (by_phi) {
    drive.phi = &phi_;
    drive.boundary_drift = process_.divergence_drift(t);  // behind a boundary there is no cell with a phi
  }
  Direction& direction = direction_at(result, slot, lines(axis_offset(grid_.dimension(), axis)));
  edges.fill(process_, t, drive, threads_, direction);
  const bool smooth = !line_edges_ || !has_noise || line_edges_->fill(t, axis, threads_, direction);
  if (has_noise && !drive.still && smooth) offer_carrying(t, axis, slot, result);
  return true;
}

void Assembler::offer_carrying(double t, int axis, std::size_t slot, Operator& result) const {
  if (!noise_edges_) return;
  if (result.may_carry.size() == offered_) result.may_carry.emplace_back();
  CarriedDrift& other = result.may_carry[offered_++];
  if (other.noise != noise_edges_ || other.transport.axis != axis)
    other = {
        slot, {axis, t, t, carrying_drift(process_, t, process_.divergence_drift), process_.few_calls}, noise_edges_};
  other.direction = slot;
  other.t = t;
}

bool Assembler::assemble_known(double t, int axis, std::size_t slot, Operator& result) const {
  if (!process_.discrete_potential || !process_.discrete_potential->modulated || flux_ == Flux::semi_lagrangian)
    return false;
  const ModulatedDrift& modulated = *process_.discrete_potential->modulated;
  const auto scale = [t](const TimeModulation& modulation) {
    return modulation.at(t) / modulation.at(modulation.reference);
  };
  AxisDrive drive;
  drive.drift_scale = scale(modulated.drift_modulation);
  drive.diffusion_scale = scale(modulated.diffusion_modulation);
  const AxisEdges& edges = *edges_[static_cast<std::size_t>(axis)];
  if (drive.diffusion_scale == 0 || !keeps_faces(axis) || !edges.known(modulated, process_).has_noise) return false;
  drive.known_drift = &edges.known(modulated, process_).drift;
  drive.known_diffusion = &edges.known(modulated, process_).diffusion;
  if (modulated.slope) drive.slope = modulated.slope(t);
  if (has_phi_) drive.phi = &phi_;
  Direction& direction = direction_at(result, slot, lines(axis_offset(grid_.dimension(), axis)));
  edges.fill(process_, t, drive, threads_, direction);
  return true;
}

bool Assembler::keeps_faces(int axis) const {
  const Axis& along = grid_.axis(axis);
  return along.lower != Boundary::absorbing && along.upper != Boundary::absorbing && whole_cells_ <= most_kept;
}

}  // namespace fokker
