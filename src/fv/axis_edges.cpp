// SPDX-License-Identifier: MIT
#include "fv/axis_edges.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/scratch.hpp"
#include "fokker/core/control.hpp"
#include "fv/edge_rates.hpp"
#include "fv/edges.hpp"

namespace fokker {

/// Cells begin, ..., end - 1, and what is known on the faces above them.
struct AxisEdges::Block {
  const Process* process;
  double t;
  Eigen::Index begin, end;
  const double *drift, *diffusion, *slope;
  bool finite;
};

namespace {

/// Scratch memory for the blocks of one thread.
struct BlockScratch {
  Scratch x, drift, diffusion, slope, up, down;
  std::vector<Eigen::Index> boundary_cells;
};

/// The component along an axis of a field at the points x.
double* evaluate(const Field& field, const PointsIn& x, int axis, Scratch& room) {
  auto values = room.points(x.rows(), x.cols());
  field(x, values);
  return values.col(axis).data();
}

[[noreturn]] void refuse(const Process& process, const Grid& grid, int axis, double t, const Points& x) {
  Points drift(x.rows(), x.cols()), diffusion(x.rows(), x.cols());
  process.divergence_drift(t)(x, drift);
  process.diffusion(t)(x, diffusion);
  refuse_coefficients(process, grid, t, x, drift.col(axis), diffusion.col(axis));
}

}  // namespace

AxisEdges::AxisEdges(Grid grid, int axis) : grid_(std::move(grid)), faces_(grid_, axis) {
  const Axis& along = faces_.along();
  const Eigen::Index n = along.cells();
  const Array widths = along.widths();
  Array after(n);
  after.head(n - 1) = widths.tail(n - 1);
  after[n - 1] = along.periodic() ? widths[0] : 0;
  twice_distance_ = widths + after;
  weight_up_ = 1 / (twice_distance_ * widths);
  weight_down_ = 1 / (twice_distance_ * after);
}

Array AxisEdges::on_faces(const Field& field) const {
  Array result(grid_.cells());
  for (Eigen::Index begin = 0; begin < grid_.cells(); begin += Faces::block) {
    const Eigen::Index end = std::min<Eigen::Index>(begin + Faces::block, grid_.cells());
    Points x(end - begin, grid_.dimension()), values(end - begin, grid_.dimension());
    faces_.above(begin, x);
    field(x, values);
    result.segment(begin, end - begin) = values.col(faces_.axis());
  }
  return result;
}

const AxisEdges::Known& AxisEdges::known(const ModulatedDrift& modulated, const Process& process) const {
  std::call_once(once_, [&] {
    const double t = modulated.diffusion_modulation.reference;
    known_.drift = on_faces(modulated.drift(modulated.drift_modulation.reference));
    known_.diffusion = on_faces(process.diffusion(t));
    if (!sound(known_.drift.data(), known_.diffusion.data(), static_cast<int>(grid_.cells()))) {
      Points x(1, grid_.dimension());
      for (Eigen::Index i = 0; i < grid_.cells(); ++i)
        if (!sound(&known_.drift[i], &known_.diffusion[i], 1)) {
          faces_.above(i, x);
          refuse_coefficients(process, grid_, t, x, known_.drift.segment(i, 1), known_.diffusion.segment(i, 1));
        }
    }
    known_.has_noise = (known_.diffusion != 0).any();
  });
  return known_;
}

Eigen::Index AxisEdges::next(Eigen::Index i, Eigen::Index p) const {
  const Eigen::Index n = faces_.along().cells(), stride = grid_.stride(faces_.axis());
  return p + 1 < n ? i + stride : i - (n - 1) * stride;
}

void AxisEdges::fill(const Process& process, double t, const AxisDrive& drive, int threads,
                     Direction& direction) const {
  parallel_for(static_cast<std::size_t>(grid_.cells()), Faces::block, threads, [&](std::size_t begin, std::size_t end) {
    Block block{&process, t,   static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end), nullptr, nullptr,
                nullptr,  true};
    fill_block(drive, block, direction);
  });
}

