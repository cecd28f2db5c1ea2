// SPDX-License-Identifier: MIT
// Particles of samplers in OUT.h5: /particles/sampler/NAME/N.
#include <cmath>

#include "io/result/layout.hpp"

namespace fokker::io {
namespace {

std::vector<std::string> axis_names(const Grid& grid) {
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes()) names.push_back(axis.name);
  return names;
}

void write_one(hid_t to, const Scales& scales, const Grid& grid, const ParticleSolution& particles) {
  std::vector<std::int64_t> counts;
  for (const double count : particles.counts.front()) counts.push_back(std::llround(count));
  write_integers(to, scales, "counts", axis_names(grid), counts, {"particles per cell", "1"});
  const Vector& mean = particles.means.front();
  const Matrix& covariance = particles.covariances.front();
  write_numbers(to, scales, "mean", {"component"}, {mean.begin(), mean.end()}, {"mean of the particles", "length"});
  write_numbers(to, scales, "covariance", {"component", "component_2"},
                {covariance.data(), covariance.data() + covariance.size()},
                {"covariance of the particles", "length^2"});
  write_attribute(to, "outside", static_cast<std::int64_t>(std::llround(particles.outside.front())));
  write_attribute(to, "count", static_cast<std::int64_t>(std::llround(particles.total)));
  write_attribute(to, "steps", particles.steps);
  write_attribute(to, "scheme", particles.scheme);
  write_attribute(to, "seed", particles.seed);
}

ParticleSolution read_one(const Location& group, const std::string& name, const Grid& grid) {
  Extents cells;
  for (const Axis& axis : grid.axes()) cells.push_back(static_cast<hsize_t>(axis.cells()));
  const auto d = static_cast<hsize_t>(grid.dimension());
  const auto n = static_cast<Eigen::Index>(d);
  ParticleSolution particles;
  particles.name = name;
  const auto counts = read_integers(group, "counts", cells);
  particles.counts = {Array(grid.cells())};
  for (std::size_t j = 0; j < counts.size(); ++j)
    particles.counts[0][static_cast<Eigen::Index>(j)] = static_cast<double>(counts[j]);
  const auto mean = read_doubles(group, "mean", {d}), covariance = read_doubles(group, "covariance", {d, d});
  particles.means = {Eigen::Map<const Vector>(mean.data(), n)};
  particles.covariances = {Eigen::Map<const Matrix>(covariance.data(), n, n)};
  particles.outside = {static_cast<double>(integer_attribute(group, "outside"))};
  particles.total = static_cast<double>(integer_attribute(group, "count"));
  particles.steps = integer_attribute(group, "steps");
  particles.scheme = text_attribute(group, "scheme");
  particles.seed = unsigned_attribute(group, "seed");
  return particles;
}

}  // namespace

void write_sampler_particles(hid_t parent, const Scales& scales, const Evidence& evidence) {
  const Handle all = h5g_create(parent, "sampler");
  std::string label;
  std::optional<Handle> group;
  for (const SamplerParticles& one : evidence.sampler_particles) {
    const auto slash = one.particles.name.rfind('/');
    if (const std::string name = one.particles.name.substr(0, slash); !group || name != label) {
      label = name;
      group.emplace(h5g_create(all, label));
    }
    write_one(h5g_create(*group, one.particles.name.substr(slash + 1)), scales, evidence.grid, one.particles);
  }
}

std::vector<SamplerParticles> read_sampler_particles(const Location& root, const SamplerResults& results) {
  std::vector<SamplerParticles> all;
  if (!has_link(root, "particles")) return all;
  const Location particles = open_group(root, "particles");
  if (!has_link(particles, "sampler")) return all;
  const Location samplers = open_group(particles, "sampler");
  for (const std::string& label : group_names(samplers)) {
    const Location group = open_group(samplers, label);
    for (const std::string& steps : group_names(group))
      for (std::size_t k = 0; k < results.rows.size(); ++k)
        if (results.rows[k].sampler == label && std::to_string(results.rows[k].steps) == steps)
          all.push_back({read_one(open_group(group, steps), label + "/" + steps, results.grid), results.densities[k]});
  }
  return all;
}

}  // namespace fokker::io
