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
      nodes(std::min<Eigen::Index>(5, cells + 1)),
      first(static_cast<std::size_t>(cells + 1)),
      weights(static_cast<std::size_t>((cells + 1) * (nodes - 1))) {
  const Array all = axis.widths();
  widths.assign(all.data(), all.data() + cells);
  for (Eigen::Index face = 0; face <= cells; ++face) {
    Eigen::Index begin = face - nodes / 2;
    if (!periodic) begin = std::clamp<Eigen::Index>(begin, 0, cells + 1 - nodes);
    first[static_cast<std::size_t>(face)] = begin;
    std::vector<double> places;
    for (Eigen::Index j = 0; j < nodes; ++j) places.push_back(edge(begin + j));
    const auto by_node = derivative_weights(places, static_cast<std::size_t>(face - begin));
    // F(node k) is the sum of the stencil's masses below it
    double sum = 0;
    for (Eigen::Index j = nodes - 1; j-- > 0;) {
      sum += by_node[static_cast<std::size_t>(j + 1)];
      weights[static_cast<std::size_t>(face * (nodes - 1) + j)] = sum;
    }
  }
}

double SlopeStencils::edge(Eigen::Index unwrapped) const {
  if (unwrapped >= 0 && unwrapped <= cells) return edges[static_cast<std::size_t>(unwrapped)];
  const Eigen::Index within = wrapped(unwrapped);
  return edges[static_cast<std::size_t>(within)] + static_cast<double>((unwrapped - within) / cells) * period;
}

void CumulativeMass::set(const SlopeStencils& stencils, const std::vector<double>& masses) {
  at_ = &stencils;
  masses_ = masses;
  slopes_.resize(static_cast<std::size_t>(at_->cells + 1));
  for (Eigen::Index face = 0; face <= at_->cells; ++face) {
    const double* weights = at_->weights.data() + face * (at_->nodes - 1);
    const Eigen::Index first = at_->first[static_cast<std::size_t>(face)];
    double slope = 0;
    for (Eigen::Index j = 0; j + 1 < at_->nodes; ++j)
      slope += weights[j] * masses_[static_cast<std::size_t>(at_->wrapped(first + j))];
    const auto density = [&](Eigen::Index cell) {
      const auto c = static_cast<std::size_t>(at_->wrapped(cell));
      return masses_[c] / at_->widths[c];
    };
    const bool lower_boundary = face == 0 && !at_->periodic, upper_boundary = face == at_->cells && !at_->periodic;
    const double most = 3 * std::min(lower_boundary ? density(face) : density(face - 1),
                                     upper_boundary ? density(face - 1) : density(face));
    slopes_[static_cast<std::size_t>(face)] = std::clamp(slope, 0.0, most);
  }
}

double CumulativeMass::below(Eigen::Index cell, double s) const {
  const auto c = static_cast<std::size_t>(at_->wrapped(cell));
  const double a = slopes_[c] * at_->widths[c], b = slopes_[c + 1] * at_->widths[c];
  return s * (s * (3 - 2 * s) * masses_[c] + (1 - s) * ((1 - s) * a - s * b));
}

double CumulativeMass::above(Eigen::Index cell, double share) const {
  const auto c = static_cast<std::size_t>(at_->wrapped(cell));
  const double s = 1 - share;
  const double a = slopes_[c + 1] * at_->widths[c], b = slopes_[c] * at_->widths[c];
  return s * (s * (3 - 2 * s) * masses_[c] + (1 - s) * ((1 - s) * a - s * b));
}

CumulativeMass::Place CumulativeMass::locate(double x, Eigen::Index cell) const {
  while (x >= at_->edge(cell + 1) && (at_->periodic || cell + 1 < at_->cells)) ++cell;
  while (x < at_->edge(cell) && (at_->periodic || cell > 0)) --cell;
  return {cell,
          std::clamp((x - at_->edge(cell)) / at_->widths[static_cast<std::size_t>(at_->wrapped(cell))], 0.0, 1.0)};
}

double CumulativeMass::part(const Place& a, const Place& b) const {
  if (a.cell == b.cell) return below(b.cell, b.share) - below(a.cell, a.share);
  double sum = above(a.cell, a.share);
  for (Eigen::Index cell = a.cell + 1; cell < b.cell; ++cell)
    sum += masses_[static_cast<std::size_t>(at_->wrapped(cell))];
  return sum + below(b.cell, b.share);
}

void CumulativeMass::between(const std::vector<double>& points, std::vector<double>& result, std::int64_t& residues,
                             double& residue_mass) const {
  Place lower = locate(points.front(), 0);
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    const Place upper = locate(points[k + 1], lower.cell);
    double mass = part(lower, upper);
    if (mass < 0) {
      ++residues;
      residue_mass -= mass;
      mass = 0;
    }
    result[k] = mass;
    lower = upper;
  }
}

double CumulativeMass::between(double lower, double upper) const {
  const Place a = locate(lower, 0);
  return part(a, locate(upper, a.cell));
}

}  // namespace fokker
