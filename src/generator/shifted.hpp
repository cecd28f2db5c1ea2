// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/generator/generator.hpp"

namespace fokker {

/// s - L, for real or complex s.
template <class Scalar>
Eigen::SparseMatrix<Scalar> shifted_generator(const RateMatrix& rates, const Array& leak, Scalar s) {
  Eigen::Array<Scalar, Eigen::Dynamic, 1> diagonal = leak.cast<Scalar>() + s;
  std::vector<Eigen::Triplet<Scalar>> entries;
  for (Eigen::Index j = 0; j < rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate) {
      entries.emplace_back(static_cast<int>(rate.row()), static_cast<int>(j), -rate.value());
      diagonal[j] += rate.value();
    }
  for (Eigen::Index j = 0; j < diagonal.size(); ++j)
    entries.emplace_back(static_cast<int>(j), static_cast<int>(j), diagonal[j]);
  Eigen::SparseMatrix<Scalar> matrix(diagonal.size(), diagonal.size());
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

}  // namespace fokker
