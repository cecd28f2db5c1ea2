// SPDX-License-Identifier: MIT
// The equation of the score: Lai et al., ICML 2023 (arXiv 2210.04296).
#include "study/score_structure.hpp"

#include <algorithm>

namespace fokker {
namespace {

constexpr std::size_t cells_at_once = 512;
constexpr double part_of_cell = 0.05, part_of_time = 1e-4;

/// dx = f x dt + g dw
struct Coefficients {
  double f, g_square;
};

Coefficients coefficients_at(const Process& process, double t) {
  const Points one = Points::Ones(1, process.dimension);
  Points drift(1, process.dimension), diffusion(1, process.noise_columns());
  process.drift(t)(one, drift);
  process.diffusion(t)(one, diffusion);
  return {drift(0, 0), diffusion(0, 0)};
}

Points values_at(const Field& field, const Points& x) {
  Points values(x.rows(), x.cols());
  field(x, values);
  return values;
}

/// The points moved along an axis.
Points moved(const Points& x, Eigen::Index axis, double by) {
  Points result = x;
  result.col(axis) += by;
  return result;
}

/// Derivative of the values along an axis, n x d.
Points slope(const Field& field, const Points& x, Eigen::Index axis, double h) {
  return (values_at(field, moved(x, axis, h)) - values_at(field, moved(x, axis, -h))) / (2 * h);
}

/// 1/2 g^2 (div s + |s|^2) - f x . s, whose gradient is d_t s.
Array source_of(const Field& field, const Points& x, const Vector& steps, const Coefficients& now) {
  const Points s = values_at(field, x);
  Array divergence = Array::Zero(x.rows());
  for (Eigen::Index k = 0; k < x.cols(); ++k) divergence += slope(field, x, k, steps[k]).col(k);
  return 0.5 * now.g_square * (divergence + s.square().rowwise().sum()) - now.f * (x * s).rowwise().sum();
}

Array square_curl(const Field& field, const Points& x, const Vector& steps) {
  Array sum = Array::Zero(x.rows());
  std::vector<Points> slopes;
  for (Eigen::Index k = 0; k < x.cols(); ++k) slopes.push_back(slope(field, x, k, steps[k]));
  for (Eigen::Index j = 0; j < x.cols(); ++j)
    for (Eigen::Index i = 0; i < j; ++i)
      sum += (slopes[static_cast<std::size_t>(i)].col(j) - slopes[static_cast<std::size_t>(j)].col(i)).square();
  return sum;
}

/// Fields at a time and shortly before and after it.
struct FieldsInTime {
  Field before, at, after;
  double step;
};

Array square_residual(const FieldsInTime& fields, const Points& x, const Vector& steps, const Coefficients& now) {
  const Points in_time = (values_at(fields.after, x) - values_at(fields.before, x)) / (2 * fields.step);
  Array sum = Array::Zero(x.rows());
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    const Array source = (source_of(fields.at, moved(x, k, steps[k]), steps, now) -
                          source_of(fields.at, moved(x, k, -steps[k]), steps, now)) /
                         (2 * steps[k]);
    sum += (in_time.col(k) - source).square();
  }
  return sum;
}

}  // namespace

ScoreStructure score_structure(const Problem& problem, const TrueScore& truth, const Score& stated, double t,
                               const Control& control) {
  const Grid& grid = problem.grid;
  const double step = part_of_time * (t - problem.time.initial);
  const double middle = std::min(t, problem.time.end - step);
  const FieldsInTime fields{stated.at(middle - step), stated.at(middle), stated.at(middle + step), step};
  const Coefficients now = coefficients_at(problem.process, middle);
  Vector steps = part_of_cell * truth.scale(t);
  for (int k = 0; k < grid.dimension(); ++k) steps[k] *= grid.axis(k).width(0);
  const Array masses = truth.masses(t, grid, control.threads);
  Points columns = Points::Zero(grid.cells(), 2);
  parallel_for(
      static_cast<std::size_t>(grid.cells()), cells_at_once, control.threads, [&](std::size_t begin, std::size_t end) {
        control.stop.check();
        const auto first = static_cast<Eigen::Index>(begin), last = static_cast<Eigen::Index>(end);
        if ((masses.segment(first, last - first) == 0).all()) return;
        const Points x = truth.in_space(t, 0.5 * (grid.lower_corners(first, last) + grid.upper_corners(first, last)));
        columns.block(first, 0, last - first, 1) = square_curl(fields.at, x, steps);
        columns.block(first, 1, last - first, 1) = square_residual(fields, x, steps, now);
      });
  const Vector sums = columns.matrix().transpose() * masses.matrix();
  return {sums[0], sums[1]};
}

}  // namespace fokker
