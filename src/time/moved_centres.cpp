// SPDX-License-Identifier: MIT
// Points to which flows move the centres of cells.
#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "fv/blocks.hpp"
#include "time/flow_step.hpp"

namespace fokker {
namespace {

/// Error of a path, in cells, and most substeps of it.
constexpr double path_error = 1e-4, most_steps_of_path = 64;
/// Halvings of the interval in which a path meets a boundary.
constexpr int halvings = 20;

/// Moves points along the paths of fields.
class Paths {
 public:
  Paths(const Grid& grid) : grid_(grid) {}

  /// x becomes exp(s V) x, s per point.
  void follow(const Field& V, const Array& s, Points& x) const {
    if ((s == 0).all()) return;
    Points k1(x.rows(), x.cols()), k2 = k1, k3 = k1, k4 = k1;
    V(x, k1);
    V(x + k1.colwise() * s, k2);
    const double n = substeps(k1, k2, s);
    const Array ds = s / n;
    for (int step = 0; step < static_cast<int>(n); ++step) {
      if (step > 0) V(x, k1);
      V(x + k1.colwise() * (0.5 * ds), k2);
      V(x + k2.colwise() * (0.5 * ds), k3);
      V(x + k3.colwise() * ds, k4);
      x += (k1 + 2 * (k2 + k3) + k4).colwise() * (ds / 6);
    }
  }

  /// The same with points that meet a boundary turned round there.
  void follow_reflected(const Field& V, double s, Points& x) const {
    const Points start = x;
    follow(V, Array::Constant(x.rows(), s), x);
    std::vector<Eigen::Index> gone;
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      if (outside(x, i)) gone.push_back(i);
    if (gone.empty()) return;
    const Points from = start(gone, Eigen::all);
    Array low = Array::Zero(std::ssize(gone)), high = Array::Constant(std::ssize(gone), s);
    for (int k = 0; k < halvings; ++k) {
      const Array middle = 0.5 * (low + high);
      Points at = from;
      follow(V, middle, at);
      for (Eigen::Index i = 0; i < at.rows(); ++i) (outside(at, i) ? high : low)[i] = middle[i];
    }
    Points back = from;
    follow(V, low, back);
    follow(V, low - s, back);
    for (Eigen::Index i = 0; i < back.rows(); ++i) x.row(gone[static_cast<std::size_t>(i)]) = back.row(i);
  }

  /// Points outside the box go to its boundary.
  void clamp(Points& x) const {
    for (int k = 0; k < grid_.dimension(); ++k)
      if (const Axis& axis = grid_.axis(k); !axis.periodic())
        x.col(k) = x.col(k).max(axis.edges[0]).min(axis.edges[axis.cells()]);
  }

 private:
  /// So many that the Runge-Kutta error, displacement * (change of the field along it)^4 / 120 each, is small.
  double substeps(const Points& begin, const Points& end, const Array& s) const {
    Array way = Array::Zero(begin.rows()), change = way;
    for (int k = 0; k < grid_.dimension(); ++k) {
      const double h = grid_.axis(k).widths().minCoeff();
      way = way.max((begin.col(k) * s / h).abs());
      change = change.max(((end.col(k) - begin.col(k)) * s / h).abs());
    }
    const Array bend = (way > 0).select(change / way, 0.0);
    const double error = (way * bend.square().square() / 120).maxCoeff() / path_error;
    return error > 1 ? std::min(std::ceil(std::sqrt(std::sqrt(error))), most_steps_of_path) : 1;
  }
  bool outside(const Points& x, Eigen::Index i) const {
    for (int k = 0; k < grid_.dimension(); ++k) {
      const Axis& axis = grid_.axis(k);
      if (!axis.periodic() && (x(i, k) < axis.edges[0] || x(i, k) > axis.edges[axis.cells()])) return true;
    }
    return false;
  }

  const Grid& grid_;
};

}  // namespace

MovedCentres moved_centres(const Grid& grid, const FlowPiece& piece, Eigen::Index first, Eigen::Index last,
                           int threads) {
  const std::vector<int>& columns = piece.flows->columns();
  const bool drifts = piece.number + 1 == FlowStep::pieces(*piece.flows);
  MovedCentres moved;
  std::vector<double> nodes = {0};
  moved.shares = {1};
  if (!columns.empty()) {
    nodes = {0, std::sqrt(3.0), -std::sqrt(3.0)};
    moved.shares = {2.0 / 3, 1.0 / 6, 1.0 / 6};
  }
  moved.points.assign(nodes.size(), Points(last - first, grid.dimension()));
  const Field drift = piece.flows->drift(),
              noise = columns.empty() ? Field() : piece.flows->column(columns[piece.number]);
  const Paths paths(grid);
  const auto half = [&](Points& x) {
    if (!drifts) return;
    paths.follow(drift, Array::Constant(x.rows(), 0.5 * piece.time), x);
    paths.clamp(x);
  };
  // a block shares its substeps: the same blocks wherever a part of the cells begins
  const Eigen::Index from = first / cells_of_block * cells_of_block;
  const Eigen::Index to = std::min((last + cells_of_block - 1) / cells_of_block * cells_of_block, grid.cells());
  over_cells(to - from, threads, [&](Eigen::Index place, Eigen::Index n) {
    const Eigen::Index begin = from + place, own = std::max(begin, first), count = std::min(begin + n, last) - own;
    Points start = 0.5 * (grid.lower_corners(begin, begin + n) + grid.upper_corners(begin, begin + n));
    half(start);
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      Points x = start;
      if (nodes[node] != 0) paths.follow_reflected(noise, nodes[node] * std::sqrt(piece.time), x);
      paths.clamp(x);
      half(x);
      moved.points[node].middleRows(own - first, count) = x.middleRows(own - begin, count);
    }
  });
  for (const Points& points : moved.points)
    if (!points.allFinite())
      throw Error(Fault::numerical, "a path of the drift or of the noise is not finite", {},
                  "a drift and noise that are finite on the whole grid");
  return moved;
}

}  // namespace fokker
