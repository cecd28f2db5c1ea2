// SPDX-License-Identifier: MIT
#include <Spectra/SymEigsShiftSolver.h>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCholesky>
#include <cmath>
#include <limits>
#include <optional>

#include "fokker/core/error.hpp"
#include "generator/edge_pairs.hpp"
#include "generator/modes.hpp"
#include "generator/state_solver.hpp"

namespace fokker {
namespace {

/// Left vectors are y / sqrt(m): noise where sqrt(m) is below this share of its largest value.
constexpr double resolved_share = 1e-13;
/// Of the part of a vector that is not the stationary one: below, there is no other vector in it.
constexpr double least_rest = 1e-6;

/// shift - S, S the symmetric form of L.
Eigen::SparseMatrix<double> shifted_matrix(const ModeProblem& problem) {
  Array diagonal = problem.leak + problem.shift;
  std::vector<Eigen::Triplet<double>> entries;
  for_each_pair(problem.rates, [&](const StatePair& pair) {
    const auto i = static_cast<int>(pair.i), j = static_cast<int>(pair.j);
    diagonal[i] += pair.up;
    diagonal[j] += pair.down;
    entries.emplace_back(j, i, -std::sqrt(pair.up * pair.down));  // the lower half
  });
  for (Eigen::Index i = 0; i < diagonal.size(); ++i)
    entries.emplace_back(static_cast<int>(i), static_cast<int>(i), diagonal[i]);
  Eigen::SparseMatrix<double> S(diagonal.size(), diagonal.size());
  S.setFromTriplets(entries.begin(), entries.end());
  return S;
}

/// y -> (shift - S)^-1 y, for Spectra.
class ShiftedInverse {
 public:
  using Scalar = double;
  explicit ShiftedInverse(const ModeProblem& problem) : stop_(problem.stop), matrix_(shifted_matrix(problem)) {
    if (elimination_pattern(problem.rates).operations() <= most_eliminated) {
      factor_.emplace(matrix_);
      return;
    }
    iteration_.emplace();
    iteration_->setTolerance(mode_tolerance);
    iteration_->compute(matrix_);
  }
  Eigen::Index rows() const { return matrix_.rows(); }
  Eigen::Index cols() const { return matrix_.cols(); }
  void set_shift(double) {}
  void perform_op(const double* in, double* out) const {
    stop_.check();
    const Eigen::Map<const Vector> y(in, rows());
    Eigen::Map<Vector>(out, rows()) = factor_ ? Vector(factor_->solve(y)) : Vector(iteration_->solve(y));
    if (iteration_ && iteration_->info() != Eigen::Success)
      throw Error(Fault::numerical, "conjugate gradients that do not converge", {}, "fewer cells");
  }

