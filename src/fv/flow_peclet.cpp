// SPDX-License-Identifier: MIT
#include "fv/flow_peclet.hpp"

#include <algorithm>
#include <cmath>

#include "core/matrices.hpp"
#include "fokker/core/error.hpp"
#include "fv/blocks.hpp"
#include "fv/cell_tensor.hpp"

namespace fokker {
namespace {

constexpr int most_reach = 3;
constexpr double highest_peclet = 100;

/// Of tensors and drifts in index coordinates, one after the other; what is known of D is kept while it stays.
class CellPeclet {
 public:
  CellPeclet(int dimension, bool varies)
      : varies_(varies), superbase_(unit_superbase(dimension)), D_(Matrix::Zero(dimension, dimension)) {}

  double of(const Matrix& D, const Vector& v) {
    if (!D.allFinite() || !v.allFinite()) return highest_peclet;
    if (D.isZero(0)) return 0;
    if (D != D_) set(D);
    if (badly_) return highest_peclet;
    const Vector w = 2 * inverse_ * v;
    double most = 0;
    for (const OffsetWeight& piece : pieces_) {
      double along = 0;
      for (Eigen::Index k = 0; k < w.size(); ++k) along += w[k] * piece.offset[static_cast<std::size_t>(k)];
      most = std::max(most, std::abs(along));
    }
    return std::min(most, highest_peclet);
  }

 private:
  void set(const Matrix& D) {
    D_ = D;
    const auto [values, vectors] = symmetric_parts(D);
    badly_ = values[0] < singular_tensor * values[values.size() - 1];
    if (badly_) return;
    inverse_ = vectors * values.cwiseInverse().asDiagonal() * vectors.transpose();
    try {
      pieces_ = selling(D, superbase_);
    } catch (const Error&) {  // offsets without end
      badly_ = true;
      return;
    }
    for (const OffsetWeight& piece : pieces_)
      for (const int e : piece.offset) badly_ = badly_ || (varies_ && std::abs(e) > most_reach);
  }

  bool varies_, badly_ = false;
  Superbase superbase_;
  Matrix D_, inverse_;
  std::vector<OffsetWeight> pieces_;
};

}  // namespace

Array edge_peclet(const CellTensors& cells, const Points& v, bool varies) {
  Array peclet(v.rows());
  over_cells(v.rows(), cells.threads, [&](Eigen::Index begin, Eigen::Index n) {
    CellPeclet cell(static_cast<int>(v.cols()), varies);
    for (Eigen::Index i = begin; i < begin + n; ++i)
      peclet[i] = cell.of(index_tensor(cells, i), (v.row(i) / cells.widths.row(i)).transpose());
  });
  return peclet;
}

Array edge_peclet(const Process& process, const Grid& grid, double t, EdgesCarry carry, int threads) {
  const int d = grid.dimension();
  const Points centres = grid.centres(), widths = grid.upper_corners() - grid.lower_corners();
  const Eigen::Index cells = grid.cells();
  const bool by_phi = process.discrete_potential && process.discrete_potential->phi;
  const Points D = at_cells(process.diffusion(t), centres, d * d, threads);
  const FieldAt& drift = by_phi ? process.discrete_potential->rest : process.divergence_drift;
  const Points v =
      carry == EdgesCarry::noise ? Points(Points::Zero(cells, d)) : at_cells(drift(t), centres, d, threads);
  bool varies = false;
  for (Eigen::Index k = 0; k < D.cols(); ++k) varies = varies || (D.col(k) != D(0, k)).any();
  return edge_peclet({D, widths, grid.volumes(), threads}, v, varies);
}

}  // namespace fokker
