// SPDX-License-Identifier: MIT
#include "fv/line_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/elementary.hpp"
#include "core/gauss_rule.hpp"

namespace fokker {
namespace {

constexpr int nodes = 4;
constexpr std::size_t parts_at_once = 256;
/// Relative, of masses, of a part and its halves, which are some hundred times nearer: these are the equilibrium.
constexpr double agreement = 1e-12;
/// The same in several dimensions, where a line stands for others, too.
constexpr double agreement_in_space = 1e-7;
constexpr double most_range = 300;    ///< of log pi in a cell
constexpr double coarser = 1e-3;      ///< of resistances, which equilibria do not depend on: this much less strict
constexpr double noise = 1e-9;        ///< disagreements below it that bisection does not reduce are rounding
constexpr int most_halvings = 44;     ///< a jump is in a part of 6e-14 of the cell then
constexpr double end_size = 0x1p-20;  ///< of a cell: what is left out of the end is of this relative size

/// Gauss's rule with the integrals up to each point of the polynomial through values at all: with these, integrals of
/// integrals have the order of the weights (collocation).
/// Reference: Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I (1993), section II.7.
struct Collocation : GaussRule {
  std::array<std::array<double, nodes>, nodes> below{};

  Collocation() : GaussRule(nodes) {
    for (std::size_t j = 0; j < nodes; ++j)
      for (std::size_t k = 0; k < nodes; ++k)
        for (std::size_t m = 0; m < nodes; ++m) below[j][k] += place[j] * weight[m] * basis(k, place[j] * place[m]);
  }
  /// The cubic that is 1 at point k and 0 at the others.
  double basis(std::size_t k, double x) const {
    double value = 1;
    for (std::size_t i = 0; i < nodes; ++i)
      if (i != k) value *= (x - place[i]) / (place[k] - place[i]);
    return value;
  }
};

const Collocation& rule() {
  static const Collocation gauss;
  return gauss;
}

/// Fewest parts that a cell is first cut into, two for every one that is compared with its halves.
int first_parts(const Grid& grid) {
  if (grid.dimension() == 1) return grid.cells() <= 4096 ? 8 : 2;
  return 1;
}

double relative_difference(double a, double b) { return std::abs(a - b) / std::max(std::abs(a), std::abs(b)); }

}  // namespace

template <>
double LineSums<double>::exponential(double x) {
  return std::exp(x);
}

LineParts::LineParts(const LineDensity& density, const Grid& grid, int axis, Eigen::Index begin, Eigen::Index end)
    : density_(density), axis_(axis), first_parts_(first_parts(grid)), most_parts_(grid.dimension() == 1 ? 2048 : 512) {
  const Points lower = grid.lower_corners(begin, end), upper = grid.upper_corners(begin, end);
  centre_ = 0.5 * (lower + upper);
  lower_ = lower.col(axis);
  width_ = upper.col(axis) - lower.col(axis);
  usable_ = Eigen::Array<bool, Eigen::Dynamic, 1>::Constant(cells(), true);
  begin_ = Array::Zero(cells());
  end_ = Array::Ones(cells());
  if (density.phi) {
    Array at_upper(cells());
    change_of_phi_.resize(cells());
    for (const bool at_top : {false, true}) {
      Points x = centre_;
      x.col(axis) = (at_top ? upper : lower).col(axis);
      density.phi(x, at_top ? at_upper : change_of_phi_);
    }
    change_of_phi_ = at_upper - change_of_phi_;
  }
  const Axis& along = grid.axis(axis);
  for (Eigen::Index i = 0; i < cells(); ++i) {
    const Eigen::Index p = grid.position(begin + i, axis);
    if (p == 0 && !along.periodic()) cut_end(i, false, along.lower);
    if (p + 1 == along.cells() && !along.periodic()) cut_end(i, true, along.upper);
  }
}

void LineParts::cut_end(Eigen::Index cell, bool upper, Boundary boundary) {
  const std::array<double, 4> shares = {0, end_size, 32 * end_size, 0.5};
  for (Points* values : {&x_, &drift_, &diffusion_}) values->resize(4, centre_.cols());
  for (Eigen::Index i = 0; i < 4; ++i) {
    x_.row(i) = centre_.row(cell);
    const double share = shares[static_cast<std::size_t>(i)];
    x_(i, axis_) = lower_[cell] + width_[cell] * (upper ? 1 - share : share);
  }
  density_.diffusion(x_, diffusion_);
  const auto D = diffusion_.col(axis_);
  if (D[0] > 1e-9 * D[3] || density_.phi) return;
  if (boundary == Boundary::absorbing) {
    usable_[cell] = false;  // pi may have no integral there: see line_outflow.hpp
    return;
  }
  density_.drift(x_, drift_);
  const double length = end_size * width_[cell], slope = D[1] / length;
  const bool linear = std::abs(D[2] / (32 * length) - slope) < 1e-3 * slope;
  // pi grows like distance^(q - 1), the mass below x then is x pi / q and r times it 2 / (q D')
  const double inward = upper ? -drift_(0, axis_) : drift_(0, axis_);
  const double q = 2 * inward / slope + 1 - density_.exponent;
  usable_[cell] = linear && q > 0;
  (upper ? end_ : begin_)[cell] = upper ? 1 - end_size : end_size;
  LinePart end{.cell = cell, .begin = upper ? 1 - end_size : 0, .size = end_size};
  end.integrals.mass = length * std::pow(D[1], -density_.exponent) / q;
  (upper ? end.integrals.down : end.integrals.up) = 2 * length / (q * slope);
  ends_.push_back(end);
}

void LineParts::evaluate(std::vector<LinePart>& parts) {
  const Eigen::Index d = centre_.cols();
  for (std::size_t first = 0; first < parts.size(); first += parts_at_once) {
    const std::span<LinePart> batch(parts.data() + first, std::min(parts_at_once, parts.size() - first));
    const Eigen::Index count = std::ssize(batch), rows = count * nodes;
    for (Points* values : {&x_, &drift_, &diffusion_}) values->resize(rows, d);
    length_.resize(count);
    for (Eigen::Index i = 0; i < count; ++i) {
      const LinePart& part = batch[static_cast<std::size_t>(i)];
      length_[i] = part.size * width_[part.cell];
      for (Eigen::Index j = 0; j < nodes; ++j) {
        for (Eigen::Index k = 0; k < d; ++k) x_(j * count + i, k) = centre_(part.cell, k);
        x_(j * count + i, axis_) =
            lower_[part.cell] +
            width_[part.cell] * (part.begin + part.size * rule().place[static_cast<std::size_t>(j)]);
      }
    }
    density_.drift(x_, drift_);
    density_.diffusion(x_, diffusion_);
    phi_ = Array::Zero(rows);
    if (density_.phi) density_.phi(x_, phi_);
    integrate(batch);
  }
}

void LineParts::integrate(std::span<LinePart> parts) {
  using Columns = Eigen::Array<double, Eigen::Dynamic, nodes>;  // a row for each part
  const Collocation& gauss = rule();
  const Eigen::Index n = std::ssize(parts);
  const auto weight = Eigen::Map<const Eigen::Matrix<double, nodes, 1>>(gauss.weight.data());
  // columns are the integrals up to a node
  const auto below = Eigen::Map<const Eigen::Matrix<double, nodes, nodes>>(gauss.below.front().data());
  const auto at_nodes = [&](const double* values) { return Eigen::Map<const Columns>(values, n, nodes); };
  const auto D = at_nodes(diffusion_.col(axis_).data()), phi = at_nodes(phi_.data());
  const Columns slope = 2 * at_nodes(drift_.col(axis_).data()) / D;
  Columns log_density = phi + (slope.matrix() * below).array().colwise() * length_;
  const Array least = log_density.rowwise().minCoeff(), most = log_density.rowwise().maxCoeff();
  const Array base = 0.5 * (least + most), change = length_ * (slope.matrix() * weight).array();
  log_density.colwise() -= base;
  Columns density(n, nodes);
  elementary::exponentials(log_density.data(), density.data(), static_cast<int>(log_density.size()));
  if (density_.exponent == 1) density /= D;
  if (density_.exponent != 0 && density_.exponent != 1) density /= D.pow(density_.exponent);
  const Columns resistance = 2 / (D * density);
  const Array mass = length_ * (density.matrix() * weight).array();
  const Columns mass_below = (density.matrix() * below).array().colwise() * length_;
  const Array inverse_noise = length_ * (D.inverse().matrix() * weight).array();
  const Array resistances = length_ * (resistance.matrix() * weight).array();
  const Array up = length_ * ((resistance * mass_below).matrix() * weight).array();
  const Array down = length_ * ((resistance * (mass.replicate<1, nodes>() - mass_below)).matrix() * weight).array();
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  for (Eigen::Index i = 0; i < n; ++i) {
    const double range = most[i] - least[i], steepness = range / length_[i] * std::abs(x_(i, axis_));
    const double rounding = 4 * epsilon * (std::abs(phi(i, 0)) + std::abs(change[i]) + steepness);
    LinePart& part = parts[static_cast<std::size_t>(i)];
    part.integrals = {base[i], change[i], mass[i], resistances[i], up[i], down[i], inverse_noise[i], range, rounding};
    if (!(D.row(i) > 0).all() || !slope.row(i).isFinite().all()) usable_[part.cell] = false;
  }
}

bool LineParts::settled(LinePart& whole, const LinePart& lower, const LinePart& upper) const {
  const LineIntegrals& of = whole.integrals;
  LineSums<double> halves{.reference = of.base};
  halves.add(lower.integrals);
  halves.add(upper.integrals);
  const double masses = std::max(relative_difference(of.mass, halves.mass), std::abs(of.change - halves.change));
  const double resistances =
      std::max({relative_difference(of.resistance, halves.resistance), relative_difference(of.up, halves.up),
                relative_difference(of.down, halves.down)});
  const double before = whole.disagreement;
  whole.disagreement = std::max(masses, coarser * resistances);
  if (whole.disagreement <= (centre_.cols() > 1 ? agreement_in_space : agreement) + of.rounding) return true;
  return whole.disagreement < noise && whole.halvings > 0 && whole.disagreement > 0.25 * before;
}

void LineParts::drop_unusable(std::vector<LinePart>& parts) const {
  std::erase_if(parts, [&](const LinePart& part) { return !usable_[part.cell]; });
}

void LineParts::drop_steep(const std::vector<LinePart>& parts) {
  Array range = Array::Zero(cells());
  for (const LinePart& part : parts) range[part.cell] += part.integrals.range;
  for (Eigen::Index i = 0; i < cells(); ++i) usable_[i] = usable_[i] && range[i] < most_range;
}

std::vector<LinePart> LineParts::refined() {
  std::vector<LinePart> wholes, done;
  std::vector<std::size_t> count(static_cast<std::size_t>(cells()), static_cast<std::size_t>(first_parts_));
  for (Eigen::Index i = 0; i < cells(); ++i) {
    const double size = (end_[i] - begin_[i]) / first_parts_;
    for (int k = 0; k < first_parts_; ++k) wholes.push_back({.cell = i, .begin = begin_[i] + k * size, .size = size});
  }
  drop_unusable(wholes);
  evaluate(wholes);
  drop_steep(wholes);
  drop_unusable(wholes);
  while (!wholes.empty()) {
    std::vector<LinePart> halves, open;
    halves.reserve(2 * wholes.size());
    for (const LinePart& whole : wholes)
      for (const double part : {0.0, 0.5})
        halves.push_back({whole.cell, whole.begin + part * whole.size, 0.5 * whole.size, whole.halvings + 1});
    evaluate(halves);
    for (std::size_t i = 0; i < wholes.size(); ++i) {
      LinePart &lower = halves[2 * i], &upper = halves[2 * i + 1];
      std::size_t& parts = count[static_cast<std::size_t>(wholes[i].cell)];
      const bool enough = settled(wholes[i], lower, upper) || lower.halvings >= most_halvings || parts >= most_parts_;
      lower.disagreement = upper.disagreement = wholes[i].disagreement;
      parts += 1;
      for (const LinePart& half : {lower, upper}) (enough ? done : open).push_back(half);
    }
    wholes = std::move(open);
    drop_unusable(wholes);
  }
  done.insert(done.end(), ends_.begin(), ends_.end());
  drop_unusable(done);
  std::sort(done.begin(), done.end(), [](const LinePart& a, const LinePart& b) {
    return std::pair(a.cell, a.begin) < std::pair(b.cell, b.begin);
  });
  return done;
}

}  // namespace fokker
