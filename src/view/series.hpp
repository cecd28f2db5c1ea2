// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "fokker/verify/evidence.hpp"

namespace fokker::view {

enum class Role { forward, exact, reversed, particles, particles_reversed };

/// Densities to draw, one per snapshot.
struct Series {
  Role role;
  std::string label;                              ///< "forward", "reversed: anderson", "particles", ...
  std::string partner;                            ///< name of the reversal
  int number = 0;                                 ///< among those of its role
  std::function<Array(std::size_t k)> density;    ///< in units of the grid; empty where the solution did not get there
  const std::vector<Points>* currents = nullptr;  ///< as the run stored them, or null
};

/// All that the evidence holds: forward, reversals, exact, particles, reversed particles.
std::vector<Series> series_of(const Evidence& evidence);
std::vector<Series> on_grid_only(std::vector<Series> series);
bool of_particles(const Series& series);
bool backward(const Series& series);

/// "forward", "particles_reversed", ...
std::string role_name(Role role);
/// Line that distinguishes the series, by colour (Okabe and Ito's, for every kind of colour vision) and by dashes.
std::string line_style(const Series& series);
/// How it looks in a legend.
std::string legend_style(const Series& series);

/// Cells of the one axis in space at snapshot k, where a frame moves them too.
Array edges_in_space(const Evidence& evidence, std::size_t k);
/// Factor from a density of the grid to one per unit of space.
double per_space(const Evidence& evidence, std::size_t k);

}  // namespace fokker::view
