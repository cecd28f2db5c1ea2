// SPDX-License-Identifier: MIT
#include "generator/complex_shift.hpp"

#include <Eigen/SparseLU>

#include "fokker/core/error.hpp"
#include "generator/shifted.hpp"

namespace fokker {
namespace {

using Complex = std::complex<double>;
using ComplexMatrix = Eigen::SparseMatrix<Complex>;

}  // namespace

Eigen::ArrayXcd resolvent(const RateMatrix& rates, const Array& leak, Complex s, const Array& b) {
  Eigen::SparseLU<ComplexMatrix> factor;
  factor.compute(shifted_generator(rates, leak, s));
  if (factor.info() != Eigen::Success) throw Error(Fault::numerical, "a shifted generator that cannot be factored");
  const Eigen::VectorXcd right = b.matrix().cast<Complex>();
  return factor.solve(right).array();
}

}  // namespace fokker
