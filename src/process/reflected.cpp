// SPDX-License-Identifier: MIT
#include "process/reflected.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>

#include "process/reflected_interval.hpp"

namespace fokker {
namespace {

/// Widths of a Gaussian that its quadrature covers, each way: 1e-15 of it lies beyond.
constexpr double covered = 8;
/// Least spread of the motion, in standard deviations of a Gaussian, for which its quadrature is affordable.
constexpr double least_spread = 0.05;

/// One component along one axis: starts at `places` with `weights`, and the motion from there. Places count from the
/// lower face.
struct Component {
  std::vector<double> places, weights;
  double length, shift, variance;

  double mass(double lower, double upper) const {
    double sum = 0;
    for (std::size_t i = 0; i < places.size(); ++i)
      sum += weights[i] * ReflectedInterval{length, places[i], shift, variance}.mass(lower, upper);
    return sum;
  }
};

/// Gauss-Legendre nodes and weights on [-1, 1] (Abramowitz and Stegun, table 25.4).
constexpr std::array<double, 8> unit_places = {-0.9602898564975363, -0.7966664774136267, -0.5255324099163290,
                                               -0.1834346424956498, 0.1834346424956498,  0.5255324099163290,
                                               0.7966664774136267,  0.9602898564975363};
constexpr std::array<double, 8> unit_weights = {0.1012285362903763, 0.2223810344533745, 0.3137066458778873,
                                                0.3626837833783620, 0.3626837833783620, 0.3137066458778873,
                                                0.2223810344533745, 0.1012285362903763};

/// Replaces a start at `mean` by nodes over N(mean, std^2) within the faces, in panels that are narrow beside both the
/// Gaussian and the spread of the motion: over half of it eight nodes are exact to rounding.
void spread_start(double mean, double std, Component& component) {
  const double from = std::max(0.0, mean - covered * std), to = std::min(component.length, mean + covered * std);
  const double widest = 0.5 * std::min(std, std::sqrt(component.variance));
  const auto panels = static_cast<int>(std::ceil((to - from) / widest));
  const double half = 0.5 * (to - from) / panels;
  for (int panel = 0; panel < panels; ++panel)
    for (std::size_t i = 0; i < unit_places.size(); ++i) {
      const double x = from + half * (2 * panel + 1 + unit_places[i]), z = (x - mean) / std;
      component.places.push_back(x);
      component.weights.push_back(half * unit_weights[i] * std::exp(-0.5 * z * z) /
                                  (std * std::sqrt(2 * std::numbers::pi)));
    }
}

/// Empty where nothing is known of it.
std::optional<Component> component_along(double mean, double variance, const AffineLaw& motion, Eigen::Index k,
                                         double length) {
  Component component{{}, {}, length, motion.b[k], motion.C(k, k)};
  const double std = std::sqrt(variance);
  if (component.shift == 0) component.variance += variance;
  const bool is_point = component.shift == 0 || variance == 0;
  const bool known = is_point ? component.variance > 0 && mean >= 0 && mean <= length
                              : std::sqrt(component.variance) >= least_spread * std;
  if (!known) return std::nullopt;
  if (is_point) {
    component.places = {mean};
    component.weights = {1};
  } else {
    spread_start(mean, std, component);
  }
  return component;
}

/// Whether x moves by constant drift and noise alone, up to a common factor in time.
bool is_brownian(const Process& process, const TimeRange& times) {
  if (!process.transition || !process.modulation) return false;
  const auto is_shift = [&](double t) {
    const AffineLaw motion = process.transition(times.first, t);
    return motion.A == Matrix::Identity(process.dimension, process.dimension) && motion.C.isDiagonal(0);
  };
  return is_shift(times.last) && is_shift(times.first + 0.37 * (times.last - times.first));
}

/// Masses of different intervals along an axis are computed once.
Array masses_along(const Component& component, const PointsIn& lower, const PointsIn& upper, Eigen::Index k,
                   double face) {
  std::map<std::pair<double, double>, double> known;
  Array masses(lower.rows());
  for (Eigen::Index i = 0; i < lower.rows(); ++i) {
    const double from = std::clamp(lower(i, k) - face, 0.0, component.length);
    const double to = std::clamp(upper(i, k) - face, 0.0, component.length);
    const auto [place, is_new] = known.try_emplace({from, to}, 0);
    if (is_new && from < to) place->second = component.mass(from, to);
    masses[i] = place->second;
  }
  return masses;
}

}  // namespace

std::optional<Law> reflected_law(const Process& process, const GaussianMixture& initial, TimeRange times,
                                 const ReflectingBox& box) {
  if (!is_brownian(process, times)) return std::nullopt;
  if (times.last == times.first) return Law(initial);
  const AffineLaw motion = process.transition(times.first, times.last);
  const auto components = std::make_shared<std::vector<std::vector<Component>>>();
  for (std::size_t i = 0; i < initial.size(); ++i) {
    const Matrix& C = initial.covariances()[i];
    if (!C.isDiagonal(0)) return std::nullopt;
    auto& axes = components->emplace_back();
    for (Eigen::Index k = 0; k < box.lower.size(); ++k) {
      auto axis =
          component_along(initial.means()[i][k] - box.lower[k], C(k, k), motion, k, box.upper[k] - box.lower[k]);
      if (!axis) return std::nullopt;
      axes.push_back(std::move(*axis));
    }
  }
  return Law(process.dimension, [components, weights = initial.weights(), faces = box.lower](const PointsIn& lower,
                                                                                             const PointsIn& upper) {
    Array total = Array::Zero(lower.rows());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      Array product = Array::Constant(lower.rows(), weights[i]);
      for (Eigen::Index k = 0; k < lower.cols(); ++k)
        product *= masses_along((*components)[i][static_cast<std::size_t>(k)], lower, upper, k, faces[k]);
      total += product;
    }
    return total;
  });
}

}  // namespace fokker
