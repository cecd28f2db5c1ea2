// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <optional>

#include "fokker/core/control.hpp"
#include "fokker/generator/elimination.hpp"

namespace fokker {

/// Multiplications of an elimination, some 20 seconds, above which iterations are tried first.
inline constexpr double most_eliminated = 5e9;

/// Solutions of -L x = b and -L^T u = b: by an Elimination, with full relative accuracy in each cell; where that takes
/// more than `most_eliminated` multiplications, by BiCGSTAB with an incomplete factor, until the largest |b + L^T u| is
/// below 1e-11 of the largest |b| or falls no more. What exceeds 1e-7 is eliminated if that is feasible. Since -L is an
/// M-matrix, errors in each cell are at most the largest residual times the mean time until the end.
/// Reference: van der Vorst, SIAM J. Sci. Stat. Comput. 13 (1992) 631; Saad, Numer. Linear Algebra Appl. 1 (1994) 387.
class StateSolver {
 public:
  /// As of an Elimination. @throws Error{Fault::resources} where neither is feasible, on use
  /// @param most  multiplications of an elimination
  StateSolver(const RateMatrix& rates, const Array& leak, const StopToken& stop = {}, double most = most_eliminated);

  StateSolver(StateSolver&&) noexcept;
  ~StateSolver();

  Array solve(const Array& b) const;
  Array solve_transposed(const Array& b) const;
  /// Number of states.
  Eigen::Index size() const { return leak_.size(); }
  /// Largest |b + L u| of any cell in the solutions so far, in units of the largest |b|; 0 where all was eliminated.
  double residual() const { return residual_; }

 private:
  struct Iteration;
  Array iterated(std::unique_ptr<Iteration>& kept, bool transposed, const Array& b) const;
  const Elimination& factor() const;

  RateMatrix rates_;
  Array leak_;
  StopToken stop_;
  mutable double residual_ = 0;
  mutable std::optional<Elimination> factor_;
  mutable std::unique_ptr<Iteration> forward_, transposed_;
};

}  // namespace fokker
