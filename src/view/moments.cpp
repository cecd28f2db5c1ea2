// SPDX-License-Identifier: MIT
#include "view/moments.hpp"

namespace fokker::view {
namespace {

void to_space(const Evidence& evidence, SeriesMoments& moments) {
  for (std::size_t k = 0; k < evidence.frames.size(); ++k) {
    const FrameAt& frame = evidence.frames[k];
    moments.mean[k] = frame.centre + frame.scale.cwiseProduct(moments.mean[k]);
    moments.covariance[k] = frame.scale.asDiagonal() * moments.covariance[k] * frame.scale.asDiagonal();
  }
}

const ParticleSolution& particles_of(const Evidence& evidence, const Series& series) {
  return series.role == Role::particles ? *evidence.particles
                                        : evidence.particle_reversals[static_cast<std::size_t>(series.number)];
}

const std::vector<Array>& densities_of(const Evidence& evidence, const Series& series) {
  if (series.role == Role::exact) return evidence.exact;
  return series.role == Role::forward ? evidence.forward.densities
                                      : evidence.reversals[static_cast<std::size_t>(series.number)].solution.densities;
}

}  // namespace

std::vector<SeriesMoments> moments_of(const Evidence& evidence) {
  std::vector<SeriesMoments> all;
  for (const Series& series : series_of(evidence)) {
    SeriesMoments moments{series, {}, {}, {}};
    if (of_particles(series)) {
      const ParticleSolution& particles = particles_of(evidence, series);
      moments.mean = particles.means;
      moments.covariance = particles.covariances;
      for (const double outside : particles.outside) moments.mass.push_back(1 - outside / particles.total);
    } else {
      for (const Array& density : densities_of(evidence, series)) {
        moments.mass.push_back(mass(evidence.grid, density));
        moments.mean.push_back(mean(evidence.grid, density));
        moments.covariance.push_back(covariance(evidence.grid, density));
      }
    }
    to_space(evidence, moments);
    all.push_back(std::move(moments));
  }
  return all;
}

}  // namespace fokker::view
