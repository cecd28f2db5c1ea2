// SPDX-License-Identifier: MIT
#pragma once
#include <random>

#include "support.hpp"

/// Operators and masses that the tests of steppers share.
namespace fokker::test {

inline Operator operator_of(const Process& process, const Grid& grid) {
  const Assembler assembler(process, grid);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  return L;
}

/// The same ones each time, sum 1.
inline Array random_masses(Eigen::Index n) {
  std::mt19937 draw(7);
  std::exponential_distribution<double> law;
  Array m(n);
  for (double& value : m) value = law(draw);
  return m / m.sum();
}

inline const Process relaxing = ornstein_uhlenbeck(v1(1), v1(.3), v1(.8));

inline Matrix dense(const Operator& L) {
  Matrix result(L.grid.cells(), L.grid.cells());
  Array rate;
  for (Eigen::Index j = 0; j < result.cols(); ++j) {
    L.apply(Matrix::Identity(result.rows(), result.cols()).col(j).array(), rate);
    result.col(j) = rate.matrix();
  }
  return result;
}

}  // namespace fokker::test
