// SPDX-License-Identifier: MIT
#include "core/matrices.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>

namespace fokker {

SymmetricParts symmetric_parts(const Matrix& symmetric) {
  const Eigen::SelfAdjointEigenSolver<Matrix> parts(symmetric);
  return {parts.eigenvalues(), parts.eigenvectors()};
}

Vector symmetric_eigenvalues(const Matrix& symmetric) {
  return Eigen::SelfAdjointEigenSolver<Matrix>(symmetric, Eigen::EigenvaluesOnly).eigenvalues();
}

Vector real_eigenvalue_parts(const Matrix& square) {
  return Eigen::EigenSolver<Matrix>(square, false).eigenvalues().real();
}

std::optional<Matrix> cholesky(const Matrix& C) {
  const Eigen::LLT<Matrix> factor(C);
  if (factor.info() != Eigen::Success) return std::nullopt;
  return Matrix(factor.matrixL());
}

Matrix solve_lower(const Matrix& L, const Matrix& right) { return L.triangularView<Eigen::Lower>().solve(right); }

Vector solve_linear(const Matrix& A, const Vector& right) { return A.fullPivLu().solve(right); }

Matrix inverse(const Matrix& square) { return square.inverse(); }

double determinant(const Matrix& square) { return square.determinant(); }

}  // namespace fokker
