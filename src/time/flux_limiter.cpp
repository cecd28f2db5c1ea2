// SPDX-License-Identifier: MIT
#include "time/flux_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

/// Part of a cell's mass that limited fluxes may take: the rest covers rounding, so that zero is not crossed.
constexpr double payable = 1 - 1e-9;

}  // namespace

void zero_residues(const LineOfRows& line, Array& masses, StepStatistics& statistics) {
  for (Eigen::Index i = line.lane; i < line.n * line.step; i += line.step)
    if (masses[i] < 0) {
      ++statistics.zeroed_cells;
      statistics.zeroed_mass -= masses[i];
      masses[i] = 0;
    }
}

void cut_fluxes(const LineOfRows& line, Array& masses, StepStatistics& statistics) {
  const auto mass = [&](Eigen::Index i) -> double& { return masses[i * line.step + line.lane]; };
  Eigen::Index largest = 0;
  for (Eigen::Index i = 0; i < line.n; ++i)
    if (mass(i) > mass(largest)) largest = i;
  for (const int towards : {1, -1}) {
    double owed = 0;
    for (Eigen::Index i = towards > 0 ? 0 : line.n - 1; i != largest; i += towards) {
      mass(i) -= owed;
      owed = std::max(0.0, -mass(i));
      mass(i) = std::max(0.0, mass(i));
      statistics.limited_mass += owed;
    }
    mass(largest) -= owed;
  }
  ++statistics.limited_lines;
  zero_residues(line, masses, statistics);
}

void FluxLimiter::limit(const LineOfRows& line, Array& low, Array& next, StepStatistics& statistics) {
  zero_residues(line, low, statistics);
  const auto n = static_cast<std::size_t>(line.n);
  const auto row = [&](std::size_t i) { return static_cast<Eigen::Index>(i) * line.step + line.lane; };
  const auto difference = [&](std::size_t f) { return flux[f] - low_flux[f]; };
  share_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double outgoing = std::max(0.0, difference(i + 1)) + std::max(0.0, -difference(i));
    const double most = payable * low[row(i)];
    share_[i] = outgoing > most ? most / outgoing : 1;
  }
  for (std::size_t f = 0; f <= n; ++f) {
    const double d = difference(f);
    const std::size_t below = f > 0 ? f - 1 : (line.closed ? n - 1 : f), above = f < n ? f : (line.closed ? 0 : f - 1);
    const double share = share_[d > 0 ? below : above];
    if (f < n || !line.closed) statistics.limited_mass += (1 - share) * std::abs(d);
    flux[f] = share * d;  // moved beside the flux of backward Euler
  }
  for (std::size_t i = 0; i < n; ++i) next[row(i)] = low[row(i)] + (flux[i] - flux[i + 1]);
  ++statistics.limited_lines;
  zero_residues(line, next, statistics);
}

}  // namespace fokker
