// SPDX-License-Identifier: MIT
#include "fv/cell_tensor.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/matrices.hpp"
#include "fv/blocks.hpp"

namespace fokker {
namespace {

using Small = IndexTensor;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 3, 1>;

/// Solves D x = v on the range of D (index coordinates). What is known of D is kept while D stays the same.
class RangeSolver {
 public:
  void set(const Small& D) {
    if (D.rows() == D_.rows() && D == D_) return;
    D_ = D;
    cholesky_.compute(D);
    regular_ = false;
    if (cholesky_.info() == Eigen::Success) {
      const SmallVector pivots = cholesky_.matrixLLT().diagonal();
      regular_ = pivots.minCoeff() > 1e-3 * pivots.maxCoeff();
    }
    if (!regular_) parts_ = symmetric_parts(D);
  }
  const Small& D() const { return D_; }

  SmallVector solve(const SmallVector& v) const {
    if (regular_) return cholesky_.solve(v);
    SmallVector x = SmallVector::Zero(v.size());
    const auto& [values, vectors] = parts_;
    for (Eigen::Index k = 0; k < v.size(); ++k)
      if (values[k] > singular_tensor * values[v.size() - 1]) x += vectors.col(k) * (vectors.col(k).dot(v) / values[k]);
    return x;
  }

 private:
  Small D_;
  Eigen::LLT<Small> cholesky_;
  SymmetricParts parts_;
  bool regular_ = false;
};

/// Decomposes D in blocks of cells.
class Decomposition {
 public:
  Decomposition(const CellTensors& cells, CellCoefficients& at) : cells_(cells), at_(at) {}

  /// Of cells begin, ..., begin + n - 1.
  /// @param superbase  from which the first one begins; that of the last one on return
  /// @return that of the first one
  Superbase run(Eigen::Index begin, Eigen::Index n, Superbase& superbase) {
    Superbase first;
    std::vector<OffsetWeight> pieces;
    Known known;
    std::vector<double*> targets;
    Small before;
    for (Eigen::Index i = begin; i < begin + n; ++i) {
      const Small scaled = index_tensor(cells_, i);
      if (i == begin || scaled != before) {
        pieces = selling(scaled, superbase);
        targets.clear();
        for (const OffsetWeight& piece : pieces) targets.push_back(weights_of(piece.offset, known));
        before = scaled;
      }
      if (i == begin) first = superbase;
      for (std::size_t k = 0; k < pieces.size(); ++k) targets[k][i] = pieces[k].weight * cells_.volumes[i];
    }
    return first;
  }
  void clear(Eigen::Index begin, Eigen::Index n) {
    for (auto& [offset, weights] : at_.weights) weights.segment(begin, n).setZero();
  }

 private:
  /// The offsets that a block has met, and their weights.
  using Known = std::vector<std::pair<std::vector<int>, double*>>;

  /// The weights of all cells along an offset.
  double* weights_of(const std::vector<int>& offset, Known& known) {
    for (const auto& [other, weights] : known)
      if (other == offset) return weights;
    const std::lock_guard lock(guard_);
    Array& weights = at_.weights[offset];
    if (weights.size() == 0) weights = Array::Zero(cells_.D.rows());
    known.emplace_back(offset, weights.data());
    return weights.data();
  }

