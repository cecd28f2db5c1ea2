#include "fokker/sde/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"
#include "sde/block.hpp"
#include "sde/coupling.hpp"
#include "sde/place.hpp"
#include "sde/walls.hpp"

namespace fokker {
namespace {

constexpr std::size_t kPathBlock = 2048;
constexpr std::size_t kStepsPerPass = 16;       // steps between two barriers
constexpr std::size_t kMovesPerPass = 1 << 25;  // about a second on one core: then a stop is heard
constexpr double kReports = 200;

using sde::Block;
using sde::make_step;
using sde::Run;
using sde::Step;

/// The steps from times[begin] to times[end], `stride` intervals each.
std::vector<Step> steps_of_pass(const Process& process, const Run& run, const std::vector<double>& times,
                                std::size_t begin, std::size_t end, std::size_t stride) {
  std::vector<Step> steps;
  for (std::size_t k = begin; k < end; k += stride)
    steps.push_back(make_step(process, run, static_cast<std::uint32_t>(k), times[k], times[k + stride]));
  return steps;
}

/// An even number, for the twin.
std::size_t steps_per_pass(const Ensemble& ensemble) {
  const auto particles = static_cast<std::size_t>(std::max<Eigen::Index>(1, ensemble.positions.rows()));
  return std::clamp(kMovesPerPass / particles / 2 * 2, std::size_t{2}, kStepsPerPass);
}

/// A pass is stopped on its way only where nobody wants the state at its end.
void run_pass(const Run& run, const std::vector<Step>& steps, const Control& control, Points& positions) {
  parallel_for(
      static_cast<std::size_t>(positions.rows()), run.options.block, control.threads,
      [&](std::size_t begin, std::size_t end) {
        if (!control.states.keep) control.stop.check();
        Block block(run, positions.middleRows(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin)),
                    begin);
        for (const Step& step : steps) advance(block, step);
        mark_absorbed(block);
      });
}

/// Positions before a pass, where somebody wants the state before one that fails.
class GoodPositions {
 public:
  GoodPositions(const Control& control, Ensemble& ensemble, Ensemble* coarse) {
    if (!control.states.keep) return;
    for (Ensemble* one : {&ensemble, coarse})
      if (one) kept_.emplace_back(&one->positions, one->positions);
  }
  void put_back() {
    for (auto& [positions, good] : kept_) *positions = std::move(good);
  }

 private:
  std::vector<std::pair<Points*, Points>> kept_;
};

void check_arguments(const Process& process, const Grid& grid, const Ensemble& ensemble,
                     const std::vector<double>& times, const std::vector<bool>& observed) {
  if (process.dimension != grid.dimension() || ensemble.positions.cols() != grid.dimension()) {
    throw Error(Fault::problem, fmt::format("a process in {} dimensions, particles in {} and a grid in {}",
                                            process.dimension, ensemble.positions.cols(), grid.dimension()));
  }
  if (times.empty() || observed.size() != times.size() || times.size() > UINT32_MAX ||
      std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(a < b); }) != times.end()) {
    throw Error(Fault::problem, "step times that do not increase, or not one mark per time");
  }
}

/// Steps twice as long meet the observed times only where these have even indices.
void check_even(const std::vector<bool>& observed) {
  bool even = observed.size() % 2 == 1;
  for (std::size_t k = 1; k < observed.size(); k += 2) even &= !observed[k];
  if (!even)
    throw Error(Fault::problem, "steps in odd number between observed times", "an even number for a coarse ensemble");
}

Run checked_run(const Process& process, const Grid& grid, const std::vector<double>& times,
                const SimulateOptions& options) {
  if (options.block == 0 || options.block % 8 != 0)
    throw Error(Fault::problem, fmt::format("blocks of {} particles", options.block), "a multiple of 8");
  const bool any_noise = options.scheme == Scheme::euler_maruyama || options.scheme == Scheme::exact;
  const NoiseKind noise =
      options.noise ? *options.noise
      : any_noise   ? NoiseKind::cross_axis
                    : noise_kind(process, noise_probes(grid), {times.front(), times[times.size() / 2], times.back()});
  Run run = sde::make_run(process, grid, options, noise);
  const bool absorbing = std::any_of(run.ends.begin(), run.ends.end(), [](const auto& ends) { return ends.absorb(); });
  if (const auto refusal = scheme_refusal(options.scheme, process, noise, absorbing))
    throw Error(Fault::problem, fmt::format("scheme '{}': {}", to_string(options.scheme), refusal->found),
                refusal->legal);
  return run;
}

