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

CumulativeMass::CumulativeMass(const Axis& axis)
    : n_(axis.cells()),
      periodic_(axis.periodic()),
      period_(axis.edges[n_] - axis.edges[0]),
      edges_(axis.edges.data(), axis.edges.data() + axis.edges.size()),
      nodes_(std::min<Eigen::Index>(5, n_ + 1)),
      first_(static_cast<std::size_t>(n_ + 1)),
      weights_(static_cast<std::size_t>((n_ + 1) * (nodes_ - 1))),
      slopes_(static_cast<std::size_t>(n_ + 1)) {
  const Array widths = axis.widths();
  widths_.assign(widths.data(), widths.data() + n_);
  for (Eigen::Index face = 0; face <= n_; ++face) {
    Eigen::Index first = face - nodes_ / 2;
    if (!periodic_) first = std::clamp<Eigen::Index>(first, 0, n_ + 1 - nodes_);
    first_[static_cast<std::size_t>(face)] = first;
    std::vector<double> nodes;
    for (Eigen::Index j = 0; j < nodes_; ++j) nodes.push_back(edge(first + j));
    const auto by_node = derivative_weights(nodes, static_cast<std::size_t>(face - first));
    // F(node k) is the sum of the stencil's masses below it
    double sum = 0;
    for (Eigen::Index j = nodes_ - 1; j-- > 0;) {
      sum += by_node[static_cast<std::size_t>(j + 1)];
      weights_[static_cast<std::size_t>(face * (nodes_ - 1) + j)] = sum;
    }
  }
}

double CumulativeMass::edge(Eigen::Index unwrapped) const {
  if (unwrapped >= 0 && unwrapped <= n_) return edges_[static_cast<std::size_t>(unwrapped)];
  const Eigen::Index within = wrapped(unwrapped);
  return edges_[static_cast<std::size_t>(within)] + static_cast<double>((unwrapped - within) / n_) * period_;
}

void CumulativeMass::set(const std::vector<double>& masses) {
  masses_ = masses;
  for (Eigen::Index face = 0; face <= n_; ++face) {
    const double* weights = weights_.data() + face * (nodes_ - 1);
    const Eigen::Index first = first_[static_cast<std::size_t>(face)];
    double slope = 0;
    for (Eigen::Index j = 0; j + 1 < nodes_; ++j)
      slope += weights[j] * masses_[static_cast<std::size_t>(wrapped(first + j))];
    const auto density = [&](Eigen::Index cell) {
      const auto c = static_cast<std::size_t>(wrapped(cell));
      return masses_[c] / widths_[c];
    };
    const bool lower_wall = face == 0 && !periodic_, upper_wall = face == n_ && !periodic_;
    const double most =
        3 * std::min(lower_wall ? density(face) : density(face - 1), upper_wall ? density(face - 1) : density(face));
    slopes_[static_cast<std::size_t>(face)] = std::clamp(slope, 0.0, most);
  }
}

double CumulativeMass::below(Eigen::Index cell, double s) const {
  const auto c = static_cast<std::size_t>(wrapped(cell));
  const double a = slopes_[c] * widths_[c], b = slopes_[c + 1] * widths_[c];
  return s * (s * (3 - 2 * s) * masses_[c] + (1 - s) * ((1 - s) * a - s * b));
}

double CumulativeMass::above(Eigen::Index cell, double share) const {
  const auto c = static_cast<std::size_t>(wrapped(cell));
  const double s = 1 - share;
  const double a = slopes_[c + 1] * widths_[c], b = slopes_[c] * widths_[c];
  return s * (s * (3 - 2 * s) * masses_[c] + (1 - s) * ((1 - s) * a - s * b));
}

CumulativeMass::Place CumulativeMass::locate(double x, Eigen::Index cell) const {
  while (x >= edge(cell + 1) && (periodic_ || cell + 1 < n_)) ++cell;
  while (x < edge(cell) && (periodic_ || cell > 0)) --cell;
  return {cell, std::clamp((x - edge(cell)) / widths_[static_cast<std::size_t>(wrapped(cell))], 0.0, 1.0)};
}

double CumulativeMass::part(const Place& a, const Place& b) const {
  if (a.cell == b.cell) return below(b.cell, b.share) - below(a.cell, a.share);
  double sum = above(a.cell, a.share);
  for (Eigen::Index cell = a.cell + 1; cell < b.cell; ++cell) sum += masses_[static_cast<std::size_t>(wrapped(cell))];
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
