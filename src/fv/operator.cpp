#include "fokker/fv/operator.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/fv/bernoulli.hpp"

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

[[noreturn]] void refuse_coefficients(const Process& process, const Grid& grid, int axis, double t, const Points& faces,
                                      const Points& v, const Points& D) {
  for (Eigen::Index i = 0; i < faces.rows(); ++i) {
    if (std::isfinite(v(i, axis)) && std::isfinite(D(i, axis)) && D(i, axis) >= 0) continue;
    std::string place;
    for (int k = 0; k < grid.dimension(); ++k) place += fmt::format(" {} = {}", grid.axis(k).name, faces(i, k));
    const std::string part = process.explain ? process.explain(faces.row(i).transpose().matrix(), t) : "";
    throw Error(Fault::numerical,
                fmt::format("at t = {},{}: velocity {}, diffusion {}{}", t, place, v(i, axis), D(i, axis),
                            part.empty() ? "" : ", from " + part),
                "finite values, diffusion >= 0");
  }
  throw Error(Fault::numerical,
              fmt::format("at t = {}: a jump rate along '{}' is not finite", t, grid.axis(axis).name));
}

}  // namespace

void Operator::apply(const Array& masses, Array& rate) const {
  rate = Array::Zero(masses.size());
  for (const Direction& direction : directions) {
    const Axis& along = grid.axis(direction.axis);
    for (Eigen::Index i = 0; i < masses.size(); ++i) {
      const Eigen::Index j = grid.above(i, direction.axis);
      const bool wall = grid.position(i, direction.axis) + 1 == along.cells();
      if (wall && !along.periodic()) {
        rate[i] -= direction.up[i] * masses[i];
        rate[j] -= direction.down[j] * masses[j];
        continue;
      }
      const double flux = direction.up[i] * masses[i] - direction.down[j] * masses[j];
      rate[i] -= flux;
      rate[j] += flux;
    }
  }
}

Assembler::Assembler(Process process, Grid grid)
    : process_(std::move(process)), grid_(std::move(grid)), centres_(grid_.centres()) {
  if (process_.dimension != grid_.dimension())
    throw Error(Fault::problem,
                fmt::format("a process in {} and a grid in {} dimensions", process_.dimension, grid_.dimension()),
                "one axis per coordinate");
  for (int k = 0; k < grid_.dimension(); ++k) faces_.push_back(face_points(grid_, k));
}

Operator Assembler::blank() const {
  Operator result{grid_, {}};
  for (int k = 0; k < grid_.dimension(); ++k)
    result.directions.push_back({k, Array::Zero(grid_.cells()), Array::Zero(grid_.cells())});
  return result;
}

void Assembler::assemble(double t, Operator& result) const {
  for (auto& direction : result.directions) assemble_axis(t, direction.axis, direction);
}

void Assembler::assemble_axis(double t, int axis, Direction& direction) const {
  const Axis& along = grid_.axis(axis);
  const Points& faces = faces_[static_cast<std::size_t>(axis)];
  Points velocity(faces.rows(), faces.cols());
  Points diffusion(faces.rows(), faces.cols());
  Array phi = Array::Zero(grid_.cells());
  process_.diffusion(t)(faces, diffusion);
  (process_.edge ? process_.edge->rest : process_.velocity)(t)(faces, velocity);
  if (process_.edge) process_.edge->phi(t, centres_, phi);
  if (!velocity.col(axis).allFinite() || !diffusion.col(axis).allFinite() || !(diffusion.col(axis) >= 0).all())
    refuse_coefficients(process_, grid_, axis, t, faces, velocity, diffusion);

  const Array widths = along.widths();
  // rate of mass across a face at `distance` from the centre of a cell of width h: (D / 2 distance) B / h
  const auto edge = [&](Eigen::Index face, double distance, double difference) {
    const double D = diffusion(face, axis);
    const BernoulliPair pair = scaled_bernoulli(D, 2 * velocity(face, axis) * distance + D * difference);
    return BernoulliPair{pair.plus / (2 * distance), pair.minus / (2 * distance)};
  };
  Eigen::Index lower_wall = grid_.cells();
  for (Eigen::Index i = 0; i < grid_.cells(); ++i) {
    const Eigen::Index p = grid_.position(i, axis);
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
    const Eigen::Index j = grid_.above(i, axis);
    const double h_above = widths[grid_.position(j, axis)];
    const BernoulliPair pair = edge(i, 0.5 * (h + h_above), phi[j] - phi[i]);
    direction.up[i] = pair.minus / h;
    direction.down[j] = pair.plus / h_above;
  }
  if (!direction.up.allFinite() || !direction.down.allFinite())
    refuse_coefficients(process_, grid_, axis, t, faces, velocity, diffusion);
}

}  // namespace fokker