/// Room for the paths at the chosen times; null where none is kept.
std::vector<Points*> path_rows(const std::vector<double>& times, const Ensemble& ensemble,
                               const SimulateOptions& options) {
  constexpr std::size_t most = 1001;
  std::vector<Points*> rows(times.size(), nullptr);
  if (!options.kept) return rows;
  const std::size_t count = std::min(times.size(), most);
  const Eigen::Index paths = std::min(static_cast<Eigen::Index>(options.paths), ensemble.positions.rows());
  *options.kept = {{}, std::vector<Points>(count, Points::Zero(paths, ensemble.positions.cols()))};
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t k = count > 1 ? i * (times.size() - 1) / (count - 1) : 0;
    options.kept->times.push_back(times[k]);
    rows[k] = &options.kept->positions[i];
  }
  *rows.front() = ensemble.positions.topRows(paths);
  return rows;
}

/// A particle that starts outside the box is taken out, as the densities leave that mass out.
void remove_outside(const std::vector<walls::Ends>& ends, int threads, Points& positions) {
  parallel_for(static_cast<std::size_t>(positions.rows()), kPathBlock, threads,
               [&](std::size_t begin, std::size_t end) {
                 for (auto i = static_cast<Eigen::Index>(begin); i < static_cast<Eigen::Index>(end); ++i) {
                   for (int axis = 0; axis < static_cast<int>(ends.size()); ++axis) {
                     if (!ends[static_cast<std::size_t>(axis)].contain(positions(i, axis))) {
                       positions.row(i) = std::numeric_limits<double>::quiet_NaN();
                     }
                   }
                 }
               });
}

}  // namespace

void simulate(const Process& process, const Grid& grid, Ensemble& ensemble, const std::vector<double>& times,
              const std::vector<bool>& observed, const SimulateOptions& options, const EnsembleObserver& observer,
              const Control& control, const std::string& stage) {
  check_arguments(process, grid, ensemble, times, observed);
  const Run run = checked_run(process, grid, times, options);
  remove_outside(run.ends, control.threads, ensemble.positions);
  const std::vector<Points*> paths = path_rows(times, ensemble, options);
  Run coarse_run = run;
  if (options.coarse) {
    check_even(observed);
    *options.coarse = ensemble;
    coarse_run.normals = sde::normals_of_pairs(options, times);
  }
  const std::size_t last = times.size() - 1, most = steps_per_pass(ensemble);
  sde::Place place{0, 0, ensemble, options};
  std::size_t& begin = place.step;
  const auto offer = [&] {
    control.offer(stage, static_cast<std::int64_t>(begin), ensemble.time, begin == last,
                  [&](StateView& view) { place.save(view); });
  };
  auto state = control.last_state(stage);
  bool resumed = state && place.load(*state);
  state.reset();
  if (resumed)  // the snapshots that it has seen
    require_state(begin <= last && static_cast<std::ptrdiff_t>(place.knot) ==
                                       std::count(observed.begin(), observed.begin() + begin + 1, true),
                  "place");
  double reported = -1;
  for (;; resumed = false) {
    ensemble.time = times[begin];
    if (options.coarse) options.coarse->time = times[begin];
    if (!resumed && observed[begin]) observer(place.knot++, ensemble);
    const double fraction = last > 0 ? static_cast<double>(begin) / static_cast<double>(last) : 1;
    if (std::floor(fraction * kReports) > reported) {
      reported = std::floor(fraction * kReports);
      control.report({stage, fraction, ensemble.time, static_cast<std::int64_t>(begin)});
    }
    if (!resumed) offer();
    if (begin == last) return;
    std::size_t end = std::min(begin + most, last);
    end = static_cast<std::size_t>(
        std::find(observed.begin() + static_cast<long>(begin) + 1, observed.begin() + static_cast<long>(end), true) -
        observed.begin());
    GoodPositions good(control, ensemble, options.coarse);
    try {
      std::vector<Step> steps = steps_of_pass(process, run, times, begin, end, 1), coarse_steps;
      if (options.coarse) coarse_steps = steps_of_pass(process, coarse_run, times, begin, end, 2);
      for (std::size_t k = begin; k < end; ++k) steps[k - begin].path = paths[k + 1];
      run_pass(run, steps, control, ensemble.positions);
      if (options.coarse) run_pass(coarse_run, coarse_steps, control, options.coarse->positions);
    } catch (const Error& error) {
      if (error.fault() == Fault::interrupted) offer();  // a score that is computed again stops on its way
      if (error.fault() != Fault::numerical) throw;
      good.put_back();
      StateView view;
      place.save(view);
      control.fail(error, {stage, static_cast<std::int64_t>(begin), ensemble.time, false}, view);
    }
    begin = end;
  }
}

}  // namespace fokker
