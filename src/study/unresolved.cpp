// SPDX-License-Identifier: MIT
// Structure of the coefficients within cells, which solves on coarser grids cannot see.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "fv/line_weights.hpp"
#include "fv/vanishing_line.hpp"
#include "levels.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// In kT, of a potential from its chord over a cell: half a cell is then beyond two standard deviations of the local
/// equilibrium.
constexpr double most_departure = 0.5;
/// The same where edges take line weights, which leave cells with larger ones to values at faces.
constexpr double most_departure_of_lines = 50;
/// Of D between neighbouring samples, which stays under bisection.
constexpr double most_ratio = 1.5;
/// The same where edges take line weights, which only D = 0 on one side leaves to values at faces.
constexpr double most_ratio_of_lines = 1e12;
constexpr Eigen::Index block = 1024;

/// Cells that matter at some snapshot.
std::vector<Eigen::Index> filled_cells(const Grid& grid, const GridSolution& solution) {
  Eigen::Array<bool, Eigen::Dynamic, 1> filled = Eigen::Array<bool, Eigen::Dynamic, 1>::Constant(grid.cells(), false);
  for (std::size_t i = 0; i < solution.densities.size(); ++i) {
    const Array masses = *solution.density(i) * grid.volumes();
    filled = filled || masses > least_share * masses.maxCoeff();
  }
  std::vector<Eigen::Index> cells;
  for (Eigen::Index i = 0; i < grid.cells(); ++i)
    if (filled[i]) cells.push_back(i);
  return cells;
}

/// Samples per cell along an axis: features narrower than a cell by more than that are seen by their jumps alone.
int samples_per_cell(int dimension) { return dimension == 1 ? 64 : dimension == 2 ? 16 : 8; }

/// Coefficients at samples along axis k within a block of cells.
class CellSamples {
 public:
  CellSamples(const GridProblem& problem, std::span<const Eigen::Index> cells, int axis, double t)
      : problem_(problem), axis_(axis), t_(t), x_(static_cast<Eigen::Index>(cells.size()), problem.grid.dimension()) {
    const Grid& grid = problem.grid;
    lower_.resize(x_.rows());
    width_.resize(x_.rows());
    for (Eigen::Index i = 0; i < x_.rows(); ++i)
      for (int k = 0; k < grid.dimension(); ++k) {
        const Axis& along = grid.axis(k);
        const Eigen::Index position = grid.position(cells[static_cast<std::size_t>(i)], k);
        x_(i, k) = 0.5 * (along.edges[position] + along.edges[position + 1]);
        if (k == axis) lower_[i] = along.edges[position], width_[i] = along.width(position);
      }
  }

  Array diffusion(double share) {
    go_to(share);
    return diffusion_here();
  }

  /// The force 2 v/D in kT per cell; 0 where there is no noise.
  Array force(double share, const FieldAt& drift) {
    go_to(share);
    Points values(x_.rows(), x_.cols());
    drift(t_)(x_, values);
    const Array D = diffusion_here();
    return (D > 0).select(2 * values.col(axis_) * width_ / D, 0.0);
  }

  Array phi(double share) {
    go_to(share);
    Array values(x_.rows());
    problem_.process.discrete_potential->phi(t_, x_, values);
    return values;
  }

  double place(Eigen::Index i) const { return x_(i, axis_); }
  double width(Eigen::Index i) const { return width_[i]; }

 private:
  void go_to(double share) { x_.col(axis_) = lower_ + share * width_; }
  Array diffusion_here() const {
    const Process& process = problem_.process;
    Points values(x_.rows(), process.noise_columns());
    process.diffusion(t_)(x_, values);
    return values.col(process.correlated ? axis_ * process.dimension + axis_ : axis_);
  }

  const GridProblem& problem_;
  int axis_;
  double t_;
  Points x_;
  Array lower_, width_;
};

/// How U/kT is taken within a cell: as linear by edges, as the parabola of a linear drift by flows, and without a
/// departure beside a change over the cell that is most_slope times as large: beside a vanishing noise the drift that
/// makes up for the correlation grows without bound, and edges carry it with that. (U = c log x departs by 6 % of its
/// change over a cell half as wide as x.)
enum class WithinCell { chord, parabola, slope };
constexpr double most_slope = 5;

/// Largest departure of U/kT from that over a cell, and where.
std::pair<double, double> potential_departure(const GridProblem& problem, WithinCell taken, CellSamples& samples) {
  const auto& potential = problem.process.discrete_potential;
  const bool has_phi = potential && potential->phi && !potential->on_one_grid;
  const FieldAt& drift = has_phi ? potential->rest : problem.process.divergence_drift;
  const int count = samples_per_cell(problem.grid.dimension());
  std::vector<Array> values = {has_phi ? samples.phi(0) : Array(Array::Zero(samples.force(0, drift).size()))};
  Array sum = Array::Zero(values[0].size()), before = samples.force(0, drift);
  for (int s = 1; s <= count; ++s) {
    const double share = static_cast<double>(s) / count;
    const Array force = samples.force(share, drift);
    sum += (before + force) / (2 * count);
    before = force;
    values.push_back(has_phi ? Array(samples.phi(share) + sum) : sum);
  }
  const Array noise = samples.diffusion(0).min(samples.diffusion(1));  // where it vanishes there is no potential
  std::pair<double, double> worst = {0, 0};
  const auto from_chord = [&](int s) -> Array {
    const double share = static_cast<double>(s) / count;
    return values[static_cast<std::size_t>(s)] - (1 - share) * values.front() - share * values.back();
  };
  const Array bend = taken == WithinCell::parabola ? from_chord(count / 2) : Array(Array::Zero(noise.size()));
  Array least = Array::Zero(noise.size());
  if (taken == WithinCell::slope) least = (values.back() - values.front()).abs() / most_slope;
  for (int s = 1; s < count; ++s) {
    const double share = static_cast<double>(s) / count;
    const Array departure = (from_chord(s) - 4 * share * (1 - share) * bend).abs();
    for (Eigen::Index i = 0; i < departure.size(); ++i)
      if (noise[i] > 0 && departure[i] > std::max(least[i], worst.first)) worst = {departure[i], samples.place(i)};
  }
  return worst;
}