  const CellTensors& cells_;
  CellCoefficients& at_;
  std::mutex guard_;
};

}  // namespace

IndexTensor index_tensor(const CellTensors& cells, Eigen::Index i) {
  const Points &D = cells.D, &widths = cells.widths;
  const Eigen::Index d = widths.cols();
  IndexTensor scaled(d, d);
  for (Eigen::Index k = 0; k < d; ++k)
    for (Eigen::Index l = 0; l < d; ++l) scaled(k, l) = D(i, k * d + l) / (widths(i, k) * widths(i, l));
  return scaled;
}

// in index coordinates on the way
void split_velocity(const CellTensors& cells, const Points& v, CellCoefficients& at) {
  const Eigen::Index d = v.cols();
  const Points& widths = cells.widths;
  at.pull.resize(v.rows(), d);
  at.rest.resize(v.rows(), d);
  over_cells(v.rows(), cells.threads, [&](Eigen::Index begin, Eigen::Index n) {
    SmallVector u(d);
    RangeSolver range;
    for (Eigen::Index i = begin; i < begin + n; ++i) {
      for (Eigen::Index k = 0; k < d; ++k) u[k] = v(i, k) / widths(i, k);
      if (u.isZero(0)) {
        at.pull.row(i).setZero();
        at.rest.row(i).setZero();
        continue;
      }
      range.set(index_tensor(cells, i));
      const SmallVector x = range.solve(u);
      const SmallVector left = u - range.D() * x;
      const double rounding = 1e-12 * u.cwiseAbs().maxCoeff();
      for (Eigen::Index k = 0; k < d; ++k) {
        at.pull(i, k) = 2 * x[k] / widths(i, k);
        at.rest(i, k) = std::abs(left[k]) > rounding ? left[k] * widths(i, k) : 0;
      }
    }
  });
}

Superbase decompose(const CellTensors& cells, const Superbase& begin_with, std::vector<Superbase>& superbases,
                    CellCoefficients& at) {
  const Eigen::Index count = cells.D.rows(), blocks = (count + cells_of_block - 1) / cells_of_block;
  superbases.resize(static_cast<std::size_t>(blocks), begin_with);
  superbases[0] = begin_with;
  std::vector<Superbase> first(superbases.size()), last = superbases;
  Decomposition decomposition(cells, at);
  over_cells(count, cells.threads, [&](Eigen::Index begin, Eigen::Index n) {
    const auto block = static_cast<std::size_t>(begin / cells_of_block);
    first[block] = decomposition.run(begin, n, last[block]);
  });
  for (std::size_t block = 1; block < superbases.size(); ++block) {
    const auto begin = static_cast<Eigen::Index>(block) * cells_of_block;
    superbases[block] = last[block - 1];
    Superbase right = last[block - 1];
    selling(index_tensor(cells, begin), right);
    if (right == first[block]) continue;
    const Eigen::Index n = std::min(cells_of_block, count - begin);
    decomposition.clear(begin, n);
    last[block] = superbases[block];
    decomposition.run(begin, n, last[block]);
  }
  return last.back();
}

void for_pieces(const Process& process, const Grid& grid, double t, const VisitPieces& visit) {
  const Field diffusion = process.diffusion(t);
  const Array none;
  Superbase superbase = unit_superbase(grid.dimension());
  std::vector<OffsetWeight> pieces;
  Small before;
  for (Eigen::Index begin = 0; begin < grid.cells(); begin += cells_of_block) {
    const Eigen::Index end = std::min(begin + cells_of_block, grid.cells());
    const Points lower = grid.lower_corners(begin, end), upper = grid.upper_corners(begin, end), widths = upper - lower;
    Points D(end - begin, process.noise_columns());
    diffusion(0.5 * (lower + upper), D);
    for (Eigen::Index i = begin; i < end; ++i) {
      const Small scaled = index_tensor({D, widths, none, 1}, i - begin);
      const bool anew = i == 0 || scaled != before;
      if (anew) pieces = selling(scaled, superbase);
      before = scaled;
      visit(i, pieces, anew);
    }
  }
}

std::set<std::vector<int>, CanonicalOrder> offsets_of(const Process& process, const Grid& grid, double t) {
  std::set<std::vector<int>, CanonicalOrder> found;
  for_pieces(process, grid, t, [&](Eigen::Index, const std::vector<OffsetWeight>& pieces, bool anew) {
    if (!anew) return;
    for (const OffsetWeight& piece : pieces) found.insert(piece.offset);
  });
  return found;
}

}  // namespace fokker
