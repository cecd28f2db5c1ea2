// SPDX-License-Identifier: MIT
#include "fokker/process/gaussian_mixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "fokker/core/error.hpp"
#include "process/group_masses.hpp"
#include "process/intervals.hpp"
#include "process/mixture_score.hpp"
#include "process/normal_box.hpp"

namespace fokker {
namespace {

/// Lower triangular L with L L^T = C for positive semidefinite C; a zero pivot leaves a zero column.
/// @throws Error{Fault::problem} if a pivot is negative beyond rounding
Matrix semidefinite_cholesky(const Matrix& C) {
  const Eigen::Index d = C.rows();
  const double scale = C.diagonal().cwiseAbs().maxCoeff();
  Matrix L = Matrix::Zero(d, d);
  for (Eigen::Index j = 0; j < d; ++j) {
    const double pivot = C(j, j) - L.row(j).head(j).squaredNorm();
    if (pivot < -1e-12 * scale || !std::isfinite(pivot))
      throw Error(Fault::problem, fmt::format("a covariance is not positive semidefinite (pivot {})", pivot),
                  "symmetric positive semidefinite matrices");
    // relative to C(j, j): what is left of a singular direction is rounding of that size
    const bool singular = pivot <= 1e-14 * C(j, j);
    if (!singular) L(j, j) = std::sqrt(pivot);
    for (Eigen::Index i = j + 1; i < d; ++i) {
      const double rest = C(i, j) - L.row(i).head(j).dot(L.row(j).head(j));
      if (!singular) L(i, j) = rest / L(j, j);
      // |rest| <= sqrt(pivot_i pivot_j) <= 1e-7 sqrt(C_ii C_jj) where C is semidefinite
      else if (std::abs(rest) > 1e-6 * std::sqrt(std::abs(C(i, i) * C(j, j))))
        throw Error(Fault::problem, "a covariance between a coordinate that varies and one that does not",
                    "symmetric positive semidefinite matrices");
    }
  }
  return L;
}

/// Whether boxes are all products of the axes' intervals, the last axis fastest.
bool are_products(const std::vector<Intervals>& axes, Eigen::Index boxes) {
  std::size_t stride = 1;
  for (std::size_t a = axes.size(); a-- > 0; stride *= axes[a].different().size())
    if (!axes[a].repeat(stride)) return false;
  return stride == static_cast<std::size_t>(boxes);
}

/// Sum over components of weight times the product of its masses (components x intervals) along each axis.
Array sum_of_products(const Vector& weights, const std::vector<Matrix>& masses, Eigen::Index boxes) {
  Array total(boxes);
  const Matrix along = masses.back().transpose();
  for (Eigen::Index first = 0; first < boxes; first += along.rows()) {
    Vector parts = weights;
    Eigen::Index rest = first / along.rows();
    for (std::size_t a = masses.size() - 1; a-- > 0; rest /= masses[a].cols())
      parts.array() *= masses[a].col(rest % masses[a].cols()).array();
    total.segment(first, along.rows()) = (along * parts).array();
  }
  return total;
}

}  // namespace

GaussianMixture::GaussianMixture(std::vector<double> weights, std::vector<Vector> means,
                                 std::vector<Matrix> covariances)
    : weights_(std::move(weights)), means_(std::move(means)), covariances_(std::move(covariances)) {
  if (weights_.empty() || means_.size() != weights_.size() || covariances_.size() != weights_.size())
    throw Error(Fault::problem,
                fmt::format("a mixture with {} weights, {} means and {} covariances", weights_.size(), means_.size(),
                            covariances_.size()),
                "the same number of each, at least one");
  double sum = 0;
  for (const double w : weights_) {
    if (!(w >= 0) || !std::isfinite(w)) throw Error(Fault::problem, fmt::format("a mixture weight {}", w), ">= 0");
    sum += w;
  }
  if (sum <= 0) throw Error(Fault::problem, "mixture weights that sum to 0", "a positive sum");
  const auto d = means_.front().size();
  for (std::size_t k = 0; k < size(); ++k) {
    weights_[k] /= sum;
    if (means_[k].size() != d || covariances_[k].rows() != d || covariances_[k].cols() != d)
      throw Error(Fault::problem, "mixture components of different dimension", "one dimension for all");
    factors_.push_back(semidefinite_cholesky(covariances_[k]));
    if ((factors_[k].diagonal().array() == 0).any()) has_density_ = false;
    log_heights_.push_back((weights_[k] > 0 ? std::log(weights_[k]) : -std::numeric_limits<double>::infinity()) -
                           factors_[k].diagonal().array().log().sum());
  }
}

Points GaussianMixture::component_logs(const PointsIn& x) const {
  if (!has_density_) throw Error(Fault::problem, "a law with a point mass has no density", {}, "a later time");
  Points logs(x.rows(), static_cast<Eigen::Index>(size()));
  const double log_two_pi = std::log(2 * std::numbers::pi);
  for (std::size_t k = 0; k < size(); ++k) {
    const Matrix& L = factors_[k];
    const double constant = log_heights_[k] - 0.5 * dimension() * log_two_pi;
    auto column = logs.col(static_cast<Eigen::Index>(k));
    if (dimension() == 1) {
      column = constant - 0.5 * ((x.col(0) - means_[k][0]) * (1 / L(0, 0))).square();
      continue;
    }
    const Matrix y = L.triangularView<Eigen::Lower>().solve((x.matrix().rowwise() - means_[k].transpose()).transpose());
    column = constant - 0.5 * y.colwise().squaredNorm().transpose().array();
  }
  return logs;
}

Array GaussianMixture::log_density(const PointsIn& x) const {
  const Points logs = component_logs(x);
  const Array largest = logs.rowwise().maxCoeff();
  return largest + (logs.colwise() - largest).exp().rowwise().sum().log();
}

void GaussianMixture::score(const PointsIn& x, PointsOut values) const {
  if (!has_density_) throw Error(Fault::problem, "a law with a point mass has no density", {}, "a later time");
  const int components = static_cast<int>(size());
  thread_local std::vector<MixtureComponent> views;
  thread_local std::vector<double> scratch;
  views.clear();
  for (std::size_t k = 0; k < size(); ++k) views.push_back({log_heights_[k], means_[k].data(), factors_[k].data()});
  scratch.resize(static_cast<std::size_t>(mixture_scratch(components, dimension())));
  for (Eigen::Index first = 0; first < x.rows(); first += kMixturePoints) {
    const auto count = static_cast<int>(std::min<Eigen::Index>(kMixturePoints, x.rows() - first));
    mixture_score(views.data(), components, dimension(), x.data() + first, x.outerStride(), values.data() + first,
                  values.outerStride(), count, scratch.data());
  }
}

Array GaussianMixture::box_mass(const PointsIn& lower, const PointsIn& upper) const {
  Array total = Array::Zero(lower.rows());
  std::vector<Intervals> intervals;
  for (Eigen::Index a = 0; a < lower.cols(); ++a) intervals.emplace_back(lower.col(a), upper.col(a));
  const bool diagonal = std::all_of(covariances_.begin(), covariances_.end(), [](auto& C) { return C.isDiagonal(); });
  if (lower.rows() > 0 && diagonal && are_products(intervals, lower.rows())) {
    std::vector<Matrix> masses;
    for (Eigen::Index a = 0; a < lower.cols(); ++a) {
      const auto& different = intervals[static_cast<std::size_t>(a)].different();
      Matrix& along = masses.emplace_back(static_cast<Eigen::Index>(size()), std::ssize(different));
      for (std::size_t k = 0; k < size(); ++k) {
        NormalIntervals mass(factors_[k](a, a));
        for (std::size_t i = 0; i < different.size(); ++i)
          along(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(i)) =
              mass(different[i].first - means_[k][a], different[i].second - means_[k][a]);
      }
    }
    return sum_of_products(Eigen::Map<const Vector>(weights_.data(), std::ssize(weights_)), masses, lower.rows());
  }
  for (std::size_t k = 0; k < size(); ++k) {
    if (!covariances_[k].isDiagonal()) {
      const auto groups = lower.cols() > 3 ? independent_groups(covariances_[k]) : std::vector<CoordinateGroup>();
      if (groups.size() > 1) {
        total += weights_[k] * group_masses(groups, {means_[k], factors_[k]}, intervals);
        continue;
      }
      for (Eigen::Index i = 0; i < lower.rows(); ++i)
        total[i] += weights_[k] * normal_box(lower.row(i).transpose().matrix() - means_[k],
                                             upper.row(i).transpose().matrix() - means_[k], factors_[k]);
      continue;
    }
    Array product = Array::Constant(lower.rows(), weights_[k]);
    for (Eigen::Index a = 0; a < lower.cols(); ++a)
      intervals[static_cast<std::size_t>(a)].multiply(
          [&](double from, double to) {
            return normal_interval(from - means_[k][a], to - means_[k][a], factors_[k](a, a));
          },
          product);
    total += product;
  }
  return total;
}

Vector GaussianMixture::mean() const {
  Vector m = Vector::Zero(dimension());
  for (std::size_t k = 0; k < size(); ++k) m += weights_[k] * means_[k];
  return m;
}

Matrix GaussianMixture::covariance() const {
  const Vector m = mean();
  Matrix C = Matrix::Zero(dimension(), dimension());
  for (std::size_t k = 0; k < size(); ++k)
    C += weights_[k] * (covariances_[k] + (means_[k] - m) * (means_[k] - m).transpose());
  return C;
}

}  // namespace fokker
