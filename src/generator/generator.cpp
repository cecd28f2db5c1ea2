// SPDX-License-Identifier: MIT
#include "fokker/generator/generator.hpp"

#include <cmath>

#include "fokker/core/error.hpp"
#include "fv/bernoulli.hpp"
#include "fv/each_edge.hpp"
#include "generator/region_boundaries.hpp"

namespace fokker {
namespace {

using Entries = std::vector<Eigen::Triplet<double>>;

/// Rate into a boundary at the share `fraction` of an edge. @param out, back  volume-weighted rates of the whole edge
double rate_into_boundary(double out, double back, double fraction) {
  if (!(out > 0) || !(back > 0)) return out;
  const double z = std::log(out / back);
  return out * bernoulli(z * fraction).minus / (fraction * bernoulli(z).minus);
}

/// Gathers the rates of all directions.
class Gatherer {
 public:
  Gatherer(const Operator& L, const std::vector<Region>& regions)
      : L_(L), regions_on_grid_(L.grid, regions), boundary_(static_cast<std::size_t>(2 * L.grid.dimension())) {
    for (const Region& region : regions) regions_.push_back({region.name, regions_on_grid_.inside(regions_.size())});
  }

  Generator gathered() {
    for (const Direction& direction : L_.directions) add(direction);
    Generator result;
    result.rates.resize(L_.grid.cells(), L_.grid.cells());
    result.rates.setFromTriplets(entries_.begin(), entries_.end());
    for (std::size_t k = 0; k < boundary_.size(); ++k)
      if (boundary_[k].size() > 0)
        result.exits.push_back(
            {L_.grid.axis(static_cast<int>(k / 2)).name + (k % 2 == 0 ? "_lower" : "_upper"), std::move(boundary_[k])});
    for (Exit& region : regions_) result.exits.push_back(std::move(region));
    result.outside = regions_on_grid_.outside();
    return result;
  }

 private:
  void add(const Direction& direction) {
    const Lines& lines = *direction.lines;
    for_each_edge(lines, [&](Eigen::Index i, Eigen::Index j) {
      if (i >= 0 && j >= 0) add_edge(direction, i, j);
    });
    std::vector<Eigen::Index> cells;
    for (Eigen::Index line = 0; !lines.closed() && line < lines.count(); ++line) {
      cells.resize(static_cast<std::size_t>(lines.length(line)));
      lines.cells(line, 1, cells.data());
      leave(cells.front(), lines.first_end(line).boundary, direction.down[cells.front()]);
      leave(cells.back(), lines.last_end(line).boundary, direction.up[cells.back()]);
    }
  }

  void leave(Eigen::Index cell, int boundary, double rate) {
    const Axis& axis = L_.grid.axis(boundary / 2);
    if ((boundary % 2 == 0 ? axis.lower : axis.upper) != Boundary::absorbing || regions_on_grid_.region(cell) >= 0)
      return;
    Array& rates = boundary_[static_cast<std::size_t>(boundary)];
    if (rates.size() == 0) rates = Array::Zero(L_.grid.cells());
    rates[cell] += L_.rate_factor * rate;
  }

  void add_edge(const Direction& direction, Eigen::Index i, Eigen::Index j) {
    const double up = L_.rate_factor * direction.up[i], down = L_.rate_factor * direction.down[j];
    const bool in_i = regions_on_grid_.region(i) >= 0, in_j = regions_on_grid_.region(j) >= 0;
    if (!in_i && !in_j) {
      if (up > 0) entries_.emplace_back(static_cast<int>(j), static_cast<int>(i), up);
      if (down > 0) entries_.emplace_back(static_cast<int>(i), static_cast<int>(j), down);
    } else if (in_i != in_j) {
      in_j ? add_boundary_edge({i, j, up, down}) : add_boundary_edge({j, i, down, up});
    }
  }

  /// An edge from a cell outside to one inside a region.
  struct BoundaryEdge {
    Eigen::Index from, to;
    double out, back;
  };
  void add_boundary_edge(const BoundaryEdge& edge) {
    const Array& V = L_.grid.volumes();
    const double fraction = regions_on_grid_.fraction(edge.from, edge.to);
    regions_[static_cast<std::size_t>(regions_on_grid_.region(edge.to))].rate[edge.from] +=
        rate_into_boundary(edge.out * V[edge.from], edge.back * V[edge.to], fraction) / V[edge.from];
  }

  const Operator& L_;
  RegionBoundaries regions_on_grid_;
  std::vector<Array> boundary_;  ///< of absorbing ones
  std::vector<Exit> regions_;
  Entries entries_;
};

}  // namespace

Array Generator::leak() const {
  Array sum = Array::Zero(outside.size());
  for (const Exit& exit : exits) sum += exit.rate;
  return sum;
}

Generator generator(const Operator& L, const std::vector<Region>& regions) {
  if (!L.transports.empty() || L.flows)
    throw Error(Fault::problem, "an operator with transports or flows, which has no rates",
                "the flux 'scharfetter-gummel'");
  return Gatherer(L, regions).gathered();
}

}  // namespace fokker
