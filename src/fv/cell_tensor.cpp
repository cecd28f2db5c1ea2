#include "fv/cell_tensor.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

#include "fokker/fv/selling.hpp"

namespace fokker {
namespace {

/// Eigenvalues of H^-1 D H^-1 below this part of the largest count as 0.
constexpr double singular = 1e-9;

using Small = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 3, 3>;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 3, 1>;

/// H^-1 D H^-1 at cell i: the tensor in index coordinates.
Small index_tensor(const Points& D, const Points& widths, Eigen::Index i) {
  const Eigen::Index d = widths.cols();
  Small scaled(d, d);
  for (Eigen::Index k = 0; k < d; ++k)
    for (Eigen::Index l = 0; l < d; ++l) scaled(k, l) = D(i, k * d + l) / (widths(i, k) * widths(i, l));
  return scaled;
}

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
    if (!regular_) eigen_.compute(D);
  }
  const Small& D() const { return D_; }

  SmallVector solve(const SmallVector& v) const {
    if (regular_) return cholesky_.solve(v);
    SmallVector x = SmallVector::Zero(v.size());
    const auto& values = eigen_.eigenvalues();
    for (Eigen::Index k = 0; k < v.size(); ++k)
      if (values[k] > singular * values[v.size() - 1])
        x += eigen_.eigenvectors().col(k) * (eigen_.eigenvectors().col(k).dot(v) / values[k]);
    return x;
  }

 private:
  Small D_;
  Eigen::LLT<Small> cholesky_;
  Eigen::SelfAdjointEigenSolver<Small> eigen_;
  bool regular_ = false;
};

}  // namespace

// in index coordinates on the way
void split_velocity(const Points& D, const Points& v, const Points& widths, CellCoefficients& at) {
  const Eigen::Index d = v.cols();
  at.pull.resize(v.rows(), d);
  at.rest.resize(v.rows(), d);
  SmallVector u(d);
  RangeSolver range;
  for (Eigen::Index i = 0; i < v.rows(); ++i) {
    for (Eigen::Index k = 0; k < d; ++k) u[k] = v(i, k) / widths(i, k);
    if (u.isZero(0)) {
      at.pull.row(i).setZero();
      at.rest.row(i).setZero();
      continue;
    }
    range.set(index_tensor(D, widths, i));
    const SmallVector x = range.solve(u);
    const SmallVector left = u - range.D() * x;
    const double rounding = 1e-12 * u.cwiseAbs().maxCoeff();
    for (Eigen::Index k = 0; k < d; ++k) {
      at.pull(i, k) = 2 * x[k] / widths(i, k);
      at.rest(i, k) = std::abs(left[k]) > rounding ? left[k] * widths(i, k) : 0;
    }
  }
}

void decompose(const Points& D, const Points& widths, const Array& volumes, CellCoefficients& at) {
  const Eigen::Index d = widths.cols();
  Superbase superbase = unit_superbase(static_cast<int>(d));
  std::vector<OffsetWeight> pieces;
  std::vector<Array*> targets;
  Small before = Small::Constant(d, d, -1);
  for (Eigen::Index i = 0; i < D.rows(); ++i) {
    const Small scaled = index_tensor(D, widths, i);
    if (scaled != before) {
      pieces = selling(scaled, superbase);
      targets.clear();
      for (const OffsetWeight& piece : pieces) {
        Array& weights = at.weights[piece.offset];
        if (weights.size() == 0) weights = Array::Zero(D.rows());
        targets.push_back(&weights);
      }
      before = scaled;
    }
    for (std::size_t k = 0; k < pieces.size(); ++k) (*targets[k])[i] = pieces[k].weight * volumes[i];
  }
}

}  // namespace fokker
