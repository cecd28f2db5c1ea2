#include "fokker/sde/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "sde/random.hpp"
#include "sde/walls.hpp"

namespace fokker {
namespace {

constexpr std::size_t kBlock = 2048;       // particles that one thread moves at a time: their scratch stays in cache
constexpr std::size_t kStepsPerPass = 16;  // steps between two barriers
constexpr double kReports = 200;

/// One step with everything that depends on time alone computed.
struct Step {
  std::uint32_t index;
  double time;
  double dt;
  Field drift;
  Field noise;
};

struct Run {
  const Grid& grid;
  std::vector<walls::Ends> ends;
  SimulateOptions options;
  Vector parking;  ///< where absorbed particles stand while formulas are evaluated for their block
};

/// A block of particles on its way through the steps of a pass.
struct Block {
  const Run& run;
  PointsOut x;
  std::size_t first;
  Points drift, noise, before;
  Array normals;
  std::vector<std::uint8_t> gone;
  bool any_gone = false;

  Block(const Run& r, PointsOut positions, std::size_t first_particle)
      : run(r), x(positions), first(first_particle), gone(static_cast<std::size_t>(positions.rows())) {
    drift.resize(x.rows(), x.cols());
    noise.resize(x.rows(), x.cols());
    normals.resize(x.rows());
    if (std::any_of(run.ends.begin(), run.ends.end(), [](const auto& ends) { return ends.absorb(); })) {
      before.resize(x.rows(), x.cols());
    }
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      if (x.row(i).isNaN().any()) remove(i);
    }
  }

  void remove(Eigen::Index i) {
    gone[static_cast<std::size_t>(i)] = 1;
    any_gone = true;
  }
};

void park_absorbed(Block& block) {
  if (!block.any_gone) return;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) block.x.row(i) = block.run.parking.array().transpose();
  }
}

void mark_absorbed(Block& block) {
  if (!block.any_gone) return;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) block.x.row(i) = std::numeric_limits<double>::quiet_NaN();
  }
}

/// Euler-Maruyama along one axis.
void move(Block& block, const Step& step, int axis) {
  random::normals({block.run.options.seed, block.run.options.stream, random::Use::step, step.index, axis}, block.first,
                  static_cast<std::size_t>(block.x.rows()), block.normals.data());
  double* __restrict x = block.x.col(axis).data();
  const double* __restrict a = block.drift.col(axis).data();
  const double* __restrict g = block.noise.col(axis).data();
  const double* __restrict n = block.normals.data();
  const double dt = step.dt, root = std::sqrt(step.dt);
  const Eigen::Index count = block.x.rows();
  for (Eigen::Index i = 0; i < count; ++i) x[i] += a[i] * dt + g[i] * (root * n[i]);
}

[[noreturn]] void throw_not_finite(const Block& block, const Step& step, int axis, Eigen::Index i) {
  throw Error(Fault::numerical,
              fmt::format("particle {}: {} = {} at t = {}", block.first + static_cast<std::size_t>(i),
                          block.run.grid.axis(axis).name, block.x(i, axis), step.time + step.dt),
              "a finite position", "more steps, or a drift and noise that are finite everywhere");
}

void bring_back(Block& block, const Step& step, int axis) {
  const walls::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
  auto x = block.x.col(axis);
  if (walls::count_outside(ends, x.data(), static_cast<std::size_t>(x.size())) == 0) return;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (ends.contain(x[i]) || block.gone[static_cast<std::size_t>(i)]) continue;
    if (!std::isfinite(x[i])) throw_not_finite(block, step, axis, i);
    x[i] = walls::bring_back(ends, x[i]);
    if (std::isnan(x[i])) block.remove(i);
  }
}

