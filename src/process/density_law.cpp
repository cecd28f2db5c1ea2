// SPDX-License-Identifier: MIT
// Laws that are known by their density: masses of boxes by quadrature.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <queue>

#include "fokker/core/error.hpp"
#include "fokker/process/law.hpp"
#include "process/box_search.hpp"

namespace fokker {
namespace {

// Gauss-Legendre nodes and weights on [0, 1] (Abramowitz and Stegun, table 25.4)
constexpr std::array<double, 5> gauss_nodes = {0.046910077030668, 0.2307653449471585, 0.5, 0.7692346550528415,
                                               0.953089922969332};
constexpr std::array<double, 5> gauss_weights = {0.1184634425280945, 0.2393143352496832, 0.2844444444444444,
                                                 0.2393143352496832, 0.1184634425280945};

void require_density(const PointsIn& x, const Array& values) {
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && values[i] >= 0) continue;
    const Vector place = x.row(i).transpose();
    throw Error(Fault::problem, fmt::format("a density of {} at ({})", values[i], fmt::join(place, ", ")),
                "finite values >= 0");
  }
}

/// Point number `node` of the product rule in every box, and its weight times the volume of the box.
void quadrature_point(const PointsIn& lower, const PointsIn& upper, std::size_t node, Points& x, Array& measure) {
  measure.setOnes();
  for (Eigen::Index k = 0; k < lower.cols(); ++k) {
    const std::size_t i = node % gauss_nodes.size();
    node /= gauss_nodes.size();
    const Array width = upper.col(k) - lower.col(k);
    x.col(k) = lower.col(k) + gauss_nodes[i] * width;
    measure *= gauss_weights[i] * width;
  }
}

Array quadrature(const ScalarField& density, const PointsIn& lower, const PointsIn& upper) {
  Array masses = Array::Zero(lower.rows());
  Array values(lower.rows()), measure(lower.rows());
  Points x(lower.rows(), lower.cols());
  std::size_t count = 1;
  for (Eigen::Index k = 0; k < lower.cols(); ++k) count *= gauss_nodes.size();
  for (std::size_t node = 0; node < count; ++node) {
    quadrature_point(lower, upper, node, x, measure);
    density(x, values);
    require_density(x, values);
    masses += measure * values;
  }
  return masses;
}

/// A density that varies by less over a part is left to the quadrature there: over the peak of a Gaussian its error is
/// then 1e-5.
constexpr double most_variation = 4;
/// Of the mass of all boxes, that one part may hide: a hundred such parts stay a hundredth of the smallest bound.
constexpr double least_hidden = 1e-6;
/// Of a box, by a Gaussian in it whose std is 0.16 of its length.
constexpr double least_filled = 0.4;

/// Integrals over boxes, with parts where the bounds of the density ask for them.
class BoxIntegrals {
 public:
  BoxIntegrals(const BoundedDensity& density, const PointsIn& lower, const PointsIn& upper)
      : density_(density),
        search_(density.bounds, static_cast<std::size_t>(lower.rows()),
                [&lower, &upper](std::size_t box, std::vector<Interval>& sides) {
                  const auto i = static_cast<Eigen::Index>(box);
                  sides.resize(static_cast<std::size_t>(lower.cols()));
                  for (std::size_t k = 0; k < sides.size(); ++k)
                    sides[k] = {lower(i, static_cast<Eigen::Index>(k)), upper(i, static_cast<Eigen::Index>(k))};
                }) {
    const Array whole = quadrature(density.value, lower, upper);
    masses_.assign(whole.begin(), whole.end());
    total_ = whole.sum();
    for (std::size_t i = 0; i < masses_.size(); ++i) {
      bounds_.push_back(search_.bounds(i).high);
      push(i);
    }
    while (!open_.empty() && open_.top().first > least_hidden * total_ && search_.may_grow()) bisect();
  }

  Array masses(Eigen::Index boxes) const {
    Array sums = Array::Zero(boxes);
    for (std::size_t part = 0; part < masses_.size(); ++part)
      sums[static_cast<Eigen::Index>(search_.box(part))] += masses_[part];
    return sums;
  }

  DensityIntegral summary(const PointsIn& lower) const {
    DensityIntegral result{total_, open_.empty() ? 0 : open_.top().first / total_, 0};
    const Array sums = masses(lower.rows());
    for (std::size_t i = 0; i < bounds_.size(); ++i) {
      const double mass = sums[static_cast<Eigen::Index>(i)];
      if (mass < least_filled * bounds_[i] * search_.volume(i)) result.narrow += mass / total_;
    }
    return result;
  }

 private:
  void push(std::size_t part) {
    const auto [low, high] = search_.bounds(part);
    if (high > most_variation * low && search_.divisible(part))
      open_.emplace((high - low) * search_.volume(part), part);
  }

  void bisect() {
    const std::size_t part = open_.top().second, first = search_.parts();
    open_.pop();
    search_.bisect(part);
    total_ -= masses_[part];
    masses_[part] = 0;
    std::vector<Interval> sides;
    for (const std::size_t half : {first, first + 1}) {
      search_.sides(half, sides);
      const auto d = static_cast<Eigen::Index>(sides.size());
      Points lower(1, d), upper(1, d);
      for (Eigen::Index k = 0; k < d; ++k) {
        lower(0, k) = sides[static_cast<std::size_t>(k)].low;
        upper(0, k) = sides[static_cast<std::size_t>(k)].high;
      }
      masses_.push_back(quadrature(density_.value, lower, upper)[0]);
      total_ += masses_.back();
      push(half);
    }
  }

  const BoundedDensity& density_;
  BoxSearch search_;
  std::vector<double> masses_;  ///< of the parts
  std::vector<double> bounds_;  ///< largest values in the boxes
  double total_ = 0;
  std::priority_queue<std::pair<double, std::size_t>> open_;  ///< what a part may hide, and the part
};

}  // namespace

Law density_law(int dimension, ScalarField density) {
  Law law(dimension, [density = std::move(density)](const PointsIn& lower, const PointsIn& upper) {
    return quadrature(density, lower, upper);
  });
  law.normalised = false;
  return law;
}

Law density_law(int dimension, BoundedDensity density) {
  const auto shared = std::make_shared<const BoundedDensity>(std::move(density));
  Law law(dimension, [shared](const PointsIn& lower, const PointsIn& upper) {
    return BoxIntegrals(*shared, lower, upper).masses(lower.rows());
  });
  law.density = shared;
  law.normalised = false;
  return law;
}

Law density_law(const Expression& formula, double t) {
  return density_law(static_cast<int>(formula.variables().size()),
                     BoundedDensity{formula.at(t), [formula, t](const std::vector<Interval>& box) {
                                      return formula.enclosure(box, {t, t});
                                    }});
}

DensityIntegral integral(const BoundedDensity& density, const PointsIn& lower, const PointsIn& upper) {
  return BoxIntegrals(density, lower, upper).summary(lower);
}

}  // namespace fokker
