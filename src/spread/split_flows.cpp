// SPDX-License-Identifier: MIT
#include "spread/split_flows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fv/axis_edges.hpp"
#include "fv/blocks.hpp"
#include "fv/edges.hpp"
#include "fv/flow_peclet.hpp"
#include "spread/petsc.hpp"
#include "spread/refusals.hpp"
#include "time/flow_step.hpp"
#include "time/l1_distance.hpp"

namespace fokker {
namespace {

double reduced(double here, MPI_Op operation) {
  double all = 0;
  MPI_Allreduce(&here, &all, 1, MPI_DOUBLE, operation, PETSC_COMM_WORLD);
  return all;
}

void any_of_all(std::vector<int>& flags) {
  MPI_Allreduce(MPI_IN_PLACE, flags.data(), static_cast<int>(flags.size()), MPI_INT, MPI_MAX, PETSC_COMM_WORLD);
}

/// Gives all ranks the numbers of the first one.
Array of_first(Array numbers) {
  MPI_Bcast(numbers.data(), static_cast<int>(numbers.size()), MPI_DOUBLE, 0, PETSC_COMM_WORLD);
  return numbers;
}

Eigen::Index first_cell(const FlowRows& rows) { return rows.slabs().begin(rows.rank()) * rows.grid().stride(0); }
Eigen::Index end_cell(const FlowRows& rows) { return rows.slabs().begin(rows.rank() + 1) * rows.grid().stride(0); }

}  // namespace

bool SplitFlows::offered(const SharedSolve& solve) {
  return solve.process.correlated && !absorbs(solve.grid) && (solve.flows || solve.flux == Flux::flows);
}

SplitFlows::SplitFlows(const Ranks& ranks, const SharedSolve& solve, const Slabs& rows, const Grid& columns,
                       Process process)
    : ranks_(ranks),
      process_(std::move(process)),
      flux_(solve.flux),
      carry_(solve.flux == Flux::flows ? std::nullopt : solve.flows),
      options_(solve.options),
      whole_{solve.grid},
      sides_{Operator{columns}, Operator{part_of(solve.grid, rows, ranks.rank())}},
      rows_(solve.grid, rows, ranks.rank()),
      near_(solve.grid, rows, ranks.rank(), {3, 3, true}),
      above_(solve.grid, rows, ranks.rank(), {0, 4, false}) {}

void SplitFlows::assemble(double begin, double end, const Together& with_points) {
  const double t = begin + 0.5 * (end - begin);
  if (process_.modulation) {
    const TimeModulation& modulation = *process_.modulation;
    if (!origin_) {
      assemble_at(modulation.rate ? modulation.reference : t, with_points);
      for (Operator& side : sides_)
        for (Direction& direction : side.directions) direction.find_shared();
      origin_ = std::make_shared<int>();
    }
    whole_.rate_factor = modulation.mean(begin, end) / modulation.at(modulation.reference);
    ranks_.together([&] {
      if (!std::isfinite(whole_.rate_factor)) refuse_coefficients(process_, whole_.grid, t, {}, {}, {});
    });
  } else {
    assemble_at(t, with_points);
  }
  for (Operator& side : sides_) {
    side.rate_factor = whole_.rate_factor;
    side.origin = origin_;
  }
}

void SplitFlows::assemble_at(double t, const Together& with_points) {
  ranks_.together([&] { require_kept_noise(process_, whole_.grid, flux_, t, options_.control.threads); });
  const NoisePattern of_all = pattern(t);
  with_points([&] { whole_.flows = std::make_shared<NoiseFlows>(process_, whole_.grid, t, of_all); });
  find_peclet(t, with_points);
  fill_axes(t);
}

NoisePattern SplitFlows::pattern(double t) const {
  std::optional<NoisePattern> here;
  ranks_.together([&] {
    here.emplace(process_.noise(t), whole_.grid, first_cell(rows_), end_cell(rows_), options_.control.threads);
  });
  const Array first = of_first(here->first);
  for (Eigen::Index k = 0; k < first.size(); ++k)
    if (here->first[k] != first[k]) here->varied[static_cast<std::size_t>(k)] = 1;
  any_of_all(here->filled);
  any_of_all(here->varied);
  return *std::move(here);
}

void SplitFlows::find_peclet(double t, const Together& with_points) {
  if (!carry_) return;
  const Grid& grid = sides_[1].grid;
  const int d = grid.dimension(), threads = options_.control.threads;
  const bool by_phi = process_.discrete_potential && process_.discrete_potential->phi;
  const FieldAt& drift = by_phi ? process_.discrete_potential->rest : process_.divergence_drift;
  const Points centres = grid.centres(), widths = grid.upper_corners() - grid.lower_corners();
  Points D, v = Points::Zero(centres.rows(), d);
  ranks_.together([&] { D = at_cells(process_.diffusion(t), centres, d * d, threads); });
  if (*carry_ != EdgesCarry::noise) with_points([&] { v = at_cells(drift(t), centres, d, threads); });
  const Array first = of_first(D.row(0).transpose());
  bool varies = false;
  for (Eigen::Index k = 0; k < D.cols(); ++k) varies = varies || (D.col(k) != first[k]).any();
  varies = ranks_.any(varies);
  ranks_.together([&] { peclet_ = edge_peclet({D, widths, grid.volumes(), threads}, v, varies); });
}

void SplitFlows::fill_axes(double t) {
  const int d = whole_.grid.dimension();
  AxisDrive drive;
  drive.drift = [](const PointsIn&, PointsOut values) { values.setZero(); };
  drive.diffusion = whole_.flows->axis_diffusion();
  std::vector<int> moves;
  ranks_.together([&] {
    for (int k = 0; k < d; ++k) moves.push_back(AxisEdges(side_of(k).grid, k).any_nonzero(drive.diffusion));
  });
  any_of_all(moves);
  axes_.clear();
  std::array<std::size_t, 2> used{};
  ranks_.together([&] {
    for (int k = 0; k < d; ++k) {
      if (!moves[static_cast<std::size_t>(k)]) continue;
      Operator& side = side_of(k);
      auto& lines = lines_[static_cast<std::size_t>(k)];
      if (!lines) lines = std::make_shared<const Lines>(side.grid, axis_offset(d, k));
      Direction& direction = direction_at(side, used[k == 0 ? 0 : 1]++, lines);
      AxisEdges(side.grid, k).fill(process_, t, drive, options_.control.threads, direction);
      axes_.push_back(k);
    }
  });
  for (const std::size_t side : {0, 1}) sides_[side].directions.resize(used[side]);
}

bool SplitFlows::suit(double dt, const Array& rows) const {
  const SharedRows shared{first_cell(rows_), [](double here) { return reduced(here, MPI_SUM); },
                          [&](const std::function<double()>& here) {
                            double number = 0;
                            ranks_.together([&] { number = here(); });
                            return reduced(number, MPI_MAX);
                          }};
  if (!FlowStep::suits(whole_, dt, rows, &shared)) return false;
  if (!carry_) return true;
  double sums[] = {(rows * peclet_).sum(), rows.sum()};
  MPI_Allreduce(MPI_IN_PLACE, sums, 2, MPI_DOUBLE, MPI_SUM, PETSC_COMM_WORLD);
  return options_.stepper == Stepper::sdirk2 && sums[0] > flow_part * options_.carry_above * sums[1];
}

std::size_t SplitFlows::pieces() const { return FlowStep::pieces(*whole_.flows); }

const LineSolver& SplitFlows::solve_lines(int axis, double dt, Array& masses) {
  static const Array no_source;
  const Operator& side = side_of(axis);
  LineSolver& solver = solvers_[static_cast<std::size_t>(axis)];
  StepStatistics ignored;
  for (const Direction& direction : side.directions)
    if (direction.lines->offset()[static_cast<std::size_t>(axis)] != 0)
      solver.step(direction, side.origin, no_source, {task_of(options_.stepper), side.rate_factor, dt},
                  options_.control.threads, masses, ignored);
  return solver;
}

const SharedDeposit& SplitFlows::deposit(std::size_t piece, double time) {
  return known_.of(whole_.flows, piece, time, [&] {
    MovedCentres moved;
    ranks_.together([&] {
      moved = moved_centres(whole_.grid, {whole_.flows.get(), piece, time}, first_cell(rows_), end_cell(rows_),
                            options_.control.threads);
    });
    return SharedDeposit(rows_, moved, options_.control.threads);
  });
}

/// One by one, as a program alone adds them up.
void SplitFlows::zero_residues(std::size_t number, Array& rows, std::vector<BatchCounts>& counts) const {
  for (double& mass : rows)
    if (mass < 0) {
      counts.push_back({static_cast<double>(number), 0, 0, 1, -mass, 0, 0, 0});
      mass = 0;
    }
}

void SplitFlows::advance(std::size_t piece, double dt, std::size_t& number, Array& rows,
                         std::vector<BatchCounts>& counts) {
  const Grid& here = sides_[1].grid;
  const int threads = options_.control.threads;
  const SharedDeposit& moves = deposit(piece, dt * whole_.rate_factor);
  const auto along = [&](int axis) { return AxisPart{0, here.axis(axis).cells()}; };
  near_.fetch(rows, wide_);
  to_points_along(whole_.grid, 0, near_.part(), threads, points_, wide_);
  near_.keep_own(wide_, rows);
  zero_residues(number++, rows, counts);
  for (int axis = 1; axis < here.dimension(); ++axis) {
    to_points_along(here, axis, along(axis), threads, points_, rows);
    zero_residues(number++, rows, counts);
  }
  moves.apply(threads, deposits_, rows);
  const std::vector<double>& held_back = deposits_.deposit.held_back;
  for (std::size_t tile = 0; tile < held_back.size(); ++tile)
    if (rows_.counts(tile) && held_back[tile] != 0)
      counts.push_back({static_cast<double>(number), 0, held_back[tile], 0, 0, 0, 0, 0});
  zero_residues(++number, rows, counts);
  near_.fetch(rows, wide_);
  to_averages_along(whole_.grid, 0, near_.part(), threads, points_, wide_);
  near_.keep_own(wide_, rows);
  for (int axis = 1; axis < here.dimension(); ++axis)
    to_averages_along(here, axis, along(axis), threads, points_, rows);
  ++number;
}

double SplitFlows::deposit_error(const Array& rows) {
  double sum = 0;
  for (int k = 0; k < whole_.grid.dimension(); ++k) {
    if (k == 0) above_.fetch(rows, wide_);
    const Grid& grid = k == 0 ? whole_.grid : sides_[1].grid;
    const Eigen::Index n = k == 0 ? above_.part().count : grid.axis(k).cells();
    const Array differences = FlowStep::fourth_differences(grid, k, n, k == 0 ? wide_ : rows);
    DistanceBins bins;
    bins.add(differences, reduced(largest_of(differences), MPI_MAX), whole_.grid.cells());
    sum += reduced(bins.coarse, MPI_SUM) + reduced(bins.fine, MPI_SUM);
  }
  return FlowStep::deposit_error(*whole_.flows, sum);
}

}  // namespace fokker