/// Removes particles that met an absorbing wall between two positions inside.
void remove_crossings(Block& block, const Step& step, int axis) {
  const walls::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
  if (!ends.absorb()) return;
  const random::Address address{block.run.options.seed, block.run.options.stream, random::Use::bridge, step.index,
                                axis};
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) continue;
    const double probability =
        walls::crossing_probability(ends, block.before(i, axis), block.x(i, axis), block.noise(i, axis), step.dt);
    if (probability > 0 && random::uniform(address, block.first + static_cast<std::size_t>(i)) < probability) {
      block.remove(i);
    }
  }
}

void advance(Block& block, const Step& step) {
  park_absorbed(block);
  step.drift(block.x, block.drift);
  step.noise(block.x, block.noise);
  if (block.before.size() > 0) block.before = block.x;
  for (int axis = 0; axis < static_cast<int>(block.x.cols()); ++axis) {
    move(block, step, axis);
    bring_back(block, step, axis);
    remove_crossings(block, step, axis);
  }
}

std::vector<Step> steps_of_pass(const Process& process, const std::vector<double>& times, std::size_t begin,
                                std::size_t end) {
  std::vector<Step> steps;
  for (std::size_t k = begin; k < end; ++k) {
    steps.push_back({static_cast<std::uint32_t>(k), times[k], times[k + 1] - times[k], process.drift(times[k]),
                     process.noise(times[k])});
  }
  return steps;
}

void run_pass(const Run& run, const std::vector<Step>& steps, const Control& control, Points& positions) {
  parallel_for(
      static_cast<std::size_t>(positions.rows()), kBlock, control.threads, [&](std::size_t begin, std::size_t end) {
        control.stop.check();
        Block block(run, positions.middleRows(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin)),
                    begin);
        for (const Step& step : steps) advance(block, step);
        mark_absorbed(block);
      });
}

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

/// A particle that starts outside the box is taken out, as the densities leave that mass out.
void remove_outside(const std::vector<walls::Ends>& ends, int threads, Points& positions) {
  parallel_for(static_cast<std::size_t>(positions.rows()), kBlock, threads, [&](std::size_t begin, std::size_t end) {
    for (auto i = static_cast<Eigen::Index>(begin); i < static_cast<Eigen::Index>(end); ++i) {
      for (int axis = 0; axis < static_cast<int>(ends.size()); ++axis) {
        if (!ends[static_cast<std::size_t>(axis)].contain(positions(i, axis))) {
          positions.row(i) = std::numeric_limits<double>::quiet_NaN();
        }
      }
    }
  });
}

Vector middle(const Grid& grid) {
  Vector centre(grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    centre[k] = 0.5 * (grid.axis(k).edges[0] + grid.axis(k).edges[grid.axis(k).cells()]);
  }
  return centre;
}

}  // namespace

void simulate(const Process& process, const Grid& grid, Ensemble& ensemble, const std::vector<double>& times,
              const std::vector<bool>& observed, const SimulateOptions& options, const EnsembleObserver& observer,
              const Control& control, const std::string& stage) {
  check_arguments(process, grid, ensemble, times, observed);
  const Run run{grid, walls::ends_of(grid), options, middle(grid)};
  remove_outside(run.ends, control.threads, ensemble.positions);
  std::size_t knot = 0;
  double reported = -1;
  for (std::size_t begin = 0;;) {
    control.stop.check();
    ensemble.time = times[begin];
    if (observed[begin]) observer(knot++, ensemble);
    const double fraction = times.size() > 1 ? static_cast<double>(begin) / static_cast<double>(times.size() - 1) : 1;
    if (std::floor(fraction * kReports) > reported) {
      reported = std::floor(fraction * kReports);
      control.report(stage, fraction, ensemble.time);
    }
    if (begin + 1 == times.size()) return;
    std::size_t end = std::min(begin + kStepsPerPass, times.size() - 1);
    end = static_cast<std::size_t>(
        std::find(observed.begin() + static_cast<long>(begin) + 1, observed.begin() + static_cast<long>(end), true) -
        observed.begin());
    run_pass(run, steps_of_pass(process, times, begin, end), control, ensemble.positions);
    begin = end;
  }
}

}  // namespace fokker
