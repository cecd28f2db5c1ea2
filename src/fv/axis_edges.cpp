#include "fv/axis_edges.hpp"

#include <utility>

#include "fokker/core/control.hpp"
#include "fv/edge_rates.hpp"
#include "fv/edges.hpp"

namespace fokker {

/// Cells begin, ..., end - 1, and what is known on the faces above them.
struct AxisEdges::Block {
  const Process* process;
  double t;
  Eigen::Index begin, end;
  const double *velocity, *diffusion, *slope;
  bool finite;
};

namespace {

/// What the blocks of one thread are evaluated in.
struct Scratch {
  Points x, velocity, diffusion, slope;
  Array down;
};

void evaluate(const Field& field, const Points& x, Points& values) {
  values.resize(x.rows(), x.cols());
  field(x, values);
}

[[noreturn]] void refuse(const Process& process, const Grid& grid, int axis, double t, const Points& x) {
  Points velocity, diffusion;
  evaluate(process.velocity(t), x, velocity);
  evaluate(process.diffusion(t), x, diffusion);
  refuse_coefficients(process, grid, t, x, velocity.col(axis), diffusion.col(axis));
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
  Points x, values;
  for (Eigen::Index begin = 0; begin < grid_.cells(); begin += Faces::block) {
    const Eigen::Index end = std::min<Eigen::Index>(begin + Faces::block, grid_.cells());
    faces_.above(begin, end, x);
    evaluate(field, x, values);
    result.segment(begin, end - begin) = values.col(faces_.axis());
  }
  return result;
}

const AxisEdges::Known& AxisEdges::known(const PacedEdge& paced, const Process& process) const {
  std::call_once(once_, [&] {
    const double t = paced.diffusion_pace.reference;
    known_.velocity = on_faces(paced.velocity(paced.velocity_pace.reference));
    known_.diffusion = on_faces(process.diffusion(t));
    if (!sound(known_.velocity.data(), known_.diffusion.data(), static_cast<int>(grid_.cells()))) {
      Points x;
      for (Eigen::Index i = 0; i < grid_.cells(); ++i)
        if (!sound(&known_.velocity[i], &known_.diffusion[i], 1)) {
          faces_.above(i, i + 1, x);
          refuse_coefficients(process, grid_, t, x, known_.velocity.segment(i, 1), known_.diffusion.segment(i, 1));
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
  thread_local Scratch own;
  const Eigen::Index n = block.end - block.begin, column = faces_.axis() * n;
  if (!drive.known_velocity || drive.slope) faces_.above(block.begin, block.end, own.x);
  if (drive.known_velocity) {
    block.velocity = drive.known_velocity->data() + block.begin;
    block.diffusion = drive.known_diffusion->data() + block.begin;
  } else {
    evaluate(drive.velocity, own.x, own.velocity);
    evaluate(drive.diffusion, own.x, own.diffusion);
    block.velocity = own.velocity.data() + column;
    block.diffusion = own.diffusion.data() + column;
    if (!sound(block.velocity, block.diffusion, static_cast<int>(n)))
      refuse_coefficients(*block.process, grid_, block.t, own.x, own.velocity.col(faces_.axis()),
                          own.diffusion.col(faces_.axis()));
    if (drive.still) own.velocity.col(faces_.axis()).setZero();
  }
  if (drive.slope) {
    evaluate(drive.slope, own.x, own.slope);
    block.slope = own.slope.data() + column;
  }
  faces_.for_runs(block.begin, block.end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index) {
    fill_run(drive, block, i, length, direction);
  });
  if (!faces_.along().periodic()) fill_lower_wall(drive, block, direction);
  if (block.finite) return;
  faces_.above(block.begin, block.end, own.x);
  refuse(*block.process, grid_, faces_.axis(), block.t, own.x);
}

void AxisEdges::fill_run(const AxisDrive& drive, Block& block, Eigen::Index i, Eigen::Index length,
                         Direction& direction) const {
  const Axis& along = faces_.along();
  const Eigen::Index p = grid_.position(i, faces_.axis()), j = next(i, p), k = i - block.begin;
  // an absorbing wall holds p = 0; a reflecting one carries no flux
  const bool wall = p + 1 == along.cells() && !along.periodic();
  if (wall && along.upper != Wall::absorbing) {
    direction.up.segment(i, length).setZero();
    return;
  }
  thread_local Array unused;
  if (wall) unused.resize(length);
  const bool by_phi = drive.phi && !wall;
  const double none = 0;
  const EdgeRun run{static_cast<int>(length),
                    block.velocity + k,
                    block.diffusion + k,
                    drive.velocity_scale,
                    drive.diffusion_scale,
                    by_phi ? drive.phi->data() + i : nullptr,
                    by_phi ? drive.phi->data() + j : nullptr,
                    block.slope ? block.slope + k : nullptr,
                    twice_distance_.data() + p,
                    weight_up_.data() + p,
                    wall ? &none : weight_down_.data() + p,
                    length > 1 && grid_.stride(faces_.axis()) == 1,
                    direction.up.data() + i,
                    wall ? unused.data() : direction.down.data() + j};
  block.finite = edge_rates(run) && block.finite;
}

void AxisEdges::fill_lower_wall(const AxisDrive& drive, Block& block, Direction& direction) const {
  std::vector<Eigen::Index> cells;
  faces_.for_runs(block.begin, block.end, [&](Eigen::Index i, Eigen::Index length, Eigen::Index p) {
    if (p > 0) return;
    const Eigen::Index first_cells = grid_.stride(faces_.axis()) == 1 ? 1 : length;
    if (faces_.along().lower != Wall::absorbing) {
      direction.down.segment(i, first_cells).setZero();
      return;
    }
    for (Eigen::Index k = 0; k < first_cells; ++k) cells.push_back(i + k);
  });
  if (cells.empty()) return;
  const Points x = faces_.lower_wall(cells);
  Points velocity, diffusion, slope;
  evaluate(drive.velocity, x, velocity);
  evaluate(drive.diffusion, x, diffusion);
  if (drive.slope) evaluate(drive.slope, x, slope);
  const Eigen::Index axis = faces_.axis();
  if (!sound(velocity.col(axis).data(), diffusion.col(axis).data(), static_cast<int>(x.rows())))
    refuse_coefficients(*block.process, grid_, block.t, x, velocity.col(axis), diffusion.col(axis));
  if (drive.still) velocity.setZero();
  const double h = faces_.along().width(0), weight = 1 / (h * h), none = 0;
  Array up(x.rows()), down(x.rows());
  block.finite = edge_rates({static_cast<int>(x.rows()), velocity.col(axis).data(), diffusion.col(axis).data(), 1, 1,
                             nullptr, nullptr, drive.slope ? slope.col(axis).data() : nullptr, &h, &none, &weight,
                             false, up.data(), down.data()}) &&
                 block.finite;
  for (Eigen::Index k = 0; k < x.rows(); ++k) direction.down[cells[static_cast<std::size_t>(k)]] = down[k];
}

}  // namespace fokker
