// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/core/types.hpp"

// Decompositions of small matrices. Each of them takes Eigen about ten seconds to compile: they stand in one
// source file.
namespace fokker {

/// Eigenvalues in ascending order, and eigenvectors as columns.
struct SymmetricParts {
  Vector values;
  Matrix vectors;
};
SymmetricParts symmetric_parts(const Matrix& symmetric);
Vector symmetric_eigenvalues(const Matrix& symmetric);
/// Real parts of the eigenvalues of any square matrix.
Vector real_eigenvalue_parts(const Matrix& square);
/// L with L L^T = C; empty: C is not positive definite.
std::optional<Matrix> cholesky(const Matrix& C);
/// X with L X = right, L lower triangular.
Matrix solve_lower(const Matrix& L, const Matrix& right);
/// x with A x = right, by LU decomposition with full pivoting.
Vector solve_linear(const Matrix& A, const Vector& right);
Matrix inverse(const Matrix& square);
double determinant(const Matrix& square);

}  // namespace fokker
