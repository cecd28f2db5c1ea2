// SPDX-License-Identifier: MIT
#include "characteristics.hpp"

#include <fmt/format.h>

#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {

bool settle(const Axis& along, ArrayOut departures) {
  const Eigen::Index n = along.cells();
  bool ordered = true;
  for (Eigen::Index first = 0; first < departures.size(); first += n + 1) {
    auto line = departures.segment(first, n + 1);
    if (along.periodic()) line[n] = line[0] + (along.edges[n] - along.edges[0]);
    if (along.lower == Boundary::reflecting) line[0] = along.edges[0];
    if (along.upper == Boundary::reflecting) line[n] = along.edges[n];
    ordered = (line.head(n) <= line.tail(n)).all() && ordered;
  }
  return ordered;
}

void Velocities::begin(const Transport& transport, double from, double to) {
  from_ = from;
  to_ = to;
  fields_.clear();
  for (const double t : {from, from + 0.5 * (to - from), to}) fields_.push_back(transport.velocity(t));
}

std::vector<double> Velocities::finer_times() const {
  std::vector<double> times;
  for (int k = 1; k < 4 * substeps(); k += 2) times.push_back(from_ + k * (0.25 * substep()));
  return times;
}

void Velocities::halve(const Transport& transport) {
  const int before = substeps();
  const std::vector<double> times = finer_times();
  fields_.resize(static_cast<std::size_t>(4 * before) + 1);
  for (int k = 2 * before; k > 0; --k)
    fields_[static_cast<std::size_t>(2 * k)] = std::move(fields_[static_cast<std::size_t>(k)]);
  for (std::size_t k = 0; k < times.size(); ++k) fields_[2 * k + 1] = transport.velocity(times[k]);
}

void Trace::along(const Grid& grid, int axis) {
  along_ = &grid.axis(axis);
  axis_ = axis;
  lower_ = along_->edges[0];
  upper_ = along_->edges[along_->cells()];
}

void Trace::bound(ArrayOut position) const {
  if (!along_->periodic()) position = position.max(lower_).min(upper_);
}

template <class Position>
void Trace::velocity(const Field& field, Eigen::Map<Points>& x, const Position& position, Eigen::Map<Array>& result) {
  auto inside = x.col(axis_);
  inside = position;
  bound(inside);
  if (along_->periodic()) inside -= (upper_ - lower_) * ((inside - lower_) / (upper_ - lower_)).floor();
  auto values = values_.points(x.rows(), x.cols());
  field(x, values);
  if (!values.col(axis_).allFinite())
    throw Error(Fault::numerical, fmt::format("the drift along '{}' is not finite on a characteristic", along_->name),
                "finite values on the whole grid");
  result = values.col(axis_);
}

Eigen::Map<Array> Trace::back(const PointsIn& faces, const Velocities& velocities) {
  const Eigen::Index n = faces.rows();
  auto x = x_.points(n, faces.cols());
  x = faces;
  auto position = position_.array(n), k1 = slopes_[0].array(n), k2 = slopes_[1].array(n), k3 = slopes_[2].array(n),
       k4 = slopes_[3].array(n);
  position = faces.col(axis_);
  const double h = velocities.substep();
  for (int k = velocities.substeps(); k-- > 0;) {
    const Field &early = velocities.at(2 * k), &middle = velocities.at(2 * k + 1), &late = velocities.at(2 * k + 2);
    velocity(late, x, position, k1);
    velocity(middle, x, position - 0.5 * h * k1, k2);
    velocity(middle, x, position - 0.5 * h * k2, k3);
    velocity(early, x, position - h * k3, k4);
    position -= h / 6 * (k1 + 2 * (k2 + k3) + k4);
    bound(position);
  }
  return position;
}

}  // namespace fokker
