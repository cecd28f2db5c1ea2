// SPDX-License-Identifier: MIT
#include "study/tables/stepped_particles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker {
namespace {

constexpr std::size_t most_particles = 100'000;
constexpr double moves = -1;

}  // namespace

SteppedParticles::SteppedParticles(const Problem& problem, const Grid& grid, std::vector<Region> regions,
                                   std::uint32_t stream, const Control& control)
    : problem_(problem), grid_(grid), regions_(std::move(regions)), stream_(stream), again_(problem.initial) {
  const ParticleRun& table = *problem.particles;
  options_ = {.scheme = table.scheme, .seed = table.seed, .noise = noise_kind(problem), .block = table.block};
  options_.control.threads = control.threads;
  options_.control.stop = control.stop;
  ensemble_ = {drawn(problem.initial, std::min(table.count, most_particles)), problem.time.start};
  end_in_regions();
}

Points SteppedParticles::drawn(const Law& law, std::size_t count) {
  return sample(grid_, law, Draws{count, options_.seed, options_.control.threads, ++stream_});
}

void SteppedParticles::step(double length) {
  options_.stream = ++stream_;
  const double t = problem_.time.start;  // coefficients do not depend on time
  ensemble_.time = t;
  ensemble_ =
      simulate(problem_.process, grid_, std::move(ensemble_), {{t, t + length}, {true, true}}, options_).ensemble;
  end_in_regions();
}

void SteppedParticles::end_in_regions() {
  Array inside(ensemble_.positions.rows());
  for (const Region& region : regions_) {
    region.inside(ensemble_.positions, inside);
    for (Eigen::Index i = 0; i < inside.size(); ++i)
      if (inside[i] > 0) ensemble_.positions.row(i) = std::numeric_limits<double>::quiet_NaN();
  }
}

double SteppedParticles::share_alive() const {
  Eigen::Index number = 0;
  for (Eigen::Index i = 0; i < ensemble_.positions.rows(); ++i) number += alive(i) ? 1 : 0;
  return static_cast<double>(number) / static_cast<double>(ensemble_.positions.rows());
}

void SteppedParticles::begin_stationary(const Array& density, const Law& again, double delay) {
  again_ = again;
  const double share = (density * grid_.volumes()).sum();
  const auto number = static_cast<std::size_t>(std::llround(share * static_cast<double>(count())));
  ensemble_.positions.topRows(static_cast<Eigen::Index>(number)) =
      sample(grid_, Array(density / share), Draws{number, options_.seed, options_.control.threads, ++stream_});
  ends_.assign(count(), 0);
  waits_.assign(count(), moves);
  // in refraction the time that is left is uniform
  for (std::size_t i = number; i < count(); ++i) {
    waits_[i] = delay * (static_cast<double>(i - number) + 0.5) / static_cast<double>(count() - number);
    ensemble_.positions.row(static_cast<Eigen::Index>(i)) = std::numeric_limits<double>::quiet_NaN();
  }
}

void SteppedParticles::start_again(double delay, double length) {
  std::vector<Eigen::Index> due;
  for (Eigen::Index i = 0; i < ensemble_.positions.rows(); ++i) {
    if (alive(i)) continue;
    double& wait = waits_[static_cast<std::size_t>(i)];
    if (wait < 0) {
      ++ends_[static_cast<std::size_t>(i)];
      wait = delay - 0.5 * length;  // it ended within the step
    } else {
      wait -= length;
    }
    if (wait <= 0.5 * length) due.push_back(i);
  }
  const Points fresh = drawn(again_, due.size());
  for (std::size_t k = 0; k < due.size(); ++k) {
    ensemble_.positions.row(due[k]) = fresh.row(static_cast<Eigen::Index>(k));
    waits_[static_cast<std::size_t>(due[k])] = moves;
  }
}

}  // namespace fokker
