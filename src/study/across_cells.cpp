// SPDX-License-Identifier: MIT
// Drift and noise that vary across the axis along which they act, within a cell: every solve takes them at centres.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "levels.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// Of the largest drift and of the Peclet number 1, by which the mean over a cell differs from the value at its centre
/// where the cell does not resolve a drift: of a sine on cells of a tenth of its period it is a sixtieth.
constexpr double unresolved_drift = 0.2;
/// The same for D, of its value at the centre: that of jumps.
constexpr double unresolved_noise = 0.5;
/// Displacement in standard deviations, and relative change of a variance: total variations of 1e-2 and 6e-3.
constexpr double most_hidden_change = 0.025;
constexpr std::size_t cells_of_part = 1024;
constexpr std::size_t most_times = 3;  // each costs as much as all that is looked for along axes

int samples_across(int dimension) { return dimension == 2 ? 16 : 8; }

/// Means over a cell along axis `across` less the values at its centre, of a block of cells.
struct Differences {
  Points drift, noise;  ///< n x d
  Points at_centre;     ///< D, n x d
  Array largest_drift;  ///< of means and centres, d
};

class Across {
 public:
  Across(const GridProblem& problem, double t)
      : problem_(problem), drift_(problem.process.drift(t)), diffusion_(problem.process.diffusion(t)) {}

  Differences differences(const std::vector<Eigen::Index>& cells, std::size_t begin, std::size_t end, int across) {
    const Grid& grid = problem_.grid;
    const int d = grid.dimension(), count = samples_across(d);
    const auto n = static_cast<Eigen::Index>(end - begin);
    Points x(n, d);
    Array lower(n), width(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const Eigen::Index cell = cells[begin + static_cast<std::size_t>(i)];
      x.row(i) = centre_of(grid, cell).row(0);
      const Axis& axis = grid.axis(across);
      const Eigen::Index position = grid.position(cell, across);
      lower[i] = axis.edges[position], width[i] = axis.width(position);
    }
    const Points a = drift_at(x), D = noise_at(x);
    Differences result{-a, -D, D, a.abs().colwise().maxCoeff().transpose()};
    for (int s = 0; s < count; ++s) {
      x.col(across) = lower + (s + 0.5) / count * width;
      result.drift += drift_at(x) / count;
      result.noise += noise_at(x) / count;
    }
    result.largest_drift = result.largest_drift.max((result.drift + a).abs().colwise().maxCoeff().transpose());
    return result;
  }

 private:
  Points drift_at(const Points& x) const {
    Points values(x.rows(), x.cols());
    drift_(x, values);
    return values;
  }
  Points noise_at(const Points& x) const {
    const Process& process = problem_.process;
    Points all(x.rows(), process.noise_columns());
    diffusion_(x, all);
    if (!process.correlated) return all;
    Points diagonal(x.rows(), x.cols());
    for (Eigen::Index k = 0; k < x.cols(); ++k) diagonal.col(k) = all.col(k * x.cols() + k);
    return diagonal;
  }

  const GridProblem& problem_;
  Field drift_, diffusion_;
};

/// Mean rate that cells hide, and the fullest of them.
struct HiddenRate {
  double rate = 0, most_mass = 0;
  Eigen::Index cell = -1;

  void add(double mass, double difference, Eigen::Index i) {
    rate += mass * std::abs(difference);
    if (mass > most_mass) most_mass = mass, cell = i;
  }
};

/// Sums over the cells for one axis of motion.
struct HiddenAcross {
  HiddenRate drift, noise;
  double D = 0;  ///< mean
};

HiddenAcross hidden_along(const Grid& grid, const Array& masses, const std::vector<Eigen::Index>& cells,
                          const std::vector<Differences>& parts, int k) {
  double largest = 0;
  for (const Differences& part : parts) largest = std::max(largest, part.largest_drift[k]);
  HiddenAcross hidden;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Differences& part = parts[i / cells_of_part];
    const auto row = static_cast<Eigen::Index>(i % cells_of_part);
    const double D = part.at_centre(row, k), h = grid.axis(k).width(grid.position(cells[i], k));
    const double of_drift = part.drift(row, k), of_noise = part.noise(row, k), mass = masses[cells[i]];
    if (std::abs(of_drift) > unresolved_drift * (largest + 0.5 * D / h)) hidden.drift.add(mass, of_drift, cells[i]);
    if (std::abs(of_noise) > unresolved_noise * D) hidden.noise.add(mass, of_noise, cells[i]);
    hidden.D += mass * (D + of_noise);
  }
  return hidden;
}

std::string words(const Grid& grid, const char* what, int k, int across, Eigen::Index cell) {
  const std::string& name = grid.axis(across).name;
  return fmt::format(
      "the {} along {} varies across {} within the cells near {} = {:.4g}, of which solves see the centres; more cells "
      "along {} resolve it",
      what, grid.axis(k).name, name, name, centre_of(grid, cell)(0, across), name);
}

Array mean_masses(const Grid& grid, const GridSolution& solution) {
  Array masses = Array::Zero(grid.cells());
  for (std::size_t i = 0; i < solution.densities.size(); ++i) masses += *solution.density(i) * grid.volumes();
  return masses / masses.sum();
}

/// @param C  covariance of the last density
std::string hidden_at(const GridProblem& problem, const std::vector<Eigen::Index>& cells, const Array& masses,
                      const Matrix& C, double t) {
  const Grid& grid = problem.grid;
  Across samples(problem, t);
  for (int across = 0; across < grid.dimension(); ++across) {
    std::vector<Differences> parts;
    for (std::size_t begin = 0; begin < cells.size(); begin += cells_of_part)
      parts.push_back(samples.differences(cells, begin, std::min(begin + cells_of_part, cells.size()), across));
    for (int k = 0; k < grid.dimension(); ++k) {
      if (k == across) continue;
      const HiddenAcross hidden = hidden_along(grid, masses, cells, parts, k);
      // noise forgets a displacement within the time in which it builds up the variance
      const double length =
          std::min(problem.time.end - problem.time.start, hidden.D > 0 ? C(k, k) / hidden.D : INFINITY);
      if (hidden.drift.rate * length > most_hidden_change * std::sqrt(C(k, k)))
        return words(grid, "drift", k, across, hidden.drift.cell);
      if (hidden.noise.rate * length > most_hidden_change * C(k, k))
        return words(grid, "noise", k, across, hidden.noise.cell);
    }
  }
  return "";
}

}  // namespace

std::string hidden_across_cells(const GridProblem& problem, const std::vector<Eigen::Index>& cells,
                                const GridSolution& forward) {
  if (problem.process.transition || problem.grid.dimension() < 2) return "";  // linear: no structure within cells
  const auto& modulation = problem.process.modulation;
  std::vector<double> times = looked_at(problem.time);
  times.resize(std::min(times.size(), modulation && !modulation->rate ? std::size_t{1} : most_times));
  const Array masses = mean_masses(problem.grid, forward);
  const Matrix C = covariance(problem.grid, *forward.last_density());
  for (const double t : times)
    if (std::string found = hidden_at(problem, cells, masses, C, t); !found.empty()) return found;
  return "";
}

}  // namespace fokker
