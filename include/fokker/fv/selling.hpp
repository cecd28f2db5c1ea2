// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// One piece weight * e e^T of a matrix, along an integer offset e whose first entry other than 0 is positive.
struct OffsetWeight {
  std::vector<int> offset;  ///< one integer per axis
  double weight = 0;        ///< > 0
};

/// Obtuse superbase of Z^d: d + 1 integer vectors whose sum is 0, d of which span the lattice.
using Superbase = std::vector<Eigen::Matrix<int, Eigen::Dynamic, 1, 0, 3, 1>>;
/// The unit vectors and minus their sum.
/// @param dimension  d, 1 to 3
/// @return d + 1 vectors
Superbase unit_superbase(int dimension);

/// Selling's decomposition of a symmetric positive semidefinite matrix, D = sum_k weight_k e_k e_k^T with weights > 0
/// and at most d (d + 1) / 2 integer offsets, d = 1, 2, 3: the superbase is changed until no two of its vectors have
/// b_i^T D b_j > 0 (within 1e-14 of the trace); then D = -sum_{i<j} (b_i^T D b_j) e_ij e_ij^T, where e_ij is orthogonal
/// to all b_k but b_i and b_j.
/// @param superbase  where the search begins; the obtuse one on return (a good beginning for a similar matrix)
/// @throws Error{Fault::numerical} where the matrix is so anisotropic that an offset would pass 1000 cells
/// References: Selling, J. reine angew. Math. 77 (1874) 143; Bonnans, Bonnet and Mirebeau, SIAM J. Numer. Anal. 59
/// (2021) 2113; Conway and Sloane, Proc. R. Soc. Lond. A 436 (1992) 55.
/// @param D          d x d, symmetric positive semidefinite
/// @return at most d (d + 1) / 2 pieces, none where D = 0
std::vector<OffsetWeight> selling(const Eigen::Ref<const Matrix>& D, Superbase& superbase);

}  // namespace fokker