void AxisEdges::fill_block(const AxisDrive& drive, Block& block, Direction& direction) const {
  thread_local BlockScratch own;
  const Eigen::Index n = block.end - block.begin;
  const int axis = faces_.axis();
  auto x = own.x.points(n, grid_.dimension());
  if (!drive.known_drift || drive.slope) faces_.above(block.begin, x);
  if (drive.known_drift) {
    block.drift = drive.known_drift->data() + block.begin;
    block.diffusion = drive.known_diffusion->data() + block.begin;
  } else {
    double* drift = evaluate(drive.drift, x, axis, own.drift);
    block.drift = drift;
    block.diffusion = evaluate(drive.diffusion, x, axis, own.diffusion);
    if (!sound(block.drift, block.diffusion, static_cast<int>(n)))
      refuse_coefficients(*block.process, grid_, block.t, x, Eigen::Map<const Array>(block.drift, n),
                          Eigen::Map<const Array>(block.diffusion, n));
    if (drive.still) std::fill_n(drift, n, 0.0);
  }
  if (drive.slope) block.slope = evaluate(drive.slope, x, axis, own.slope);
  faces_.for_runs(block.begin, block.end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index) {
    fill_run(drive, block, i, length, direction);
  });
  if (!faces_.along().periodic()) fill_lower_boundary(drive, block, direction);
  if (block.finite) return;
  faces_.above(block.begin, x);
  refuse(*block.process, grid_, axis, block.t, x);
}

void AxisEdges::fill_run(const AxisDrive& drive, Block& block, Eigen::Index i, Eigen::Index length,
                         Direction& direction) const {
  const Axis& along = faces_.along();
  const Eigen::Index p = grid_.position(i, faces_.axis()), j = next(i, p), k = i - block.begin;
  // an absorbing boundary holds p = 0; a reflecting one carries no flux
  const bool boundary = p + 1 == along.cells() && !along.periodic();
  if (boundary && along.upper != Boundary::absorbing) {
    direction.up.segment(i, length).setZero();
    return;
  }
  thread_local Scratch nowhere, points, at_boundary;
  double* unused = nowhere.array(boundary ? length : 0).data();
  const bool by_phi = drive.phi && !boundary;
  const double none = 0;
  const double* drift = block.drift + k;
  if (boundary && drive.boundary_drift) {
    auto x = points.points(length, grid_.dimension());
    faces_.above(i, x);
    drift = evaluate(drive.boundary_drift, x, faces_.axis(), at_boundary);
  }
  const EdgeRun run{static_cast<int>(length),
                    drift,
                    block.diffusion + k,
                    drive.drift_scale,
                    drive.diffusion_scale,
                    by_phi ? drive.phi->data() + i : nullptr,
                    by_phi ? drive.phi->data() + j : nullptr,
                    block.slope ? block.slope + k : nullptr,
                    twice_distance_.data() + p,
                    weight_up_.data() + p,
                    boundary ? &none : weight_down_.data() + p,
                    length > 1 && grid_.stride(faces_.axis()) == 1,
                    direction.up.data() + i,
                    boundary ? unused : direction.down.data() + j};
  block.finite = edge_rates(run) && block.finite;
}

void AxisEdges::fill_lower_boundary(const AxisDrive& drive, Block& block, Direction& direction) const {
  thread_local BlockScratch own;
  std::vector<Eigen::Index>& cells = own.boundary_cells;
  cells.clear();
  faces_.for_runs(block.begin, block.end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
    if (p > 0) return;
    const Eigen::Index first_cells = grid_.stride(faces_.axis()) == 1 ? 1 : length;
    if (faces_.along().lower != Boundary::absorbing) {
      direction.down.segment(i, first_cells).setZero();
      return;
    }
    for (Eigen::Index k = 0; k < first_cells; ++k) cells.push_back(i + k);
  });
  if (cells.empty()) return;
  const auto n = std::ssize(cells);
  const int axis = faces_.axis();
  auto x = own.x.points(n, grid_.dimension());
  faces_.lower_boundary(cells, x);
  double* drift = evaluate(drive.boundary_drift ? drive.boundary_drift : drive.drift, x, axis, own.drift);
  const double* diffusion = evaluate(drive.diffusion, x, axis, own.diffusion);
  const double* slope = drive.slope ? evaluate(drive.slope, x, axis, own.slope) : nullptr;
  if (!sound(drift, diffusion, static_cast<int>(n)))
    refuse_coefficients(*block.process, grid_, block.t, x, Eigen::Map<const Array>(drift, n),
                        Eigen::Map<const Array>(diffusion, n));
  if (drive.still) std::fill_n(drift, n, 0.0);
  const double h = faces_.along().width(0), weight = 1 / (h * h), none = 0;
  auto up = own.up.array(n), down = own.down.array(n);
  block.finite = edge_rates({static_cast<int>(n), drift, diffusion, 1, 1, nullptr, nullptr, slope, &h, &none, &weight,
                             false, up.data(), down.data()}) &&
                 block.finite;
  for (Eigen::Index k = 0; k < n; ++k) direction.down[cells[static_cast<std::size_t>(k)]] = down[k];
}

}  // namespace fokker
