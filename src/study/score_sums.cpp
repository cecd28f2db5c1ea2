// SPDX-License-Identifier: MIT
#include "study/score_sums.hpp"

#include <algorithm>
#include <numeric>

namespace fokker {
namespace {

constexpr std::size_t cells_of_sums = 1024;  ///< of one block
constexpr double dense_mass = 0.9;

/// What is averaged, at every cell: the six products, then |s_theta - s|^2, its product with D, and |s|^2.
constexpr Eigen::Index column_count = 9;

struct FieldsAt {
  Field diffusion, stated, truth;
};

void fill(const Process& process, const FieldsAt& fields, const Points& x, Eigen::Ref<Points> columns) {
  Points D(x.rows(), process.noise_columns()), theta(x.rows(), x.cols()), s = theta;
  fields.diffusion(x, D);
  fields.stated(x, theta);
  fields.truth(x, s);
  const Points difference = theta - s;
  columns.col(0) = diffusion_products(x, D, x);
  columns.col(1) = diffusion_products(x, D, theta);
  columns.col(2) = diffusion_products(x, D, s);
  columns.col(3) = diffusion_products(theta, D, theta);
  columns.col(4) = diffusion_products(theta, D, s);
  columns.col(5) = diffusion_products(s, D, s);
  columns.col(6) = difference.square().rowwise().sum();
  columns.col(7) = diffusion_products(difference, D, difference);
  columns.col(8) = s.square().rowwise().sum();
}

/// Of `values` weighted with the masses, from cells outside the densest ones that have 90 % of the mass.
double sparse_part(const Grid& grid, const Array& masses, const Array& values) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(masses.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  const Array density = masses / grid.volumes();
  std::sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) { return density[a] > density[b]; });
  const double dense = dense_mass * masses.sum();
  double mass = 0, sum = 0;
  for (const Eigen::Index i : order) {
    if (mass >= dense) sum += masses[i] * values[i];
    mass += masses[i];
  }
  return sum;
}

}  // namespace

Array diffusion_products(const Points& a, const Points& D, const Points& b) {
  const Eigen::Index d = a.cols();
  if (D.cols() == d) return (a * D * b).rowwise().sum();
  Array sum = Array::Zero(a.rows());
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < d; ++j) sum += a.col(i) * D.col(i * d + j) * b.col(j);
  return sum;
}

double ScoreSums::rate_of(double of_x, double of_stated) const {
  return of_x * of_x * x_x + of_stated * of_stated * stated_stated + true_true + 2 * of_x * of_stated * x_stated -
         2 * of_x * x_true - 2 * of_stated * stated_true;
}

ScoreSums score_sums(const Problem& problem, const TrueScore& truth, const Score& stated, double t,
                     const Control& control) {
  const Grid& grid = problem.grid;
  const FieldsAt fields{problem.process.diffusion(t), stated.at(t), truth.score.at(t)};
  const Array masses = truth.masses(t, grid, control.threads);
  Points columns(grid.cells(), column_count);
  parallel_for(
      static_cast<std::size_t>(grid.cells()), cells_of_sums, control.threads, [&](std::size_t begin, std::size_t end) {
        control.stop.check();
        const auto first = static_cast<Eigen::Index>(begin), last = static_cast<Eigen::Index>(end);
        const Points x = truth.in_space(t, 0.5 * (grid.lower_corners(first, last) + grid.upper_corners(first, last)));
        fill(problem.process, fields, x, columns.middleRows(first, last - first));
      });
  // cells without mass do not count, whatever the scores are there
  for (Eigen::Index i = 0; i < masses.size(); ++i)
    if (masses[i] == 0) columns.row(i).setZero();
  const Vector sums = columns.matrix().transpose() * masses.matrix();
  return {
      sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sparse_part(grid, masses, columns.col(7)),
      sums[8]};
}

}  // namespace fokker
