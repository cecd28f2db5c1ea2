// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fokker/problem/grid_problem.hpp"
#include "fokker/spread/spread.hpp"
#include "fv/cell_tensor.hpp"
#include "spread/line_layout.hpp"
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

/// "lines along (1, 1), 0 to 144 on a rank"
std::string layout_text(const Lines& lines, const std::vector<Eigen::Index>& dealt) {
  Eigen::Index least = lines.count(), most = 0;
  for (std::size_t rank = 0; rank + 1 < dealt.size(); ++rank) {
    least = std::min(least, dealt[rank + 1] - dealt[rank]);
    most = std::max(most, dealt[rank + 1] - dealt[rank]);
  }
  return fmt::format("lines along ({}), {} to {} of {} on a rank", fmt::join(lines.offset(), ", "), least, most,
                     lines.count());
}

/// Cells that rank s takes over from rank r, in row r and column s.
using Shares = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic>;

Shares shares_of_rows(const Grid& grid, const Slabs& columns, const Slabs& rows, int ranks) {
  const auto rest = static_cast<double>(grid.stride(1));
  return Shares::NullaryExpr(ranks, ranks, [&](Eigen::Index from, Eigen::Index to) {
    return rest * static_cast<double>(columns.size(static_cast<int>(from)) * rows.size(static_cast<int>(to)));
  });
}

/// From rows to lines.
Shares shares_of_lines(const Grid& grid, const Slabs& rows, const Lines& lines,
                       const std::vector<Eigen::Index>& dealt) {
  const auto ranks = std::ssize(dealt) - 1;
  std::vector<Eigen::Index> owners, cells;
  for (int rank = 0; rank < ranks; ++rank) owners.insert(owners.end(), static_cast<std::size_t>(rows.size(rank)), rank);
  Shares shares = Shares::Zero(ranks, ranks);
  for (Eigen::Index rank = 0; rank < ranks; ++rank)
    for (Eigen::Index line = dealt[static_cast<std::size_t>(rank)]; line < dealt[static_cast<std::size_t>(rank) + 1];
         ++line) {
      cells.resize(static_cast<std::size_t>(lines.length(line)));
      lines.cells(line, 1, cells.data());
      for (const Eigen::Index cell : cells) ++shares(owners[static_cast<std::size_t>(cell / grid.stride(0))], rank);
    }
  return shares;
}

/// What each rank sends in a step.
struct Traffic {
  Array messages, bytes;

  explicit Traffic(int ranks) : messages(Array::Zero(ranks)), bytes(Array::Zero(ranks)) {}
  void add(const Shares& shares, double times) {
    for (Eigen::Index from = 0; from < shares.rows(); ++from)
      for (Eigen::Index to = 0; to < shares.cols(); ++to) {
        if (from == to || shares(from, to) == 0) continue;
        messages[from] += times;
        bytes[from] += 8 * times * shares(from, to);
      }
  }
};

/// Offsets of correlated noise that move along several axes, when the solve begins.
std::vector<std::vector<int>> diagonals(const Problem& problem) {
  if (!problem.process.correlated) return {};
  const GridProblem moved = on_grid(problem);
  std::vector<std::vector<int>> result;
  for (const std::vector<int>& offset : offsets_of(moved.process, moved.grid, moved.time.start))
    if (std::count(offset.begin(), offset.end(), 0) + 1 < moved.grid.dimension()) result.push_back(offset);
  return result;
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
  RankNeeds needs{.most = most_ranks(grid),
                  .layouts = {layout_text(grid, {grid.axis(0).name}, columns), layout_text(grid, others, rows)}};
  // the flux 'automatic' looks at the masses along all axes before a step
  const bool looks = problem->forward.flux == Flux::automatic && problem->forward.stepper == Stepper::sdirk2;
  const Shares down = shares_of_rows(grid, columns, rows, ranks);
  Traffic traffic(ranks);
  traffic.add(down, looks ? 2 : 1);
  traffic.add(down.transpose(), 1);
  const std::vector<std::vector<int>> offsets = diagonals(problem);
  for (const std::vector<int>& offset : offsets) {
    const Lines lines(grid, offset);
    const std::vector<Eigen::Index> dealt = dealt_lines(lines, ranks);
    needs.layouts.push_back(layout_text(lines, dealt));
    const Shares shares = shares_of_lines(grid, rows, lines, dealt);
    const double times = offset == offsets.back() ? 1 : 2;  // the last one is solved once in a step
    traffic.add(shares, times);
    traffic.add(shares.transpose(), times);
  }
  needs.messages = traffic.messages.maxCoeff();
  needs.bytes = traffic.bytes.maxCoeff();
  return needs;
}

}  // namespace fokker
