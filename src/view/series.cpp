// SPDX-License-Identifier: MIT
#include "view/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace fokker::view {
namespace {

std::function<Array(std::size_t)> stored(const std::vector<Array>& densities) {
  return [&densities](std::size_t k) { return densities[k].isFinite().all() ? densities[k] : Array(); };
}

std::function<Array(std::size_t)> histogram_of(const Grid& grid, const ParticleSolution& particles) {
  return
      [&grid, &particles](std::size_t k) -> Array { return particles.counts[k] / (particles.total * grid.volumes()); };
}

}  // namespace

std::vector<Series> series_of(const Evidence& evidence) {
  std::vector<Series> series;
  series.push_back({Role::forward, "forward", "", 0, stored(evidence.forward.densities), &evidence.forward.currents});
  int number = 0;
  for (const auto& reverse : evidence.reversals)
    series.push_back({Role::reversed, "reversed: " + reverse.name, reverse.name, number++,
                      stored(reverse.solution.densities), &reverse.solution.currents});
  if (!evidence.exact.empty()) series.push_back({Role::exact, "exact", "", 0, stored(evidence.exact)});
  if (evidence.particles)
    series.push_back({Role::particles, "particles", "", 0, histogram_of(evidence.grid, *evidence.particles)});
  number = 0;
  for (const auto& particles : evidence.particle_reversals)
    series.push_back({Role::particles_reversed, "particles: " + particles.name, particles.name, number++,
                      histogram_of(evidence.grid, particles)});
  return series;
}

std::vector<Series> on_grid_only(std::vector<Series> series) {
  std::erase_if(series, of_particles);
  return series;
}

bool of_particles(const Series& series) {
  return series.role == Role::particles || series.role == Role::particles_reversed;
}

bool backward(const Series& series) { return series.role == Role::reversed || series.role == Role::particles_reversed; }

std::string role_name(Role role) {
  static const char* const names[] = {"forward", "exact", "reversed", "particles", "particles_reversed"};
  return names[static_cast<std::size_t>(role)];
}

std::string line_style(const Series& series) {
  static const char* const reversals[] = {"#d55e00' dashtype (9,9)", "#0072b2' dashtype (4,12)",
                                          "#009e73' dashtype (12,5,3,5)", "#cc79a7' dashtype (6,4)"};
  static const char* const particles[] = {"#e69f00", "#cc79a7", "#009e73", "#999999"};
  const auto at = [&](const auto& list) { return list[static_cast<std::size_t>(series.number) % std::size(list)]; };
  switch (series.role) {
    case Role::forward:
      return "with lines linewidth 4 linecolor '#56b4e9'";
    case Role::exact:
      return "with lines linewidth 1.2 linecolor '#000000' dashtype (2,5)";
    case Role::reversed:
      return fmt::format("with lines linewidth 2 linecolor '{}", at(reversals));
    case Role::particles:
      return "with filledcurves y1=0 fillcolor '#d0d0d0' fillstyle solid 1 border linecolor '#a0a0a0'";
    case Role::particles_reversed:
      break;
  }
  return fmt::format("with lines linewidth 1 linecolor '{}'", at(particles));
}

std::string legend_style(const Series& series) {
  return series.role == Role::particles
             ? "with filledcurves closed fillcolor '#d0d0d0' fillstyle solid 1 border linecolor '#a0a0a0'"
             : line_style(series);
}

Array edges_in_space(const Evidence& evidence, std::size_t k) {
  const Array& edges = evidence.grid.axis(0).edges;
  if (evidence.frames.empty()) return edges;
  return evidence.frames[k].centre[0] + evidence.frames[k].scale[0] * edges;
}

double per_space(const Evidence& evidence, std::size_t k) {
  return evidence.frames.empty() ? 1 : 1 / evidence.frames[k].scale.prod();
}

}  // namespace fokker::view
