// Edges of a full diffusion tensor.
#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <map>

#include "fokker/core/error.hpp"
#include "fokker/fv/bernoulli.hpp"
#include "fv/edges.hpp"

namespace fokker {
namespace {

/// Eigenvalues of H^-1 D H^-1 below this part of the largest count as 0.
constexpr double singular = 1e-9;

using Small = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 3, 3>;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 3, 1>;

/// Axes first, then by entries.
struct CanonicalOrder {
  bool operator()(const std::vector<int>& a, const std::vector<int>& b) const {
    const auto steps = [](const std::vector<int>& e) {
      int sum = 0;
      for (const int entry : e) sum += std::abs(entry);
      return sum;
    };
    return std::pair(steps(a), b) < std::pair(steps(b), a);
  }
};

/// What the cells know at one time; volume-weighted weights of D and what drives the edges.
struct CellCoefficients {
  std::map<std::vector<int>, Array, CanonicalOrder> weights;
  Points pull;  ///< w = 2 D^-1 v, n x d, 1/length
  Points rest;  ///< velocity outside the range of D, n x d
};

/// Cell widths per axis and cell.
Points cell_widths(const Grid& grid) { return grid.upper_corners() - grid.lower_corners(); }

/// H^-1 D H^-1 at cell i: the tensor in index coordinates.
Small index_tensor(const Points& D, const Points& widths, Eigen::Index i) {
  const Eigen::Index d = widths.cols();
  Small scaled(d, d);
  for (Eigen::Index k = 0; k < d; ++k)
    for (Eigen::Index l = 0; l < d; ++l) scaled(k, l) = D(i, k * d + l) / (widths(i, k) * widths(i, l));
  return scaled;
}

/// x with D x = v on the range of D (index coordinates).
SmallVector solve_in_range(const Small& D, const SmallVector& v) {
  const Eigen::LLT<Small> cholesky(D);
  if (cholesky.info() == Eigen::Success) {
    const SmallVector pivots = cholesky.matrixLLT().diagonal();
    if (pivots.minCoeff() > 1e-3 * pivots.maxCoeff()) return cholesky.solve(v);
  }
  const Eigen::SelfAdjointEigenSolver<Small> eigen(D);
  SmallVector x = SmallVector::Zero(v.size());
  for (Eigen::Index k = 0; k < v.size(); ++k)
    if (eigen.eigenvalues()[k] > singular * eigen.eigenvalues()[v.size() - 1])
      x += eigen.eigenvectors().col(k) * (eigen.eigenvectors().col(k).dot(v) / eigen.eigenvalues()[k]);
  return x;
}

/// Splits v = 1/2 D w + rest at every cell, all in index coordinates on the way.
void split_velocity(const Points& D, const Points& v, const Points& widths, CellCoefficients& at) {
  const Eigen::Index d = v.cols();
  at.pull.resize(v.rows(), d);
  at.rest.resize(v.rows(), d);
  SmallVector u(d);
  for (Eigen::Index i = 0; i < v.rows(); ++i) {
    const Small scaled = index_tensor(D, widths, i);
    for (Eigen::Index k = 0; k < d; ++k) u[k] = v(i, k) / widths(i, k);
    const SmallVector x = solve_in_range(scaled, u);
    const SmallVector left = u - scaled * x;
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

/// Distance from the centre of each cell of an axis to that of the cell e further on, round a periodic axis.
Array steps_along(const Axis& axis, int e) {
  const Eigen::Index n = axis.cells();
  const Array centres = axis.centres();
  const double period = axis.edges[n] - axis.edges[0];
  Array steps(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index j = i + e;
    if (j >= 0 && j < n)
      steps[i] = centres[j] - centres[i];
    else if (axis.periodic()) {
      const Eigen::Index turns = j >= 0 ? j / n : -((n - 1 - j) / n);
      steps[i] = centres[j - turns * n] + static_cast<double>(turns) * period - centres[i];
    } else {
      steps[i] = e * axis.width(i);
    }
  }
  return steps;
}

/// Fills the rates of one direction.
class OffsetEdges {
 public:
  OffsetEdges(const Grid& grid, const CellCoefficients& at, const Array& weights, const Array& phi,
              Direction& direction)
      : grid_(grid), at_(at), weights_(weights), phi_(phi), direction_(direction) {
    for (int k = 0; k < grid.dimension(); ++k) {
      const int e = direction.lines->offset()[static_cast<std::size_t>(k)];
      steps_.push_back(steps_along(grid.axis(k), e));
      steps_back_.push_back(steps_along(grid.axis(k), -e));
    }
  }

  void fill() {
    const Lines& lines = *direction_.lines;
    std::vector<Eigen::Index> cells;
    for (Eigen::Index line = 0; line < lines.count(); ++line) {
      const auto n = static_cast<std::size_t>(lines.length(line));
      cells.resize(n);
      lines.cells(line, 1, cells.data());
      for (std::size_t k = 0; k < (lines.closed() ? n : n - 1); ++k) join(cells[k], cells[(k + 1) % n]);
      if (lines.closed()) continue;
      direction_.down[cells[0]] = loss(cells[0], lines.first_end(line), -1);
      direction_.up[cells[n - 1]] = loss(cells[n - 1], lines.last_end(line), 1);
    }
  }

 private:
  /// w at a cell . the step from a cell
  double pull(Eigen::Index cell, Eigen::Index from, const std::vector<Array>& steps) const {
    double sum = 0;
    for (int k = 0; k < grid_.dimension(); ++k)
      sum += at_.pull(cell, k) * steps[static_cast<std::size_t>(k)][grid_.position(from, k)];
    return sum;
  }

  void join(Eigen::Index i, Eigen::Index j) {
    const double rho = 0.25 * (weights_[i] + weights_[j]);
    const double z = 0.5 * (pull(i, i, steps_) + pull(j, i, steps_)) + (phi_.size() > 0 ? phi_[j] - phi_[i] : 0);
    const BernoulliPair pair = scaled_bernoulli(rho, rho * z);
    direction_.up[i] = pair.minus / grid_.volumes()[i];
    direction_.down[j] = pair.plus / grid_.volumes()[j];
  }

  /// Rate of loss through an absorbing wall, which holds p = 0 at a fraction of the edge.
  double loss(Eigen::Index i, const Lines::End& end, int sign) const {
    const Axis& axis = grid_.axis(end.wall / 2);
    if ((end.wall % 2 == 0 ? axis.lower : axis.upper) != Wall::absorbing) return 0;
    const double rho = 0.5 * weights_[i] / end.fraction;
    const double z = end.fraction * pull(i, i, sign > 0 ? steps_ : steps_back_);
    return scaled_bernoulli(rho, rho * z).minus / grid_.volumes()[i];
  }

  const Grid& grid_;
  const CellCoefficients& at_;
  const Array& weights_;
  const Array phi_;
  Direction& direction_;
  std::vector<Array> steps_, steps_back_;  ///< along e and -e: on stretched axes not each other's negative
};

/// Adds the upwind rates of what no edge of D carries.
void add_upwind(const Grid& grid, int axis, const Array& velocity, Direction& direction) {
  const Axis& along = grid.axis(axis);
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const Eigen::Index p = grid.position(i, axis);
    if (p == 0 && along.lower == Wall::absorbing) direction.down[i] += std::max(-velocity[i], 0.0) / along.width(0);
    if (p + 1 == along.cells() && !along.periodic()) {
      if (along.upper == Wall::absorbing) direction.up[i] += std::max(velocity[i], 0.0) / along.width(p);
      continue;
    }
    const Eigen::Index j = grid.above(i, axis);
    const double v = 0.5 * (velocity[i] + velocity[j]);
    direction.up[i] += std::max(v, 0.0) / along.width(p);
    direction.down[j] += std::max(-v, 0.0) / along.width(grid.position(j, axis));
  }
}

}  // namespace

void Assembler::assemble_offsets(double t, const Array& phi, Operator& result) const {
  const int d = grid_.dimension();
  Points D(grid_.cells(), d * d), v(grid_.cells(), d);
  process_.diffusion(t)(centres_, D);
  const bool by_phi = phi.size() > 0 && (D != 0).any();
  (by_phi ? process_.edge->rest : process_.velocity)(t)(centres_, v);
  for (int k = 0; k < d; ++k)
    if (!v.col(k).allFinite() || !D.middleCols(k * d, d).allFinite() || !(D.col(k * d + k) >= 0).all())
      refuse_coefficients(process_, grid_, t, centres_, v.col(k), D.col(k * d + k));
  for (int k = 0; k < d; ++k) {
    if (!carried((D.col(k * d + k) != 0).any())) continue;
    if ((v.col(k) != 0).any()) result.transports.push_back({k, t, process_.velocity});
    v.col(k).setZero();
  }

  CellCoefficients at;
  const Points widths = cell_widths(grid_);
  decompose(D, widths, grid_.volumes(), at);
  split_velocity(D, v, widths, at);
  for (int k = 0; k < d; ++k) {
    Array& weights = at.weights[axis_offset(d, k)];
    if (weights.size() == 0) weights = Array::Zero(grid_.cells());
  }
  std::size_t used = 0;
  for (const auto& [offset, weights] : at.weights) {
    Direction& direction = direction_at(result, used, lines(offset));
    OffsetEdges(grid_, at, weights, by_phi ? phi : Array(), direction).fill();
    for (int k = 0; k < d; ++k)
      if (offset == axis_offset(d, k)) add_upwind(grid_, k, at.rest.col(k), direction);
    if (!direction.up.allFinite() || !direction.down.allFinite())
      refuse_coefficients(process_, grid_, t, centres_, v.col(0), D.col(0));
    if ((direction.up != 0).any() || (direction.down != 0).any()) ++used;
  }
  result.directions.resize(used);
}

}  // namespace fokker
