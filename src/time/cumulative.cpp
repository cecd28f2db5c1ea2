// SPDX-License-Identifier: MIT
#include "cumulative.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

/// Weights w_j of node values in the derivative at nodes[at] of the polynomial through all nodes.
std::vector<double> derivative_weights(const std::vector<double>& nodes, std::size_t at) {
  std::vector<double> weights(nodes.size(), 0.0);
  for (std::size_t j = 0; j < nodes.size(); ++j) {
    if (j == at) continue;
    double w = 1 / (nodes[j] - nodes[at]);
    for (std::size_t m = 0; m < nodes.size(); ++m)
      if (m != j && m != at) w *= (nodes[at] - nodes[m]) / (nodes[j] - nodes[m]);
    weights[j] = w;
    weights[at] -= w;
  }
  return weights;
}

}  // namespace

SlopeStencils::SlopeStencils(const Axis& axis)
    : cells(axis.cells()),
      periodic(axis.periodic()),
      period(axis.edges[cells] - axis.edges[0]),
      edges(axis.edges.data(), axis.edges.data() + axis.edges.size()),
      lower(static_cast<std::size_t>(cells)),
      upper(lower.size()) {
  const Array all = axis.widths();
  widths.assign(all.data(), all.data() + cells);
  const Eigen::Index nodes = std::min(window, cells + 1);
  const auto begin = [&](Eigen::Index face) {
    const Eigen::Index centred = face - nodes / 2;
    return periodic ? centred : std::clamp<Eigen::Index>(centred, 0, cells + 1 - nodes);
  };
  for (Eigen::Index cell = 0; cell < cells; ++cell) {
    const auto c = static_cast<std::size_t>(cell);
    first.push_back(begin(cell));
    for (const bool above : {false, true}) {
      Weights& weights = above ? upper[c] : lower[c];
      const Eigen::Index face = cell + (above ? 1 : 0), shift = begin(face) - first[c];
      const std::vector<double> slopes = slope(face, begin(face));
      for (std::size_t j = 0; j < slopes.size(); ++j)
        weights[static_cast<std::size_t>(shift) + j] = widths[c] * slopes[j];
      weights[static_cast<std::size_t>(cell - first[c])] -= 1;
    }
  }
}

std::vector<double> SlopeStencils::slope(Eigen::Index face, Eigen::Index begin) const {
  const Eigen::Index nodes = std::min(window, cells + 1);
  std::vector<double> places;
  for (Eigen::Index j = 0; j < nodes; ++j) places.push_back(edge(begin + j));
  std::vector<double> weights = derivative_weights(places, static_cast<std::size_t>(face - begin));
  // the cumulative mass at a node is the sum of the stencil's masses below it
  for (std::size_t j = weights.size() - 1; j-- > 1;) weights[j] += weights[j + 1];
  weights.erase(weights.begin());
  return weights;
}

double SlopeStencils::edge(Eigen::Index unwrapped) const {
  if (unwrapped >= 0 && unwrapped <= cells) return edges[static_cast<std::size_t>(unwrapped)];
  const Eigen::Index within = wrapped(unwrapped);
  return edges[static_cast<std::size_t>(within)] + static_cast<double>((unwrapped - within) / cells) * period;
}

void CumulativeMass::set(const SlopeStencils& stencils, const std::vector<double>& masses) {
  at_ = &stencils;
  masses_.assign(masses.size() + 2 * window, 0.0);
  std::copy(masses.begin(), masses.end(), masses_.begin() + window);
  repeat(masses_);
}

void CumulativeMass::repeat(std::vector<double>& values) const {
  if (!at_->periodic) return;
  for (Eigen::Index j = 1; j <= window; ++j) {
    values[static_cast<std::size_t>(window - j)] = values[static_cast<std::size_t>(window + at_->wrapped(-j))];
    values[static_cast<std::size_t>(window + at_->cells + j - 1)] =
        values[static_cast<std::size_t>(window + at_->wrapped(j - 1))];
  }
}

void CumulativeMass::locate(double x, Eigen::Index cell, Place& place) const {
  while (x >= at_->edge(cell + 1) && (at_->periodic || cell + 1 < at_->cells)) ++cell;
  while (x < at_->edge(cell) && (at_->periodic || cell > 0)) --cell;
  const Eigen::Index own = at_->wrapped(cell);
  const double share = (x - at_->edge(cell)) / at_->widths[static_cast<std::size_t>(own)];
  place.cell = cell;
  place.turn = cell - own;
  place.share = std::clamp(share, 0.0, 1.0);
}

