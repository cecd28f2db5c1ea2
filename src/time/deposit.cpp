// SPDX-License-Identifier: MIT
#include "time/deposit.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/core/control.hpp"
#include "fv/blocks.hpp"
#include "time/point_masses.hpp"

namespace fokker {
namespace {

/// Rows of the first axis in a tile: points of one tile reach one row below and two above it.
constexpr Eigen::Index rows_of_tile = 8;

/// Products of weights along the axes: out[i] over all 4^d cells.
template <int d>
void multiply(const double (&weights)[d][4], double* out) {
  out[0] = 1;
  int n = 1;
  for (int k = 0; k < d; ++k, n *= 4)
    for (int i = n; i-- > 0;)
      for (int s = 4; s-- > 0;) out[4 * i + s] = out[i] * weights[k][s];
}

}  // namespace

/// The cells around one point with both weights.
template <int d>
struct Deposit::Around {
  static constexpr int count = d == 1 ? 4 : d == 2 ? 16 : 64;
  Eigen::Index cells[count];
  double low[count], more[count];  ///< l and u - l

  void set(const Deposit& of, Eigen::Index point) {
    double linear[d][4], cubic[d][4];
    cells[0] = 0;
    int n = 1;
    for (int k = 0; k < d; ++k, n *= 4) {
      const Stencil& s =
          of.lines_[static_cast<std::size_t>(k)].stencils[static_cast<std::size_t>(of.intervals_(point, k)) + 1];
      const double y = of.points_(point, k), r[4] = {y - s.x[0], y - s.x[1], y - s.x[2], y - s.x[3]};
      const double inner = r[1] * r[2], outer = r[0] * r[3];
      cubic[k][0] = inner * r[3] * s.inverse[0];
      cubic[k][1] = outer * r[2] * s.inverse[1];
      cubic[k][2] = outer * r[1] * s.inverse[2];
      cubic[k][3] = inner * r[0] * s.inverse[3];
      const double f = std::clamp(r[1] / (s.x[2] - s.x[1]), 0.0, 1.0);  // the interval is right to rounding
      linear[k][0] = linear[k][3] = 0;
      linear[k][1] = 1 - f;
      linear[k][2] = f;
      for (int i = n; i-- > 0;)
        for (int j = 4; j-- > 0;) cells[4 * i + j] = cells[i] + s.offset[j];
    }
    multiply<d>(linear, low);
    multiply<d>(cubic, more);
    for (int i = 0; i < count; ++i) more[i] -= low[i];
  }
};

std::int32_t Deposit::Line::interval(double x) const {
  const Eigen::Index n = centres.size();
  if (uniform) {
    const double i = std::floor((x - centres[0]) / (centres[1] - centres[0]));
    return static_cast<std::int32_t>(std::clamp(i, -1.0, static_cast<double>(n - 1)));
  }
  return static_cast<std::int32_t>(std::upper_bound(centres.begin(), centres.end(), x) - centres.begin() - 1);
}

Deposit::Line Deposit::line_of(const Grid& grid, int axis) {
  const Axis& along = grid.axis(axis);
  const Eigen::Index n = along.cells();
  Line line;
  line.centres = along.centres();
  line.begin = along.edges[0];
  line.end = along.edges[n];
  line.periodic = along.periodic();
  const double mean = (line.end - line.begin) / static_cast<double>(n);
  line.uniform = ((along.widths() - mean).abs() < 1e-9 * mean).all();
  for (Eigen::Index i = -1; i < n; ++i) {
    Stencil stencil;
    for (Eigen::Index s = 0; s < 4; ++s) {
      const CellImage image = image_of(along, line.centres, i - 1 + s);
      stencil.x[s] = image.x;
      stencil.offset[s] = image.cell * grid.stride(axis);
    }
    for (int s = 0; s < 4; ++s) {
      double product = 1;
      for (int r = 0; r < 4; ++r)
        if (r != s) product *= stencil.x[s] - stencil.x[r];
      stencil.inverse[s] = 1 / product;
    }
    line.stencils.push_back(stencil);
  }
  return line;
}

std::int32_t Deposit::Line::bring(double& x) const {
  if (periodic) x -= (end - begin) * std::floor((x - begin) / (end - begin));
  x = std::clamp(x, begin, end);
  return interval(x);
}

Deposit::Deposit(const Grid& grid, const MovedCentres& moved, const DepositRows* rows, int threads)
    : dimension_(grid.dimension()),
      cells_(moved.points.front().rows()),
      reached_(rows ? rows->count * grid.stride(0) : grid.cells()),
      shares_(moved.shares) {
  for (int k = 0; k < dimension_; ++k) lines_.push_back(line_of(grid, k));
  sort_into_tiles(grid, moved, rows, threads);
  place_points(moved, threads);
  if (!rows) return;
  for (Stencil& stencil : lines_[0].stencils)
    for (Eigen::Index& offset : stencil.offset)
      offset = rows->place[static_cast<std::size_t>(offset / grid.stride(0))] * grid.stride(0);
}

DepositReach Deposit::reach(const Grid& grid) {
  const Axis& along = grid.axis(0);
  const Array centres = along.centres();
  const Eigen::Index n = along.cells();
  // even tiles, then odd ones are worked on at once: round a periodic axis their number has to be even
  Eigen::Index count = std::max<Eigen::Index>(n / rows_of_tile, 1);
  if (count > 1 && along.periodic()) count -= count % 2;
  DepositReach reach;
  for (Eigen::Index i = -1; i < n; ++i) {
    auto& rows = reach.rows.emplace_back();
    for (Eigen::Index s = 0; s < 4; ++s) rows[static_cast<std::size_t>(s)] = image_of(along, centres, i - 1 + s).cell;
    reach.tile.push_back(static_cast<std::size_t>(std::max<Eigen::Index>(i, 0) * count / n));
  }
  return reach;
}

void Deposit::sort_into_tiles(const Grid& grid, const MovedCentres& moved, const DepositRows* rows, int threads) {
  const Eigen::Index count = cells_ * std::ssize(shares_);
  std::vector<std::int32_t> place(static_cast<std::size_t>(count));  // interval of axis 0, + 1
  over_cells(count, threads, [&](Eigen::Index begin, Eigen::Index n) {
    for (Eigen::Index p = begin; p < begin + n; ++p) {
      double x = moved.points[static_cast<std::size_t>(p / cells_)](p % cells_, 0);
      place[static_cast<std::size_t>(p)] = lines_[0].bring(x) + 1;
    }
  });
  const std::vector<std::size_t> tile = reach(grid).tile;
  tiles_.assign(tile.back() + 2, 0);
  const auto each_taken = [&](const auto& take) {
    for (Eigen::Index p = 0; p < count; ++p) {
      const auto at = static_cast<std::size_t>(place[static_cast<std::size_t>(p)]);
      if (!rows || rows->takes[at]) take(p, tile[at]);
    }
  };
  each_taken([&](Eigen::Index, std::size_t k) { ++tiles_[k + 1]; });
  for (std::size_t k = 1; k < tiles_.size(); ++k) tiles_[k] += tiles_[k - 1];
  std::vector<Eigen::Index> next(tiles_.begin(), tiles_.end() - 1);
  order_.resize(static_cast<std::size_t>(tiles_.back()));
  each_taken([&](Eigen::Index p, std::size_t k) { order_[static_cast<std::size_t>(next[k]++)] = p; });
}

void Deposit::place_points(const MovedCentres& moved, int threads) {
  points_.resize(std::ssize(order_), dimension_);
  intervals_.resize(std::ssize(order_), dimension_);
  over_cells(std::ssize(order_), threads, [&](Eigen::Index begin, Eigen::Index n) {
    for (int k = 0; k < dimension_; ++k)
      for (Eigen::Index e = begin; e < begin + n; ++e) {
        const Eigen::Index p = order_[static_cast<std::size_t>(e)];
        points_(e, k) = moved.points[static_cast<std::size_t>(p / cells_)](p % cells_, k);
        intervals_(e, k) = lines_[static_cast<std::size_t>(k)].bring(points_(e, k));
      }
  });
}

template <int d, class Body>
void Deposit::each(int threads, const Array& masses, const Body& body) const {
  const std::size_t count = tiles_.size() - 1;
  for (const std::size_t parity : {0, 1})
    parallel_for((count + 1 - parity) / 2, 1, threads, [&](std::size_t begin, std::size_t end) {
      Around<d> around;
      for (std::size_t k = begin; k < end; ++k) {
        const std::size_t tile = 2 * k + parity;
        for (Eigen::Index e = tiles_[tile]; e < tiles_[tile + 1]; ++e) {
          const Eigen::Index point = order_[static_cast<std::size_t>(e)];
          const double q = shares_[static_cast<std::size_t>(point / cells_)] * masses[point % cells_];
          if (q == 0) continue;
          around.set(*this, e);
          body(tile, q, around);
        }
      }
    });
}

template <int d>
void Deposit::allow_in(int threads, DepositScratch& scratch, const Array& masses) const {
  Array &low = scratch.low, &taken = scratch.taken;
  low.setZero(reached_);
  taken.setZero(reached_);
  each<d>(threads, masses, [&](std::size_t, double q, Around<d>& around) {
    for (int j = 0; j < Around<d>::count; ++j) {
      if (around.low[j] != 0) low[around.cells[j]] += q * around.low[j];
      if (around.more[j] < 0) taken[around.cells[j]] -= q * around.more[j];
    }
  });
  taken = (taken > low).select(low / taken, 1.0);  // from here on the largest phi of each cell
}

template <int d>
void Deposit::correct_in(int threads, DepositScratch& scratch, const Array& masses) const {
  const Array& taken = scratch.taken;
  Array& high = scratch.high;
  high = scratch.low;
  scratch.held_back.assign(tiles_.size() - 1, 0);
  each<d>(threads, masses, [&](std::size_t tile, double q, Around<d>& around) {
    double phi = 1;
    for (int j = 0; j < Around<d>::count; ++j)
      if (around.more[j] < 0) phi = std::min(phi, taken[around.cells[j]]);
    scratch.held_back[tile] += (1 - phi) * q;
    for (int j = 0; j < Around<d>::count; ++j) high[around.cells[j]] += phi * q * around.more[j];
  });
}

void Deposit::allow(int threads, DepositScratch& scratch, const Array& masses) const {
  if (dimension_ == 1) return allow_in<1>(threads, scratch, masses);
  if (dimension_ == 2) return allow_in<2>(threads, scratch, masses);
  allow_in<3>(threads, scratch, masses);
}

void Deposit::correct(int threads, DepositScratch& scratch, const Array& masses) const {
  if (dimension_ == 1) return correct_in<1>(threads, scratch, masses);
  if (dimension_ == 2) return correct_in<2>(threads, scratch, masses);
  correct_in<3>(threads, scratch, masses);
}

void Deposit::apply(int threads, DepositScratch& scratch, Array& masses, StepStatistics& statistics) const {
  allow(threads, scratch, masses);
  correct(threads, scratch, masses);
  for (const double part : scratch.held_back) statistics.limited_mass += part;
  zero_residues(scratch.high, statistics);
  masses.swap(scratch.high);
}

}  // namespace fokker
