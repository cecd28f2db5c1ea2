// SPDX-License-Identifier: MIT
#include "generator/complex_shift.hpp"

#include <Eigen/SparseLU>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

using Complex = std::complex<double>;
using ComplexMatrix = Eigen::SparseMatrix<Complex>;

ComplexMatrix shifted(const RateMatrix& rates, const Array& leak, Complex s) {
  Eigen::ArrayXcd diagonal = leak.cast<Complex>() + s;
  std::vector<Eigen::Triplet<Complex>> entries;
  for (Eigen::Index j = 0; j < rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate) {
      entries.emplace_back(static_cast<int>(rate.row()), static_cast<int>(j), -rate.value());
      diagonal[j] += rate.value();
    }
  for (Eigen::Index j = 0; j < diagonal.size(); ++j)
    entries.emplace_back(static_cast<int>(j), static_cast<int>(j), diagonal[j]);
  ComplexMatrix matrix(diagonal.size(), diagonal.size());
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

}  // namespace

Eigen::ArrayXcd resolvent(const RateMatrix& rates, const Array& leak, Complex s, const Array& b) {
  Eigen::SparseLU<ComplexMatrix> factor;
  factor.compute(shifted(rates, leak, s));
  if (factor.info() != Eigen::Success) throw Error(Fault::numerical, "a shifted generator that cannot be factored");
  const Eigen::VectorXcd right = b.matrix().cast<Complex>();
  return factor.solve(right).array();
}

}  // namespace fokker
