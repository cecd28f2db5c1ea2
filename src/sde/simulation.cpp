// SPDX-License-Identifier: MIT
#include "sde/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"
#include "sde/boundaries.hpp"
#include "sde/coupling.hpp"

namespace fokker::sde {
namespace {

constexpr std::size_t kPathBlock = 2048;
constexpr std::size_t kStepsPerPass = 16;       // steps between two barriers
constexpr std::size_t kMovesPerPass = 1 << 25;  // about a second on one core: then a stop is heard
constexpr double kReports = 200;
constexpr std::size_t kMostPathTimes = 1001;

/// An even number, for doubled steps; the same in all programs that move an ensemble.
std::size_t steps_per_pass(const Ensemble& ensemble, const ParticlePart& part) {
  const auto here = static_cast<std::size_t>(ensemble.positions.rows());
  const std::size_t particles = std::max<std::size_t>(1, part.whole > 0 ? part.whole : here);
  return std::clamp(kMovesPerPass / particles / 2 * 2, std::size_t{2}, kStepsPerPass);
}

/// A pass is stopped midway only if the state at its end is not needed.
void run_pass(const Run& run, const std::vector<Step>& steps, Points& positions) {
  const Control& control = run.options.control;
  parallel_for(
      static_cast<std::size_t>(positions.rows()), run.options.block, control.threads,
      [&](std::size_t begin, std::size_t end) {
        if (!control.states.keep) control.stop.check();
        Block block(run, positions.middleRows(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin)),
                    run.options.part.first + begin);
        for (const Step& step : steps) advance(block, step);
        mark_absorbed(block);
      });
}

void remove_outside(const std::vector<boundaries::Ends>& ends, int threads, Points& positions) {
  parallel_for(static_cast<std::size_t>(positions.rows()), kPathBlock, threads,
               [&](std::size_t begin, std::size_t end) {
                 for (auto i = static_cast<Eigen::Index>(begin); i < static_cast<Eigen::Index>(end); ++i)
                   for (int axis = 0; axis < static_cast<int>(ends.size()); ++axis)
                     if (!ends[static_cast<std::size_t>(axis)].contain(positions(i, axis)))
                       positions.row(i) = std::numeric_limits<double>::quiet_NaN();
               });
}

/// One row per coordinate.
void add(const std::string& name, const Points& positions, StateView& view) {
  std::vector<const double*> columns;
  for (Eigen::Index k = 0; k < positions.cols(); ++k) columns.push_back(positions.col(k).data());
  view.add(name, static_cast<std::size_t>(positions.rows()), std::move(columns));
}

void take(const std::string& name, State& state, Points& positions) {
  const auto columns = state.take_rows(name, static_cast<std::size_t>(positions.cols()), positions.rows());
  for (Eigen::Index k = 0; k < positions.cols(); ++k) positions.col(k) = columns[static_cast<std::size_t>(k)];
}

}  // namespace

Simulation::Simulation(const Process& process, const Run& run, Ensemble start, const StepTimes& steps)
    : process_(process),
      run_(run),
      doubled_run_(run),
      options_(run.options),
      control_(run.options.control),
      times_(steps.times),
      is_knot_(steps.is_knot),
      now_{std::move(start), {}, {}},
      path_rows_(times_.size(), nullptr) {
  remove_outside(run.ends, control_.threads, now_.ensemble.positions);
  if (options_.coupled) {
    now_.doubled = now_.ensemble;
    doubled_run_.normals = normals_of_pairs(options_, times_);
  }
  if (options_.paths > 0) allocate_paths();
}

void Simulation::allocate_paths() {
  const Points& positions = now_.ensemble.positions;
  const std::size_t count = std::min(times_.size(), kMostPathTimes);
  const std::size_t left = options_.paths - std::min(options_.paths, options_.part.first);
  const Eigen::Index paths = std::min(static_cast<Eigen::Index>(left), positions.rows());
  now_.paths.positions.assign(count, Points::Zero(paths, positions.cols()));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t k = count > 1 ? i * (times_.size() - 1) / (count - 1) : 0;
    now_.paths.times.push_back(times_[k]);
    path_rows_[k] = &now_.paths.positions[i];
  }
  *path_rows_.front() = positions.topRows(paths);
}

bool Simulation::resume() {
  auto state = control_.last_state(options_.stage);
  if (!state || !load(*state)) return false;
  require_state(step_ < times_.size() && static_cast<std::ptrdiff_t>(knot_) ==
                                             std::count(is_knot_.begin(), is_knot_.begin() + step_ + 1, true),
                "place");
  return true;
}

void Simulation::observe() {
  if (!is_knot_[step_]) return;
  if (options_.observer) options_.observer(knot_, now_.ensemble, now_.doubled);
  ++knot_;
}