 private:
  using Symmetric = Eigen::SparseMatrix<double>;
  StopToken stop_;
  Symmetric matrix_;
  std::optional<Eigen::SimplicialLDLT<Symmetric>> factor_;
  /// Where a factor is too large.
  std::optional<Eigen::ConjugateGradient<Symmetric, Eigen::Lower, Eigen::IncompleteCholesky<double>>> iteration_;
};

/// Eigenvectors of S for the eigenvalues nearest 0, nearest first.
Matrix lanczos_vectors(const ModeProblem& problem, int count) {
  ShiftedInverse inverse(problem);
  Spectra::SymEigsShiftSolver<ShiftedInverse> solver(inverse, count, space_size(count, inverse.rows()), -problem.shift);
  solver.init();
  solver.compute(Spectra::SortRule::LargestMagn, most_restarts, mode_tolerance, Spectra::SortRule::SmallestAlge);
  if (solver.info() != Spectra::CompInfo::Successful) fail_to_converge(count);
  return solver.eigenvectors();
}

/// Takes the stationary vector out of all, and leaves out the one that has least beside it; orthonormal.
Matrix without_stationary(Matrix vectors, const Vector& stationary) {
  vectors -= stationary * (stationary.transpose() * vectors);
  Eigen::Index least = 0;
  vectors.colwise().norm().minCoeff(&least);
  Matrix kept(vectors.rows(), 0);
  for (Eigen::Index k = 0; k < vectors.cols(); ++k) {
    if (k == least) continue;
    Vector y = vectors.col(k).normalized();
    y -= kept * (kept.transpose() * y);
    y -= stationary * stationary.dot(y);
    if (y.norm() < least_rest) continue;
    kept.conservativeResize(Eigen::NoChange, kept.cols() + 1);
    kept.rightCols(1) = y.normalized();
  }
  return kept;
}

/// The eigenvalue as a sum of squares.
double dirichlet_form(const ModeProblem& problem, const Array& y) {
  double sum = (problem.leak * y.square()).sum();
  for_each_pair(problem.rates, [&](const StatePair& pair) {
    const double difference = std::sqrt(pair.up) * y[pair.i] - std::sqrt(pair.down) * y[pair.j];
    sum += difference * difference;
  });
  return sum / y.square().sum();
}

Mode mode_of(const ModeProblem& problem, const Array& roots, const Array& y) {
  Mode mode;
  mode.eigenvalue = dirichlet_form(problem, y);
  Array right = y * roots;
  const Array left =
      (roots > resolved_share * roots.maxCoeff()).select(y / roots, Array::Constant(y.size(), std::nan("")));
  Eigen::Index largest = 0;
  left.isNaN().select(0, left.abs()).maxCoeff(&largest);
  mode.left = (left / left[largest]).cast<std::complex<double>>();
  right *= left[largest];
  const Array rest = rate_of_change(problem.rates, problem.leak, right) + mode.eigenvalue.real() * right;
  mode.residual = rest.abs().sum() / right.abs().sum();
  mode.right = right.cast<std::complex<double>>();
  return mode;
}

/// Whether the rounding of a vector adds more than a share of 1e-11 to the form of this eigenvalue: each entry adds its
/// square times the rate out.
bool is_below_rounding(const ModeProblem& problem, double eigenvalue) {
  double trace = problem.leak.sum();
  for_each_pair(problem.rates, [&](const StatePair& pair) { trace += pair.up + pair.down; });
  constexpr double rounding = std::numeric_limits<double>::epsilon();
  return rounding * rounding * trace > 1e-11 * eigenvalue;
}

/// The first rate of a closed system, from a function u near its left vector, by inverse iteration without a
/// subtraction: with an exit from the fullest state, -L^T w = u has the solution that is 0 there if the mean of u is 0.
double pinned_rate(const ModeProblem& problem, const Array& masses, Array u) {
  Eigen::Index fullest = 0;
  masses.maxCoeff(&fullest);
  Array leak = Array::Zero(masses.size());
  leak[fullest] = problem.shift;
  const Elimination pinned(problem.rates, leak, problem.stop);
  double rate = 0, before = 1;
  for (int k = 0; k < 30 && std::abs(rate - before) > 1e-13 * before; ++k) {
    u -= (masses * u).sum() / masses.sum();
    Array w = pinned.solve_transposed(u.max(0)) - pinned.solve_transposed((-u).max(0));
    w -= (masses * w).sum() / masses.sum();
    before = rate;
    rate = (masses * u * w).sum() / (masses * w * w).sum();
    u = w / w.abs().maxCoeff();
  }
  return rate;
}

}  // namespace

std::vector<Mode> balanced_modes(const ModeProblem& problem, const Array& masses) {
  const Array roots = masses.sqrt();
  const bool closed = problem.leak.maxCoeff() <= 0;
  std::vector<Mode> modes;
  Matrix vectors;
  if (closed) {
    modes.push_back({0, masses.cast<std::complex<double>>(), Eigen::ArrayXcd::Ones(masses.size())});
    if (problem.count > 1)
      vectors = without_stationary(lanczos_vectors(problem, problem.count), roots.matrix().normalized());
  } else {
    vectors = lanczos_vectors(problem, problem.count);
  }
  for (Eigen::Index k = 0; k < vectors.cols(); ++k) modes.push_back(mode_of(problem, roots, vectors.col(k).array()));
  if (closed && modes.size() > 1 && is_below_rounding(problem, modes[1].eigenvalue.real())) {
    const Array left = modes[1].left.real();
    modes[1].eigenvalue = pinned_rate(problem, masses, left.isNaN().select(0, left));
  }
  return modes;
}

}  // namespace fokker
