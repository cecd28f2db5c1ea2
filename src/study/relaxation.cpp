// SPDX-License-Identifier: MIT
// With masses m = sqrt(pi) y the generator of fitted edges becomes a symmetric matrix: an edge of conductance
// (D / 2 delta) B(z) pi_j = (D / 2 delta) (z/2) / sinh(z/2) sqrt(pi_i pi_j), z = log(pi_j / pi_i).
#include "study/relaxation.hpp"

#include <Eigen/SparseCholesky>
#include <cmath>
#include <random>

#include "fv/bernoulli.hpp"

namespace fokker {
namespace {

using Sparse = Eigen::SparseMatrix<double>;
using Entries = std::vector<Eigen::Triplet<double>>;

double centred_bernoulli(double z) { return std::abs(z) < 1e-8 ? 1 : 0.5 * z / std::sinh(0.5 * z); }

/// The cell after `cell` along axis k; -1 behind the last one.
Eigen::Index after(const Grid& grid, Eigen::Index cell, int k) {
  Eigen::Index stride = 1;
  for (int l = k + 1; l < grid.dimension(); ++l) stride *= grid.axis(l).cells();
  const Axis& axis = grid.axis(k);
  if (grid.position(cell, k) + 1 < axis.cells()) return cell + stride;
  return axis.periodic() && axis.cells() > 2 ? cell - (axis.cells() - 1) * stride : -1;
}

/// Edges along axis k. @param diffusion  D_kk at the centres
void add_edges(const Grid& grid, int k, const Array& diffusion, const Array& phi, Entries& entries) {
  const Array widths = grid.axis(k).widths();
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const Eigen::Index j = after(grid, i, k);
    if (j < 0) continue;
    const double from = widths[grid.position(i, k)], to = widths[grid.position(j, k)], z = phi[j] - phi[i];
    const double speed = 0.5 * (diffusion[i] + diffusion[j]) / (from + to);
    const double across = -speed / std::sqrt(from * to) * centred_bernoulli(z);
    entries.emplace_back(i, i, speed / from * bernoulli(z).minus);
    entries.emplace_back(j, j, speed / to * bernoulli(z).plus);
    entries.emplace_back(i, j, across);
    entries.emplace_back(j, i, across);
  }
}

Sparse symmetric_generator(const GridProblem& problem, const Array& phi) {
  const Grid& grid = problem.grid;
  Points D(grid.cells(), problem.process.noise_columns());
  problem.process.diffusion(problem.time.start)(grid.centres(), D);
  Entries entries;
  for (int k = 0; k < grid.dimension(); ++k) add_edges(grid, k, D.col(k), phi, entries);
  Sparse S(grid.cells(), grid.cells());
  S.setFromTriplets(entries.begin(), entries.end());
  return S;
}

/// Random numbers, which prefer no mode; the same at every call.
Vector some_vector(Eigen::Index n) {
  std::mt19937 generator(1);
  Vector y(n);
  for (double& value : y) value = static_cast<double>(generator()) / std::mt19937::max() - 0.5;
  return y;
}

}  // namespace

Array log_equilibrium(const GridProblem& problem) {
  Array phi(problem.grid.cells());
  problem.process.discrete_potential->phi(problem.time.start, problem.grid.centres(), phi);
  return phi - phi.maxCoeff();
}

double slowest_relaxation(const GridProblem& problem, double span) {
  const Array phi = log_equilibrium(problem);
  const Sparse S = symmetric_generator(problem, phi);
  const Vector ground = ((0.5 * phi).exp() * problem.grid.volumes().sqrt()).matrix().normalized();
  Sparse shifted = S;
  for (Eigen::Index i = 0; i < S.rows(); ++i) shifted.coeffRef(i, i) += 1 / span;
  const Eigen::SimplicialLDLT<Sparse> factor(shifted);
  if (factor.info() != Eigen::Success) return 0;
  Vector y = some_vector(S.rows());
  double rate = 0;
  constexpr int most_iterations = 100;
  for (int i = 0; i < most_iterations; ++i) {
    y -= ground.dot(y) * ground;
    y.normalize();
    const double before = rate;
    rate = y.dot(S * y);
    if (i > 10 && std::abs(rate - before) <= 1e-4 * rate) break;
    y = factor.solve(y);
  }
  return std::isfinite(rate) ? std::max(0.0, rate) : 0;
}

}  // namespace fokker