void Simulation::report() {
  const std::size_t last = times_.size() - 1;
  const double fraction = last > 0 ? static_cast<double>(step_) / static_cast<double>(last) : 1;
  if (!(std::floor(fraction * kReports) > reported_)) return;
  reported_ = std::floor(fraction * kReports);
  control_.report({options_.stage, fraction, now_.ensemble.time, static_cast<std::int64_t>(step_)});
}

void Simulation::offer() {
  control_.offer(options_.stage, static_cast<std::int64_t>(step_), now_.ensemble.time, step_ + 1 == times_.size(),
                 [&](StateView& view) { save(view); });
}

Simulated Simulation::result() {
  for (bool resumed = resume();; resumed = false) {
    now_.ensemble.time = times_[step_];
    if (options_.coupled) now_.doubled.time = times_[step_];
    if (!resumed) observe();
    report();
    if (!resumed) offer();
    if (step_ + 1 == times_.size()) return std::move(now_);
    pass();
  }
}

std::size_t Simulation::end_of_pass() const {
  const std::size_t end = std::min(step_ + steps_per_pass(now_.ensemble, options_.part), times_.size() - 1);
  const auto next =
      std::find(is_knot_.begin() + static_cast<long>(step_) + 1, is_knot_.begin() + static_cast<long>(end), true);
  return static_cast<std::size_t>(next - is_knot_.begin());
}

std::vector<Step> Simulation::steps_until(const Run& run, std::size_t end, std::size_t stride) const {
  std::vector<Step> steps;
  for (std::size_t k = step_; k < end; k += stride)
    steps.push_back(make_step(process_, run, static_cast<std::uint32_t>(k), times_[k], times_[k + stride]));
  return steps;
}

void Simulation::move_until(std::size_t end) {
  std::vector<Step> steps = steps_until(run_, end, 1), doubled_steps;
  if (options_.coupled) doubled_steps = steps_until(doubled_run_, end, 2);
  for (std::size_t k = step_; k < end; ++k) steps[k - step_].path = path_rows_[k + 1];
  run_pass(run_, steps, now_.ensemble.positions);
  if (options_.coupled) run_pass(doubled_run_, doubled_steps, now_.doubled.positions);
}

void Simulation::pass() {
  const std::size_t end = end_of_pass();
  Points good, doubled_good;  // for the state before a pass that fails
  if (control_.states.keep) {
    good = now_.ensemble.positions;
    doubled_good = now_.doubled.positions;
  }
  try {
    const std::function<void()> move = [&] { move_until(end); };
    options_.part.together ? options_.part.together(move) : move();
  } catch (const Error& error) {
    if (error.fault() == Fault::interrupted) offer();  // a score that is computed again stops on its way
    if (error.fault() != Fault::numerical) throw;
    if (control_.states.keep) {
      now_.ensemble.positions = std::move(good);
      now_.doubled.positions = std::move(doubled_good);
    }
    StateView view;
    save(view);
    control_.fail(error, {options_.stage, static_cast<std::int64_t>(step_), now_.ensemble.time, false}, view);
  }
  step_ = end;
}

void Simulation::save(StateView& view) const {
  view.add("place", std::vector<std::int64_t>{static_cast<std::int64_t>(step_), static_cast<std::int64_t>(knot_)});
  add("positions", now_.ensemble.positions, view);
  if (options_.coupled) add("twin", now_.doubled.positions, view);
  if (options_.paths > 0) {
    const std::vector<Points>& paths = now_.paths.positions;
    std::vector<const double*> rows;
    for (const Points& row : paths) rows.push_back(row.data());
    view.add("paths", static_cast<std::size_t>(paths.front().size()), std::move(rows));
  }
  if (options_.observed.save) options_.observed.save(view);
}

bool Simulation::load(State& state) {
  if ((options_.coupled && !state.has("twin")) || (options_.paths > 0 && !state.has("paths"))) return false;
  if (options_.observed.load && !options_.observed.load(state)) return false;
  const auto places = state.take_integers("place", 2);
  step_ = static_cast<std::size_t>(places[0]);
  knot_ = static_cast<std::size_t>(places[1]);
  take("positions", state, now_.ensemble.positions);
  if (options_.coupled) take("twin", state, now_.doubled.positions);
  if (options_.paths == 0) return true;
  std::vector<Points>& paths = now_.paths.positions;
  const auto rows = state.take_rows("paths", paths.size(), paths.front().size());
  for (std::size_t k = 0; k < rows.size(); ++k)
    paths[k] = Eigen::Map<const Points>(rows[k].data(), paths[k].rows(), paths[k].cols());
  return true;
}

}  // namespace fokker::sde
