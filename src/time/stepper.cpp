// SPDX-License-Identifier: MIT
#include "fokker/time/stepper.hpp"

#include <algorithm>

#include "fokker/core/error.hpp"
#include "fv/flow_peclet.hpp"
#include "fv/noise_edges.hpp"
#include "line_solver.hpp"
#include "net_peclet.hpp"
#include "remap.hpp"
#include "step_choice.hpp"
#include "time/flow_step.hpp"

namespace fokker {
namespace {

/// The direction with which the inflow of an axis is solved: the first that moves along it.
std::size_t entrance(const Operator& L, std::size_t axis) {
  for (std::size_t k = 0; k < L.directions.size(); ++k)
    if (L.directions[k].lines->offset()[axis] != 0) return k;
  throw Error(Fault::problem, "inflow along an axis without edge fluxes", {}, "the flux 'scharfetter-gummel'");
}

}  // namespace

const std::vector<MethodEntry<Stepper>>& stepper_catalogue() {
  static const std::vector<MethodEntry<Stepper>> entries = {
      {Stepper::sdirk2, "second order, L-stable, positive by a flux limiter (default)",
       "Alexander, SIAM J. Numer. Anal. 14 (1977) 1006"},
      {Stepper::backward_euler, "first order, positive for every step", "Euler (1768)"},
      {Stepper::exponential, "of the frozen operator: few steps, or one, where it does not depend on time",
       "Pusa, Nucl. Sci. Eng. 169 (2011) 155"}};
  return entries;
}

int order(Stepper stepper) { return stepper == Stepper::backward_euler ? 1 : 2; }

ImplicitStepper::Solvers::Solvers()
    : of_remaps(std::make_unique<RemapScratch>()),
      of_choices(std::make_unique<NetPeclet>()),
      of_flows(std::make_unique<FlowStep>()) {}
ImplicitStepper::Solvers::Solvers(const Solvers&) : Solvers() {}
ImplicitStepper::Solvers& ImplicitStepper::Solvers::operator=(const Solvers&) {
  all.clear();
  return *this;
}
ImplicitStepper::Solvers::~Solvers() = default;
LineSolver& ImplicitStepper::Solvers::at(std::size_t k) {
  while (all.size() <= k) all.push_back(std::make_unique<LineSolver>());
  return *all[k];
}

ImplicitStepper::ImplicitStepper(Stepper kind, int threads, double carry_above, double complete_above)
    : kind_(kind), threads_(threads), carry_above_(carry_above), complete_above_(complete_above) {}

const SlopeStencils& ImplicitStepper::stencils(const Grid& grid, int axis) {
  auto& known = stencils_[axis];
  if (!known) known = std::make_shared<const SlopeStencils>(grid.axis(axis));
  return *known;
}

void ImplicitStepper::advance_direction(const Operator& L, std::size_t k, double dt, Array& masses,
                                        StepStatistics& statistics) {
  const Direction& direction = L.directions[k];
  const Array& source = sources_[k];
  const bool complete = completes(L, k);
  const LineStep step{task_of(kind_), L.rate_factor, dt, complete ? &L.grid.volumes() : nullptr};
  (complete ? complete_solvers_ : solvers_).at(k).step(direction, L.origin, source, step, threads_, masses, statistics);
  for (std::size_t axis = 0; axis < L.inflow.size(); ++axis) {
    if (!enters(L.inflow[axis]) || entrance(L, axis) != k) continue;
    statistics.absorbed[2 * static_cast<Eigen::Index>(axis)] -= dt * L.inflow[axis].lower;
    statistics.absorbed[2 * static_cast<Eigen::Index>(axis) + 1] -= dt * L.inflow[axis].upper;
  }
}

bool ImplicitStepper::completes(const Operator& L, std::size_t direction) const {
  if (kind_ != Stepper::sdirk2) return false;
  if (L.complete_flux) return true;
  for (const CarriedDrift& other : L.may_carry)
    if (other.direction == direction)
      return chosen_for(choice_, other.transport.axis, L.grid.dimension()) == DriftBy::complete_flux;
  return false;
}

void ImplicitStepper::gather_sources(const Operator& L) {
  sources_.resize(L.directions.size());
  for (Array& source : sources_) source.resize(0);
  for (std::size_t axis = 0; axis < L.inflow.size(); ++axis) {
    const BoundaryFlux& flux = L.inflow[axis];
    if (!enters(flux)) continue;
    Array& source = sources_[entrance(L, axis)];
    if (source.size() == 0)
      source = flux.cells;
    else
      source += flux.cells;
  }
}

DriftBy ImplicitStepper::drift_by(const Operator& L, const CarriedDrift& other, const Array& masses) {
  const int axis = other.transport.axis;
  if (!L.inflow.empty() && enters(L.inflow[static_cast<std::size_t>(axis)])) return DriftBy::edges;
  if (held_) return chosen_for(*held_, axis, L.grid.dimension());
  return solvers_.of_choices->choose({carry_above_, complete_above_}, L.grid, axis, L.directions[other.direction],
                                     masses, threads_);
}

void ImplicitStepper::choose_carried(const Operator& L, const Array& masses) {
  carried_.clear();
  choice_.clear();
  if (kind_ != Stepper::sdirk2 || (!held_ && std::min(carry_above_, complete_above_) == never_carried)) return;
  noise_.resize(L.may_carry.size());
  for (std::size_t k = 0; k < L.may_carry.size(); ++k) {
    const CarriedDrift& other = L.may_carry[k];
    const int axis = other.transport.axis;
    const DriftBy by = drift_by(L, other, masses);
    add_choice(choice_, by, axis, L.grid.dimension());
    if (by != DriftBy::remaps) continue;
    carried_.push_back(k);
    Noise& noise = noise_[k];
    if (!L.origin || noise.origin != L.origin) {
      noise.direction.lines = L.directions[other.direction].lines;
      other.noise->fill(other.t, axis, threads_, noise.direction);
    }
    noise.origin = L.origin;
  }
}

void ImplicitStepper::advance_noise(const Operator& L, std::size_t other, double dt, Array& masses,
                                    StepStatistics& statistics) {
  static const Array no_source;
  noise_solvers_.at(other).step(noise_[other].direction, L.origin, no_source, {task_of(kind_), L.rate_factor, dt},
                                threads_, masses, statistics);
}

template <class Step, class Other>
void ImplicitStepper::attempt(Array& masses, StepStatistics& statistics, const Step& step, const Other& other) {
  before_ = masses;
  StepStatistics tried = statistics;
  try {
    step(tried);
    statistics = std::move(tried);
  } catch (const Error& error) {
    if (error.fault() != Fault::numerical) throw;
    masses = before_;
    carried_.clear();
    leave_remaps(choice_, static_cast<int>(statistics.carried.size()));
    other();
  }
}

void ImplicitStepper::advance(const Operator& L, double dt, Array& masses, StepStatistics& statistics) {
  deposit_error_ = 0;
  if (statistics.carried.size() == 0) statistics.carried = Array::Zero(L.grid.dimension());
  if (L.flows) return advance_flows(L, dt, masses, statistics);
  gather_sources(L);
  choose_carried(L, masses);
  const auto step = [&](StepStatistics& target) { advance_pieces(L, dt, masses, target); };
  if (carried_.empty())
    step(statistics);
  else
    attempt(masses, statistics, step, [&] { step(statistics); });
  count_choice(choice_, L.grid.dimension(), statistics);
}

bool ImplicitStepper::flows(const Operator& L, double dt, const Array& masses) const {
  if (held_) return !held_->empty();
  if (!FlowStep::suits(L, dt, masses)) return false;
  const Array& peclet = L.flows->peclet();
  if (peclet.size() == 0) return true;
  return kind_ == Stepper::sdirk2 && (masses * peclet).sum() > flow_part * carry_above_ * masses.sum();
}

void ImplicitStepper::advance_flows(const Operator& L, double dt, Array& masses, StepStatistics& statistics) {
  const auto by_edges = [&] {
    if (!solvers_.by_edges) solvers_.by_edges = std::make_unique<Operator>(Operator{L.grid});
    L.by_edges(*solvers_.by_edges);
    advance(*solvers_.by_edges, dt, masses, statistics);
  };
  carried_.clear();
  choice_.clear();
  if (!flows(L, dt, masses)) return by_edges();
  gather_sources(L);
  for (int k = 0; k < L.grid.dimension(); ++k) choice_.push_back(k);
  attempt(
      masses, statistics,
      [&](StepStatistics& target) {
        advance_pieces(L, dt, masses, target);
        deposit_error_ = FlowStep::deposit_error(L, masses);
        count_choice(choice_, L.grid.dimension(), target);
      },
      by_edges);
}

void ImplicitStepper::advance_pieces(const Operator& L, double dt, Array& masses, StepStatistics& statistics) {
  const std::size_t transports = L.transports.size(), directions = L.directions.size();
  const std::size_t carried = carried_.size(), flow_pieces = L.flows ? FlowStep::pieces(*L.flows) : 0;
  const std::size_t pieces = transports + directions + carried + flow_pieces;
  const auto carry = [&](const Transport& transport, double begin, double end) {
    remap(L.grid, stencils(L.grid, transport.axis), transport, time_at(transport, begin, dt),
          time_at(transport, end, dt), threads_, *solvers_.of_remaps, masses, statistics);
  };
  /// Piece k over the part of the step from `begin` to `end`, fractions of dt.
  const auto piece = [&](std::size_t k, double begin, double end) {
    if (k < transports) return carry(L.transports[k], begin, end);
    k -= transports;
    if (k >= directions + carried)
      return solvers_.of_flows->advance(L, k - directions - carried, (end - begin) * L.rate_factor * dt, threads_,
                                        masses, statistics);
    if (k >= directions) return carry(L.may_carry[carried_[k - directions]].transport, begin, end);
    const auto other =
        std::find_if(carried_.begin(), carried_.end(), [&](std::size_t c) { return L.may_carry[c].direction == k; });
    if (other == carried_.end()) return advance_direction(L, k, (end - begin) * dt, masses, statistics);
    advance_noise(L, *other, (end - begin) * dt, masses, statistics);
  };
  for (std::size_t k = 0; k + 1 < pieces; ++k) piece(k, 0, 0.5);
  if (pieces > 0) piece(pieces - 1, 0, 1);
  for (std::size_t k = pieces; k-- > 1;) piece(k - 1, 0.5, 1);
  ++statistics.steps;
}

}  // namespace fokker
