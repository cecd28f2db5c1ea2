#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/fv/bernoulli.hpp"
#include "fokker/fv/operator.hpp"
#include "fv/edges.hpp"

namespace fokker {
namespace {

/// Centres of the faces above each cell, then of the faces on the lower wall in order of cell number.
Points face_points(const Grid& grid, int axis) {
  const Points centres = grid.centres();
  Points faces(grid.cells() + grid.cells() / grid.axis(axis).cells(), grid.dimension());
  faces.topRows(grid.cells()) = centres;
  Eigen::Index wall = grid.cells();
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    faces(i, axis) = grid.axis(axis).edges[grid.position(i, axis) + 1];
    if (grid.position(i, axis) != 0) continue;
    faces.row(wall) = centres.row(i);
    faces(wall++, axis) = grid.axis(axis).edges[0];
  }
  return faces;
}

/// Coefficients on the faces across one axis.
struct FaceCoefficients {
  Array velocity, diffusion;
};

void fill_axis_rates(const Grid& grid, int axis, const FaceCoefficients& at, const Array& phi, Direction& direction) {
  const Axis& along = grid.axis(axis);
  const Array widths = along.widths();
  // rate of mass across a face at `distance` from the centre of a cell of width h: (D / 2 distance) B / h
  const auto edge = [&](Eigen::Index face, double distance, double difference) {
    const double D = at.diffusion[face];
    const BernoulliPair pair = scaled_bernoulli(D, 2 * at.velocity[face] * distance + D * difference);
    return BernoulliPair{pair.plus / (2 * distance), pair.minus / (2 * distance)};
  };
  Eigen::Index lower_wall = grid.cells();
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const Eigen::Index p = grid.position(i, axis);
    const double h = widths[p];
    if (p == 0 && !along.periodic()) {
      // an absorbing wall holds p = 0 at half a cell's distance; a reflecting one carries no flux
      direction.down[i] = along.lower == Wall::absorbing ? edge(lower_wall, 0.5 * h, 0).plus / h : 0;
      ++lower_wall;
    }
    if (p + 1 == along.cells() && !along.periodic()) {
      direction.up[i] = along.upper == Wall::absorbing ? edge(i, 0.5 * h, 0).minus / h : 0;
      continue;
    }
    const Eigen::Index j = grid.above(i, axis);
    const double h_above = widths[grid.position(j, axis)];
    const BernoulliPair pair = edge(i, 0.5 * (h + h_above), phi.size() > 0 ? phi[j] - phi[i] : 0);
    direction.up[i] = pair.minus / h;
    direction.down[j] = pair.plus / h_above;
  }
}

}  // namespace

Assembler::Assembler(Process process, Grid grid, Flux flux)
    : process_(std::move(process)), grid_(std::move(grid)), flux_(flux), centres_(grid_.centres()) {
  if (process_.dimension != grid_.dimension())
    throw Error(Fault::problem,
                fmt::format("a process in {} and a grid in {} dimensions", process_.dimension, grid_.dimension()),
                "one axis per coordinate");
  if (process_.correlated) return;
  for (int k = 0; k < grid_.dimension(); ++k) faces_.push_back(face_points(grid_, k));
}

bool Assembler::carried(bool has_noise) const {
  return flux_ == Flux::semi_lagrangian || (flux_ == Flux::automatic && !has_noise);
}

std::shared_ptr<const Lines> Assembler::lines(const std::vector<int>& offset) const {
  auto& known = lines_[offset];
  if (!known) known = std::make_shared<const Lines>(grid_, offset);
  return known;
}

void Assembler::assemble(double t, Operator& result) const {
  result.transports.clear();
  Array phi;
  if (process_.edge && flux_ != Flux::semi_lagrangian) {
    phi.resize(grid_.cells());
    process_.edge->phi(t, centres_, phi);
  }
  if (process_.correlated) return assemble_offsets(t, phi, result);
  std::size_t used = 0;
  for (int k = 0; k < grid_.dimension(); ++k) used += assemble_axis(t, k, phi, used, result) ? 1 : 0;
  result.directions.resize(used);
}

bool Assembler::assemble_axis(double t, int axis, const Array& phi, std::size_t slot, Operator& result) const {
  const Points& faces = faces_[static_cast<std::size_t>(axis)];
  Points values(faces.rows(), faces.cols());
  FaceCoefficients at;
  process_.diffusion(t)(faces, values);
  at.diffusion = values.col(axis);
  const bool has_noise = (at.diffusion != 0).any();
  const bool carry = carried(has_noise);
  const bool by_phi = phi.size() > 0 && has_noise && !carry;
  (by_phi ? process_.edge->rest : process_.velocity)(t)(faces, values);
  at.velocity = values.col(axis);
  if (!at.velocity.allFinite() || !at.diffusion.allFinite() || !(at.diffusion >= 0).all())
    refuse_coefficients(process_, grid_, t, faces, at.velocity, at.diffusion);
  const bool moves = (at.velocity != 0).any();
  if (carry && moves) result.transports.push_back({axis, t, process_.velocity});
  if (carry) at.velocity.setZero();
  if (!has_noise && (carry || !moves)) return false;

  Direction& direction = direction_at(result, slot, lines(axis_offset(grid_.dimension(), axis)));
  fill_axis_rates(grid_, axis, at, by_phi ? phi : Array(), direction);
  if (!direction.up.allFinite() || !direction.down.allFinite())
    refuse_coefficients(process_, grid_, t, faces, at.velocity, at.diffusion);
  return true;
}

}  // namespace fokker
