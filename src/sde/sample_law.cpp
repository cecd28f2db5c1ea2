// SPDX-License-Identifier: MIT
// Draws from any law; by rejection where a density with bounds is known.
// Reference: von Neumann, Nat. Bur. Standards Appl. Math. Ser. 12 (1951) 36.
#include <queue>

#include "fokker/sde/simulate.hpp"
#include "process/box_search.hpp"
#include "sde/choice.hpp"
#include "sde/random.hpp"

namespace fokker {
namespace {

/// Shares of proposals that are accepted for certain: what is aimed at, and the least with which draws are made.
constexpr double aimed_acceptance = 0.5, least_acceptance = 1e-3;

void sides_of_cell(const Grid& grid, std::size_t cell, std::vector<Interval>& sides) {
  sides.resize(static_cast<std::size_t>(grid.dimension()));
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    const Eigen::Index i = grid.position(static_cast<Eigen::Index>(cell), k);
    sides[static_cast<std::size_t>(k)] = {edges[i], edges[i + 1]};
  }
}

/// A piecewise constant function above a density, and the boxes on which it is constant.
class Proposals {
 public:
  Proposals(const Grid& grid, const BoundedDensity& density)
      : search_(density.bounds, static_cast<std::size_t>(grid.cells()),
                [&grid](std::size_t cell, std::vector<Interval>& sides) { sides_of_cell(grid, cell, sides); }) {
    for (std::size_t i = 0; i < search_.parts(); ++i) add(i);
    while (!open_.empty() && search_.may_grow() && certain_ < aimed_acceptance * total_) {
      const std::size_t part = open_.top().second, first = search_.parts();
      open_.pop();
      total_ -= masses_[part];
      certain_ -= search_.bounds(part).low * search_.volume(part);
      masses_[part] = 0;
      search_.bisect(part);
      add(first);
      add(first + 1);
    }
  }

  /// Masses of the parts under the function.
  const std::vector<double>& masses() const { return masses_; }
  const BoxSearch& parts() const { return search_; }
  bool good() const { return certain_ > least_acceptance * total_; }

 private:
  void add(std::size_t part) {
    const auto [low, high] = search_.bounds(part);
    const double volume = search_.volume(part);
    masses_.push_back(high * volume);
    total_ += high * volume;
    certain_ += low * volume;
    if (high > low && search_.divisible(part)) open_.emplace((high - low) * volume, part);
  }

  BoxSearch search_;
  std::vector<double> masses_;
  double total_ = 0;    ///< under the function
  double certain_ = 0;  ///< of it, certainly under the density
  std::priority_queue<std::pair<double, std::size_t>> open_;
};

/// Draws of the particles begin, begin + 1, ...: each proposes until one is accepted; proposal r takes the random
/// numbers of step r.
void draw_block(const Proposals& proposals, const Choice& choose, const ScalarField& density, const Draws& draws,
                std::size_t begin, PointsOut positions) {
  const int d = static_cast<int>(positions.cols());
  begin += draws.first;
  std::vector<Eigen::Index> open(static_cast<std::size_t>(positions.rows()));
  std::iota(open.begin(), open.end(), 0);
  std::vector<Interval> sides;
  for (std::uint32_t round = 0; !open.empty(); ++round) {
    const auto uniform = [&](random::Use use, int axis, Eigen::Index i) {
      return random::uniform({draws.seed, draws.stream, use, round, axis}, begin + static_cast<std::size_t>(i));
    };
    const auto n = static_cast<Eigen::Index>(open.size());
    Points x(n, d);
    Array values(n), bounds(n);
    for (Eigen::Index j = 0; j < n; ++j) {
      const Eigen::Index i = open[static_cast<std::size_t>(j)];
      const std::size_t part = choose(uniform(random::Use::cell, 0, i));
      bounds[j] = proposals.parts().bounds(part).high;
      proposals.parts().sides(part, sides);
      for (int k = 0; k < d; ++k) {
        const auto [low, high] = sides[static_cast<std::size_t>(k)];
        x(j, k) = low + (high - low) * uniform(random::Use::position, k, i);
      }
    }
    density(x, values);
    std::vector<Eigen::Index> refused;
    for (Eigen::Index j = 0; j < n; ++j) {
      const Eigen::Index i = open[static_cast<std::size_t>(j)];
      positions.row(i) = x.row(j);
      if (!(uniform(random::Use::acceptance, 0, i) * bounds[j] <= values[j])) refused.push_back(i);
    }
    open = std::move(refused);
  }
}

}  // namespace

Points sample(const Grid& grid, const Law& law, const Draws& draws) {
  if (law.mixture) return sample(*law.mixture, draws);
  if (law.density) {
    const Proposals proposals(grid, *law.density);
    if (proposals.good()) {
      const Choice choose(proposals.masses());
      Points positions(static_cast<Eigen::Index>(draws.count), grid.dimension());
      parallel_for(draws.count, kDrawBlock, draws.threads, [&](std::size_t begin, std::size_t end) {
        const auto first = static_cast<Eigen::Index>(begin), n = static_cast<Eigen::Index>(end - begin);
        draw_block(proposals, choose, law.density->value, draws, begin, positions.middleRows(first, n));
      });
      return positions;
    }
  }
  return sample(grid, cell_averages(grid, law.box_mass, draws.threads), draws);
}

}  // namespace fokker
