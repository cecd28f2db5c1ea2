// SPDX-License-Identifier: MIT
// Edges of an axis whose noise vanishes at a boundary, and of the axes that it is correlated with.
#include <algorithm>
#include <cmath>

#include "fv/bernoulli.hpp"
#include "fv/each_edge.hpp"
#include "fv/vanishing_line.hpp"

namespace fokker {

Array VanishingLine::scales(int cells) const {
  const Axis& along = grid_.axis(axis_);
  Array result = Array::Ones(along.cells());
  for (Eigen::Index p = 0; p + cells < along.cells(); ++p) {
    const Eigen::Index to = p + cells;
    double resistance = 0;  // in units of the first mass
    for (Eigen::Index q = p; q < to; ++q) resistance += std::exp(log_mass_[p] - log_conductance_[q]);
    const double n = cells, weight = diffusion_[p] / along.width(p) + diffusion_[to] / along.width(to);
    const double at_points = 0.25 * weight * bernoulli(phi_[to] - phi_[p]).minus / along.width(p);
    result[p] = n / resistance / at_points;
  }
  return result;
}

void VanishingLine::scale(Direction& direction) const {
  const int cells = direction.lines->offset()[static_cast<std::size_t>(axis_)];
  if (cells == 0) return;
  const Array scale = scales(std::abs(cells));
  Array &above = cells > 0 ? direction.up : direction.down, &below = cells > 0 ? direction.down : direction.up;
  for (Eigen::Index i = 0; i < grid_.cells(); ++i) {
    const Eigen::Index p = grid_.position(i, axis_), back = p - std::abs(cells);
    above[i] *= scale[p];
    if (back >= 0) below[i] *= scale[back];
  }
}

Array VanishingLine::distances(int axis) const {
  const Axis& along = grid_.axis(axis);
  const Eigen::Index n = along.cells();
  const Array places = axis == axis_ ? mean_ : along.centres();
  Array result(n);
  result.head(n - 1) = places.tail(n - 1) - places.head(n - 1);
  result[n - 1] = along.edges[n] - places[n - 1] + places[0] - along.edges[0];
  return result;
}

VanishingLine::FaceEdges VanishingLine::own_edges(const Points& D, const Points& v, int axis) const {
  const Axis& along = grid_.axis(axis);
  const int d = grid_.dimension();
  FaceEdges own{Array::Zero(grid_.cells()), Array::Zero(grid_.cells())};
  for (Eigen::Index i = 0; i < grid_.cells(); ++i) {
    const Eigen::Index p = grid_.position(i, axis);
    if (p + 1 == along.cells() && !along.periodic()) continue;
    const Eigen::Index j = grid_.above(i, axis);
    for (const Eigen::Index cell : {i, j}) {
      const double width = along.width(grid_.position(cell, axis)), mass = this->mass(cell);
      own.flux[i] += 0.5 * v(cell, axis) * mass / width;
      if (axis != axis_) own.conductance[i] += 0.25 * D(cell, axis * d + axis) * mass / (width * width);
    }
    if (axis == axis_) own.conductance[i] = std::exp(log_conductance_[p]) * grid_.volumes()[i] / along.width(p);
  }
  return own;
}

double VanishingLine::mass(Eigen::Index i) const {
  return std::exp(phi_[grid_.position(i, axis_)]) * grid_.volumes()[i];
}

Eigen::Index VanishingLine::first_face(const Span& span) const {
  return grid_.position(span.cells > 0 ? span.i : span.j, span.axis);
}

double VanishingLine::length(const Span& span, const Array& distance) const {
  double sum = 0;
  for (Eigen::Index q = 0, first = first_face(span); q < std::abs(span.cells); ++q)
    sum += distance[(first + q) % distance.size()];
  return sum;
}

template <class Visit>
void VanishingLine::for_each_face(const Span& span, const Visit& visit) const {
  const Eigen::Index count = grid_.axis(span.axis).cells(), stride = grid_.stride(span.axis), first = first_face(span);
  for (const Eigen::Index end : {span.i, span.j})
    for (Eigen::Index q = 0; q < std::abs(span.cells); ++q) {
      const Eigen::Index face = (first + q) % count;
      visit(end + (face - grid_.position(end, span.axis)) * stride, face);
    }
}

void VanishingLine::subtract(const Direction& direction, int axis, const Array& masses, FaceEdges& left) const {
  const int cells = direction.lines->offset()[static_cast<std::size_t>(axis)];
  const Array distance = distances(axis);
  for_each_edge(*direction.lines, [&](Eigen::Index i, Eigen::Index j) {
    if (i < 0 || j < 0 || (direction.up[i] == 0 && direction.down[j] == 0)) return;
    const double up = direction.up[i] * masses[i], down = direction.down[j] * masses[j];
    const Span span{i, j, axis, cells};
    const double length = this->length(span, distance);
    for_each_face(span, [&](Eigen::Index cell, Eigen::Index face) {
      left.conductance[cell] -= 0.25 * (up + down) * length / distance[face];
      left.flux[cell] -= 0.5 * (cells > 0 ? up - down : down - up);
    });
  });
}

void VanishingLine::subtract_cross(const Direction& direction, const Array& masses, Points& v) const {
  const std::vector<int>& offset = direction.lines->offset();
  const int d = grid_.dimension();
  for (int m = 0; m < d; ++m)
    for (int l = 0; l < d; ++l) {
      const int along = offset[static_cast<std::size_t>(m)], across = offset[static_cast<std::size_t>(l)];
      if (l == m || along == 0 || across == 0) continue;
      const Array distance = distances(m);
      const double sign = (along > 0) == (across > 0) ? 1 : -1;
      for_each_edge(*direction.lines, [&](Eigen::Index i, Eigen::Index j) {
        if (i < 0 || j < 0 || (direction.up[i] == 0 && direction.down[j] == 0)) return;
        const double conducted = 0.25 * (direction.up[i] * masses[i] + direction.down[j] * masses[j]);
        const double carried = sign * conducted * length({i, j, m, along}, distance);
        for_each_face({i, j, l, across}, [&](Eigen::Index below, Eigen::Index) {
          const Eigen::Index above = grid_.above(below, l);
          v(below, m) -= carried / masses[below];
          v(above, m) += carried / masses[above];
        });
      });
    }
}

void VanishingLine::complete(const Points& D, Points v, std::vector<Direction>& directions) const {
  const Array masses = Array::NullaryExpr(grid_.cells(), [&](Eigen::Index i) { return mass(i); });
  for (const Direction& direction : directions) subtract_cross(direction, masses, v);
  for (int axis = 0; axis < grid_.dimension(); ++axis) {
    FaceEdges left = own_edges(D, v, axis);
    Direction* own = nullptr;
    for (Direction& direction : directions) {
      const std::vector<int>& offset = direction.lines->offset();
      if (offset[static_cast<std::size_t>(axis)] == 0) continue;
      if (std::count(offset.begin(), offset.end(), 0) + 1 == std::ssize(offset))
        own = &direction;
      else
        subtract(direction, axis, masses, left);
    }
    if (!own) continue;
    for (Eigen::Index i = 0; i < grid_.cells(); ++i) {
      if (grid_.position(i, axis) + 1 == grid_.axis(axis).cells() && !grid_.axis(axis).periodic()) continue;
      const Eigen::Index j = grid_.above(i, axis);
      const BernoulliPair rates = scaled_bernoulli(std::max(0.0, left.conductance[i]), left.flux[i]);
      own->up[i] = rates.minus / masses[i];
      own->down[j] = rates.plus / masses[j];
    }
  }
}

}  // namespace fokker
