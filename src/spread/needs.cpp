// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fokker/spread/spread.hpp"
#include "spread/refusals.hpp"
#include "spread/slabs.hpp"

namespace fokker {
namespace {

/// "x whole, in slabs of 32 to 40 cells along y"
std::string layout_text(const Grid& grid, const std::vector<std::string>& whole, const Slabs& slabs) {
  Eigen::Index least = slabs.size(0), most = least;
  for (int rank = 0; rank + 1 < std::ssize(slabs.begins); ++rank) {
    least = std::min(least, slabs.size(rank));
    most = std::max(most, slabs.size(rank));
  }
  const std::string size = least == most ? fmt::format("{}", most) : fmt::format("{} to {}", least, most);
  return fmt::format("{} whole, in slabs of {} cells along {}", fmt::join(whole, ", "), size,
                     grid.axis(slabs.axis).name);
}

/// Most bytes that a rank sends when the cells go from slabs along one axis to slabs along the other.
double sent_bytes(const Grid& grid, const Slabs& from, const Slabs& to) {
  const double rest = static_cast<double>(grid.cells()) /
                      static_cast<double>(grid.axis(from.axis).cells() * grid.axis(to.axis).cells());
  double most = 0;
  for (int rank = 0; rank + 1 < std::ssize(from.begins); ++rank) {
    const Eigen::Index others = grid.axis(to.axis).cells() - to.size(rank);
    most = std::max(most, 8 * rest * static_cast<double>(from.size(rank)) * static_cast<double>(others));
  }
  return most;
}

}  // namespace

RankNeeds rank_needs(const CheckedProblem& problem, int ranks) {
  const Grid& grid = problem->grid;
  require_shareable(problem);
  require_edges(problem->process, problem->forward.flux);
  require_slabs(grid, ranks);
  const Slabs rows = slabs_of(grid, 0, ranks), columns = slabs_of(grid, 1, ranks);
  std::vector<std::string> others;
  for (int k = 1; k < grid.dimension(); ++k) others.push_back(grid.axis(k).name);
  // the flux 'automatic' looks at the masses along all axes before a step
  const bool looks = problem->forward.flux == Flux::automatic && problem->forward.stepper == Stepper::sdirk2;
  const double there = sent_bytes(grid, columns, rows), back = sent_bytes(grid, rows, columns);
  return {.most = most_ranks(grid),
          .messages = (looks ? 3.0 : 2.0) * (ranks - 1),
          .bytes = (looks ? 2 : 1) * there + back,
          .layouts = {layout_text(grid, {grid.axis(0).name}, columns), layout_text(grid, others, rows)}};
}

}  // namespace fokker