void CumulativeMass::set_parts(Place& place) const {
  const auto c = static_cast<std::size_t>(place.cell - place.turn);
  const double s = place.share, below = s * (1 - s) * (1 - s), above = -s * s * (1 - s);
  place.first = at_->first[c] + place.turn;
  const double *lower = at_->lower[c].data(), *upper = at_->upper[c].data();
  const double* masses = masses_.data() + window + at_->first[c];
  for (Eigen::Index j = 0; j < window; ++j) place.parts[j] = (below * lower[j] + above * upper[j]) * masses[j];
}

double CumulativeMass::uniform(const Place& a, const Place& b) const {
  const auto mass = [this](Eigen::Index cell) {
    return masses_[static_cast<std::size_t>(window + at_->wrapped(cell))];
  };
  if (a.cell == b.cell) return (b.share - a.share) * mass(b.cell);
  double sum = (1 - a.share) * mass(a.cell);
  for (Eigen::Index cell = a.cell + 1; cell < b.cell; ++cell) sum += mass(cell);
  return sum + b.share * mass(b.cell);
}

double CumulativeMass::between(double lower, double upper) const {
  Place a, b;
  locate(lower, 0, a);
  locate(upper, a.cell, b);
  return uniform(a, b);
}

template <class Change>
void CumulativeMass::for_changes(const Place& a, const Place& b, Change&& change) const {
  for (Eigen::Index j = a.first; j < a.first + window; ++j) change(j, part(b, j) - part(a, j));
  for (Eigen::Index j = std::max(b.first, a.first + window); j < b.first + window; ++j) change(j, part(b, j));
}

void CumulativeMass::limit(const Place& a, const Place& b, double available) {
  double taken = 0;
  for_changes(a, b, [&](Eigen::Index, double change) { taken -= std::min(change, 0.0); });
  if (taken <= available) return;
  for_changes(a, b, [&](Eigen::Index j, double change) {
    if (change >= 0) return;
    double& factor = factors_[static_cast<std::size_t>(window + at_->wrapped(j))];
    factor = std::min(factor, available / taken);
  });
}

double CumulativeMass::limited(const Place& place) const {
  const double* factors = factors_.data() + window + (place.first - place.turn);
  double sum = 0;
  for (Eigen::Index j = 0; j < window; ++j) sum += place.parts[j] * factors[j];
  return sum;
}

void CumulativeMass::place(const std::vector<double>& points) {
  places_.resize(points.size());
  Eigen::Index cell = 0;
  for (std::size_t k = 0; k < points.size(); ++k) {
    locate(points[k], cell, places_[k]);
    cell = places_[k].cell;
    set_parts(places_[k]);
  }
  begin_ = {0, 0, 0, places_.front().first, {}};
  end_ = {at_->cells - 1, 0, 1, places_.back().first, {}};
  low_.resize(points.size() + 1);
  low_.front() = at_->periodic ? 0 : uniform(begin_, places_.front());
  for (std::size_t k = 0; k + 1 < points.size(); ++k) low_[k + 1] = uniform(places_[k], places_[k + 1]);
  low_.back() = at_->periodic ? 0 : uniform(places_.back(), end_);
  factors_.assign(masses_.size(), 1.0);
  beyond_.resize(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) beyond_[k] = limited(places_[k]);
}

bool CumulativeMass::is_negative() const {
  for (std::size_t k = 0; k + 1 < beyond_.size(); ++k)
    if (low_[k + 1] + (beyond_[k + 1] - beyond_[k]) < 0) return true;
  return !at_->periodic && (low_.front() + beyond_.front() < 0 || low_.back() - beyond_.back() < 0);
}

double CumulativeMass::limit_all() {
  for (std::size_t k = 0; k + 1 < places_.size(); ++k) limit(places_[k], places_[k + 1], low_[k + 1]);
  if (!at_->periodic) limit(begin_, places_.front(), low_.front()), limit(places_.back(), end_, low_.back());
  repeat(factors_);
  double held_back = 0;
  for (std::size_t k = 0; k < places_.size(); ++k) {
    const double all = beyond_[k];
    beyond_[k] = limited(places_[k]);
    held_back += std::abs(all - beyond_[k]);
  }
  return held_back;
}

void CumulativeMass::between(const std::vector<double>& points, std::vector<double>& result, CarriedLine& carried) {
  place(points);
  if (is_negative()) carried.held_back += limit_all();
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    double& mass = result[k] = low_[k + 1] + (beyond_[k + 1] - beyond_[k]);
    if (mass >= 0) continue;
    ++carried.zeroed_cells;
    carried.zeroed_mass -= mass;
    mass = 0;
  }
  if (at_->periodic) return;
  carried.lower += low_.front() + beyond_.front();
  carried.upper += low_.back() - beyond_.back();
}

}  // namespace fokker
