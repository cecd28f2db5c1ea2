// SPDX-License-Identifier: MIT
#include "time/solve.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/memory.hpp"
#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"

namespace fokker {
namespace {

void add_statistics(const StepStatistics& statistics, StateView& view) {
  view.add("counts", std::vector<std::int64_t>{statistics.steps, statistics.rejected, statistics.limited_lines,
                                               statistics.zeroed_cells});
  view.add_values("moved", {statistics.limited_mass, statistics.zeroed_mass});
  view.add("gone", statistics.absorbed);
  view.add("carried", statistics.carried);
  view.add("completed", statistics.completed);
}

StepStatistics taken_statistics(State& state) {
  const auto counts = state.take_integers("counts", 4);
  const Array moved = state.take_rows("moved", 1, 2).front();
  StepStatistics statistics;
  statistics.steps = counts[0];
  statistics.rejected = counts[1];
  statistics.limited_lines = counts[2];
  statistics.zeroed_cells = counts[3];
  statistics.limited_mass = moved[0];
  statistics.zeroed_mass = moved[1];
  statistics.absorbed = state.take_row("gone");
  if (state.has("carried")) statistics.carried = state.take_row("carried");
  if (state.has("completed")) statistics.completed = state.take_row("completed");
  return statistics;
}

void add_result(const Integration& result, StateView& view) {
  view.add_values("times", result.trajectory.times);
  view.add("densities", result.trajectory.densities);
  view.add("knots", std::vector<std::int64_t>(result.knots.begin(), result.knots.end()));
  view.add("absorbed", result.absorbed);
  view.add("absorption_rates", result.absorption_rates);
  add_statistics(result.statistics, view);
}

void take_result(State& state, bool boundary_rates, Integration& result) {
  result.trajectory.times = state.take_values("times");
  result.trajectory.densities =
      state.take_rows("densities", result.trajectory.times.size(), result.trajectory.grid.cells());
  const Eigen::Index boundaries = 2 * result.trajectory.grid.dimension();
  result.absorbed = state.take_rows("absorbed");
  for (const Array& absorbed : result.absorbed) require_state(absorbed.size() == boundaries, "absorbed");
  const auto knots = state.take_integers("knots", result.absorbed.size());
  for (const std::int64_t k : knots) {
    const bool next = result.knots.empty() ? k == 0 : k > static_cast<std::int64_t>(result.knots.back());
    require_state(next && k < std::ssize(result.trajectory.times), "knots");
    result.knots.push_back(static_cast<std::size_t>(k));
  }
  result.absorption_rates = state.take_rows("absorption_rates", boundary_rates ? knots.size() : 0, boundaries);
  result.statistics = taken_statistics(state);
  require_state(result.statistics.absorbed.size() == boundaries, "gone");
}

}  // namespace

void advance(const OperatorAt& at, Operator& L, ImplicitStepper& stepper, double t, double end, Array& masses,
             StepStatistics& statistics) {
  at(t, end, L);
  stepper.advance(L, end - t, masses, statistics);
  if (!masses.allFinite()) throw not_finite(t, end);
}

Error not_finite(double t, double end) {
  return {Fault::numerical,
          fmt::format("the density is not finite after the step from t = {} to {}", t, end),
          {},
          "smaller steps or a finite drift and noise on the whole grid"};
}

Solve::Solve(const Stepping& stepping, const Array& initial, const Place& begin, const IntegrateOptions& options)
    : stepping_(stepping),
      grid_(stepping.grid),
      place_(begin),
      options_(options),
      control_(options.control),
      stage_(options.stage),
      result_{{grid_, {}, {}}, {}, {}, {}, {}} {
  resize_on_large_pages(masses_, grid_.cells());
  masses_ = initial * grid_.volumes();
  result_.statistics.absorbed = Array::Zero(2 * grid_.dimension());
  result_.statistics.carried = result_.statistics.completed = Array::Zero(grid_.dimension());
  if (auto state = control_.last_state(stage_); state && load(*state)) {
    if (leaks()) throw leak(result_.trajectory.times.back());
    return;
  }
  store(begin.t, true);
}

void Solve::step(double t, double end, Array& masses, StepStatistics& statistics) {
  const bool in_place = &masses == &masses_;
  if (in_place && control_.states.keep) {
    before_ = masses_;
    statistics_before_ = statistics;
  }
  try {
    stepping_.advance(t, end, masses, statistics);
  } catch (const Error& error) {
    if (error.fault() != Fault::interrupted && error.fault() != Fault::numerical) throw;
    if (in_place && control_.states.keep) {
      masses_ = before_;
      statistics = statistics_before_;
    }
    const double good = in_place ? t : place_.t;
    if (error.fault() == Fault::numerical) fail(error, good);
    control_.offer(stage_, result_.statistics.steps, good, false, [this](StateView& view) { save(view); });
    throw;
  }
}

void Solve::fail(const Error& error, double t, bool finished) {
  StateView view;
  save(view);
  control_.fail(error, {stage_, result_.statistics.steps, t, finished}, view);
}

/// What has left is in the state, which is good: with a larger limit the solve continues from there.
Error Solve::leak(double t) const {
  const Array& absorbed = result_.statistics.absorbed;
  Eigen::Index most = 0;
  absorbed.maxCoeff(&most);
  const Axis& axis = stepping_.whole.axis(static_cast<int>(most / 2));
  return {Fault::numerical,
          fmt::format("by t = {:.6g} a mass of {:.6g} has left through absorbing boundaries, most of it at {} = {:.6g}",
                      t, absorbed.sum(), axis.name, axis.edges[most % 2 == 0 ? 0 : axis.cells()]),
          fmt::format("max_leak, at most {}", options_.max_leak),
          "boundaries farther away, or a larger max_leak with --resume"};
}

void Solve::store(double t, bool knot) {
  if (options_.each_step) options_.each_step(t, masses_);
  if (knot) store_knot(t);
  if (!knot && !options_.keep_steps) return;
  result_.trajectory.times.push_back(t);
  result_.trajectory.densities.push_back(masses_ / grid_.volumes());
}

void Solve::store_knot(double t) {
  result_.knots.push_back(result_.trajectory.times.size());
  result_.absorbed.push_back(result_.statistics.absorbed);
  if (!options_.boundary_rates) return;
  result_.absorption_rates.push_back(stepping_.absorption_rates(t, masses_));
}

void Solve::tick(double fraction, double t, bool finished) {
  if (fraction >= reported_ + 0.005 || fraction >= 1) {
    reported_ = fraction;
    if (control_.progress) {
      const MassAndMinimum seen = stepping_.seen(masses_);
      control_.report({stage_, fraction, t, result_.statistics.steps, seen.mass, seen.minimum});
    }
  }
  if (leaks()) fail(leak(t), t, finished);
  control_.offer(stage_, result_.statistics.steps, t, finished, [this](StateView& view) { save(view); });
}

void Solve::save(StateView& view) const {
  view.add("place", std::vector<std::int64_t>{static_cast<std::int64_t>(place_.knot)});
  view.add_values("clock", {place_.t, place_.dt});
  view.add("masses", masses_);
  add_result(result_, view);
  if (options_.observed.save) options_.observed.save(view);
}

bool Solve::load(State& state) {
  if (options_.observed.load && !options_.observed.load(state)) return false;
  place_.knot = static_cast<std::size_t>(state.take_integers("place", 1)[0]);
  const Array clock = state.take_rows("clock", 1, 2).front();
  place_.t = clock[0];
  place_.dt = clock[1];
  masses_ = state.take_rows("masses", 1, masses_.size()).front();
  take_result(state, options_.boundary_rates, result_);
  return true;
}

}  // namespace fokker
