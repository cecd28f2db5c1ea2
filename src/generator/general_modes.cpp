// SPDX-License-Identifier: MIT
#include <Spectra/GenEigsRealShiftSolver.h>

#include <cmath>

#include "generator/modes.hpp"
#include "generator/state_solver.hpp"

namespace fokker {
namespace {

using Complex = std::complex<double>;

/// x -> (shift - L)^-1 x or its transpose, for Spectra.
class SolvedInverse {
 public:
  using Scalar = double;
  SolvedInverse(const StateSolver& factor, const StopToken& stop, bool transposed)
      : factor_(factor), stop_(stop), transposed_(transposed) {}
  Eigen::Index rows() const { return factor_.size(); }
  Eigen::Index cols() const { return rows(); }
  void set_shift(double) {}
  void perform_op(const double* in, double* out) const {
    stop_.check();
    const Array x = Eigen::Map<const Array>(in, rows());
    Eigen::Map<Array>(out, rows()) = transposed_ ? factor_.solve_transposed(x) : factor_.solve(x);
  }

 private:
  const StateSolver& factor_;
  StopToken stop_;
  bool transposed_;
};

struct Pairs {
  Eigen::VectorXcd values;
  Eigen::MatrixXcd vectors;
};

Pairs arnoldi_pairs(const ModeProblem& problem, const StateSolver& factor, bool transposed) {
  SolvedInverse inverse(factor, problem.stop, transposed);
  const int count = std::min<int>(problem.count + 2, static_cast<int>(inverse.rows()) - 2);  // a pair may end them
  Spectra::GenEigsRealShiftSolver<SolvedInverse> solver(
      inverse, count, std::min<Eigen::Index>(std::max(3 * count, 30), inverse.rows()), -problem.shift);
  solver.init();
  solver.compute(Spectra::SortRule::LargestMagn, most_restarts, mode_tolerance, Spectra::SortRule::SmallestReal);
  if (solver.info() != Spectra::CompInfo::Successful) fail_to_converge(count);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

/// By growing real part, of a pair + first.
std::vector<Eigen::Index> by_decay(const Eigen::VectorXcd& values) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(values.size()));
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = static_cast<Eigen::Index>(k);
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    const double scale = 1e-9 * (std::abs(values[a]) + std::abs(values[b]));
    if (std::abs(values[a].real() - values[b].real()) > scale) return values[a].real() < values[b].real();
    return values[a].imag() > values[b].imag();
  });
  return order;
}

Eigen::Index nearest(const Eigen::VectorXcd& values, Complex value) {
  Eigen::Index best = 0;
  (values.array() - value).abs().minCoeff(&best);
  return best;
}

/// Scales the left vector to a largest entry of 1 and the right one to a product of 1.
Mode normalised_mode(const ModeProblem& problem, Complex value, Eigen::ArrayXcd right, Eigen::ArrayXcd left) {
  Eigen::Index largest = 0;
  left.abs().maxCoeff(&largest);
  left /= Complex(left[largest]);
  right /= (left * right).sum();
  const Eigen::ArrayXcd rest = rate_of_change(problem.rates, problem.leak, right) + value * right;
  return {value, right, left, rest.abs().sum() / right.abs().sum()};
}

/// How many of the ordered values make whole pairs: at least `count`, of which a pair is not cut.
std::size_t whole_pairs(const Eigen::VectorXcd& values, const std::vector<Eigen::Index>& order, int count) {
  const std::size_t wanted = std::min(order.size(), static_cast<std::size_t>(count));
  if (wanted == order.size()) return wanted;
  const Complex last = values[order[wanted - 1]], next = values[order[wanted]];
  const bool cut = last.imag() > 0 && std::abs(next - std::conj(last)) <= 1e-9 * std::abs(last);
  return cut ? wanted + 1 : wanted;
}

/// |left| |right| for modes whose product is 1, where entries are weighted by the first mode.
void set_conditions(std::vector<Mode>& modes) {
  const Array weights = (modes.front().right.real() / modes.front().left.real()).abs().max(1e-300).sqrt();
  for (Mode& mode : modes)
    mode.condition = (mode.left * weights).matrix().norm() * (mode.right / weights).matrix().norm();
}

}  // namespace

std::vector<Mode> general_modes(const ModeProblem& problem) {
  const StateSolver factor(problem.rates, problem.leak + problem.shift, problem.stop);
  const Pairs right = arnoldi_pairs(problem, factor, false), left = arnoldi_pairs(problem, factor, true);
  const std::vector<Eigen::Index> order = by_decay(right.values);
  const bool closed = problem.leak.maxCoeff() <= 0;
  std::vector<Mode> modes;
  for (std::size_t k = 0; k < whole_pairs(right.values, order, problem.count); ++k) {
    const Complex value = right.values[order[k]];
    modes.push_back(normalised_mode(problem, closed && k == 0 ? 0 : value, right.vectors.col(order[k]).array(),
                                    left.vectors.col(nearest(left.values, value)).array()));
  }
  set_conditions(modes);
  return modes;
}

}  // namespace fokker
