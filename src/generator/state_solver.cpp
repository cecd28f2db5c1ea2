// SPDX-License-Identifier: MIT
#include "generator/state_solver.hpp"

#include <fmt/format.h>

#include <Eigen/IterativeLinearSolvers>
#include <limits>
#include <utility>

#include "generator/shifted.hpp"

namespace fokker {
namespace {

constexpr double wanted_residual = 1e-11, largest_residual = 1e-7;
/// Entries of the incomplete factor: dropped below this share of their row's mean, at most so many times those of -L.
constexpr double dropped = 1e-3;
constexpr int filled = 4;
constexpr int most_corrections = 12, iterations_at_once = 200;

using Rows = Eigen::SparseMatrix<double, Eigen::RowMajor>;

}  // namespace

/// A matrix and its incomplete factor.
struct StateSolver::Iteration {
  explicit Iteration(Rows given) : matrix(std::move(given)) {
    solver.preconditioner().setDroptol(dropped);
    solver.preconditioner().setFillfactor(filled);
    solver.setMaxIterations(iterations_at_once);
    solver.setTolerance(1e-10);  // of each correction
    solver.compute(matrix);
  }

  Rows matrix;
  Eigen::BiCGSTAB<Rows, Eigen::IncompleteLUT<double>> solver;
};

StateSolver::StateSolver(const RateMatrix& rates, const Array& leak, const StopToken& stop, double most)
    : rates_(rates), leak_(leak), stop_(stop) {
  const EliminationPattern pattern = elimination_pattern(rates);
  if (pattern.operations() <= most && pattern.feasible()) factor();
}

StateSolver::StateSolver(StateSolver&&) noexcept = default;
StateSolver::~StateSolver() = default;

const Elimination& StateSolver::factor() const {
  if (!factor_) factor_.emplace(rates_, leak_, stop_);
  return *factor_;
}

Array StateSolver::solve(const Array& b) const { return factor_ ? factor_->solve(b) : iterated(forward_, false, b); }

Array StateSolver::solve_transposed(const Array& b) const {
  return factor_ ? factor_->solve_transposed(b) : iterated(transposed_, true, b);
}

Array StateSolver::iterated(std::unique_ptr<Iteration>& kept, bool transposed, const Array& b) const {
  if (!kept) {
    const RateMatrix matrix = shifted_generator(rates_, leak_, 0.0);
    kept = std::make_unique<Iteration>(transposed ? Rows(matrix.transpose()) : Rows(matrix));
  }
  const double size = std::max(b.abs().maxCoeff(), std::numeric_limits<double>::min());
  Vector x = Vector::Zero(b.size()), rest = b.matrix();
  double found = 1, before = std::numeric_limits<double>::infinity();
  for (int k = 0; k < most_corrections && found > wanted_residual && found < 0.5 * before; ++k) {
    stop_.check();
    const Vector corrected = x + kept->solver.solve(rest);
    const Vector left = b.matrix() - kept->matrix * corrected;
    before = std::exchange(found, left.cwiseAbs().maxCoeff() / size);
    if (!(found < before)) {
      found = before;
      break;
    }
    x = corrected;
    rest = left;
  }
  if (found > largest_residual) return transposed ? factor().solve_transposed(b) : factor().solve(b);
  residual_ = std::max(residual_, found);
  return x.array();
}

}  // namespace fokker