/// Ratio of D across a jump within one cell: what stays of a large ratio when its interval is bisected, 1 where D is
/// continuous and its difference shrinks.
double jump_ratio(const GridProblem& problem, Eigen::Index cell, int axis, double t, double low, double high) {
  const std::array<Eigen::Index, 1> one = {cell};
  CellSamples samples(problem, one, axis, t);
  double below = samples.diffusion(low)[0], above = samples.diffusion(high)[0];
  const double least = 0.3 * std::abs(above - below);
  for (int halvings = 0; halvings < 30; ++halvings) {
    const double middle = 0.5 * (low + high), inside = samples.diffusion(middle)[0];
    if (std::abs(inside - below) > std::abs(above - inside)) {
      high = middle;
      above = inside;
    } else {
      low = middle;
      below = inside;
    }
    if (std::abs(above - below) < least) return 1;
  }
  return std::max(below, above) / std::min(below, above);
}

/// A jump of D along the axis; "" where there is none.
std::string noise_jump(const GridProblem& problem, std::span<const Eigen::Index> cells, int axis, double t,
                       double most) {
  CellSamples samples(problem, cells, axis, t);
  const int count = problem.grid.dimension() == 1 ? 16 : 4;
  Array before = samples.diffusion(0);
  for (int s = 1; s <= count; ++s) {
    const double low = static_cast<double>(s - 1) / count, high = static_cast<double>(s) / count;
    const Array here = samples.diffusion(high);
    for (Eigen::Index i = 0; i < here.size(); ++i) {
      if (!(std::max(here[i], before[i]) > most * std::min(here[i], before[i]))) continue;
      const double ratio = jump_ratio(problem, cells[static_cast<std::size_t>(i)], axis, t, low, high);
      if (ratio > most)
        return fmt::format("the noise jumps along {} near {:.4g}, D by a factor of {:.3g}",
                           problem.grid.axis(axis).name, samples.place(i), ratio);
    }
    before = here;
  }
  return "";
}

std::string within_cells(const GridProblem& problem, const std::vector<Eigen::Index>& cells, int axis, double t,
                         bool by_lines, WithinCell taken) {
  const bool jumps_matter = problem.process.noise_exponent != 0;
  const bool potential_matters = problem.forward.flux != Flux::semi_lagrangian;
  const double most = by_lines ? most_departure_of_lines : most_departure;
  std::pair<double, double> worst = {0, 0};
  for (std::size_t begin = 0; begin < cells.size(); begin += block) {
    const std::span<const Eigen::Index> part(cells.data() + begin, std::min<std::size_t>(block, cells.size() - begin));
    if (jumps_matter)
      if (std::string jump = noise_jump(problem, part, axis, t, by_lines ? most_ratio_of_lines : most_ratio);
          !jump.empty())
        return jump;
    if (!potential_matters) continue;
    CellSamples samples(problem, part, axis, t);
    worst = std::max(worst, potential_departure(problem, taken, samples));
  }
  if (worst.first <= most) return "";
  return fmt::format(
      "the potential departs by {:.3g} kT from a straight line within a cell along {} near {:.4g}; about {:.2g} "
      "times the cells there resolve it",
      worst.first, problem.grid.axis(axis).name, worst.second, std::sqrt(worst.first / most));
}

}  // namespace

std::string unresolved_features(const GridProblem& problem, const GridSolution& forward,
                                const std::vector<double>& steps, const GridSolution* reversed) {
  if (std::string found = hidden_in_start(problem); !found.empty()) return found;
  if (std::string found = hidden_by_steps(problem, steps); !found.empty()) return found;
  if (std::string found = hidden_behind_boundary(problem, forward); !found.empty()) return found;
  const Process& process = problem.process;
  const DensityRow last = forward.last_density();
  const std::vector<Eigen::Index> cells = filled_cells(problem.grid, forward);
  const bool steady = process.modulation && !process.modulation->rate;
  const bool by_lines = !reversed && takes_line_weights(process, problem.forward.flux);
  const bool flowed = process.correlated && carried_part(reversed ? *reversed : forward, 0) == 1;
  const WithinCell taken = flowed ? WithinCell::parabola : WithinCell::chord;
  for (const double t : looked_at(problem.time)) {
    const auto line = reversed ? std::nullopt : VanishingLine::find(process, problem.grid, problem.forward.flux, t, 1);
    for (int k = 0; k < problem.grid.dimension(); ++k) {
      if (process.transition) continue;              // a linear process has no structure within cells
      const bool known = line && line->axis() == k;  // its potential within cells is
      for (const bool upper : {false, true})
        if (std::string found = by_lines || reversed ? "" : closed_boundary(problem, *last, {k, upper}, t);
            !found.empty())
          return found;
      for (const bool upper : {false, true})
        if (std::string found = singular_boundary(problem, *last, {k, upper}, t, by_lines || known); !found.empty())
          return found;
      const std::string found =
          known ? "" : within_cells(problem, cells, k, t, by_lines, line ? WithinCell::slope : taken);
      if (!found.empty()) return found;
    }
    if (steady) break;
  }
  return hidden_across_cells(problem, cells, forward);
}

}  // namespace fokker
