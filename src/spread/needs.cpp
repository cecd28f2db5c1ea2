// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "fokker/problem/grid_problem.hpp"
#include "fokker/spread/spread.hpp"
#include "fv/cell_tensor.hpp"
#include "spread/line_layout.hpp"
#include "spread/refusals.hpp"
#include "spread/slabs.hpp"
#include "study/operator_size.hpp"

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

/// The rank that has each cell.
using Owners = std::vector<int>;

Owners owners_of(const Grid& grid, const Slabs& slabs) {
  Owners owners(static_cast<std::size_t>(grid.cells()));
  std::vector<int> of_places;
  for (int rank = 0; rank + 1 < std::ssize(slabs.begins); ++rank)
    of_places.insert(of_places.end(), static_cast<std::size_t>(slabs.size(rank)), rank);
  for (Eigen::Index cell = 0; cell < grid.cells(); ++cell)
    owners[static_cast<std::size_t>(cell)] = of_places[static_cast<std::size_t>(grid.position(cell, slabs.axis))];
  return owners;
}

Owners owners_of(const Grid& grid, const Lines& lines, const std::vector<Eigen::Index>& dealt) {
  Owners owners(static_cast<std::size_t>(grid.cells()));
  std::vector<Eigen::Index> cells;
  for (std::size_t rank = 0; rank + 1 < dealt.size(); ++rank)
    for (Eigen::Index line = dealt[rank]; line < dealt[rank + 1]; ++line) {
      cells.resize(static_cast<std::size_t>(lines.length(line)));
      lines.cells(line, 1, cells.data());
      for (const Eigen::Index cell : cells) owners[static_cast<std::size_t>(cell)] = static_cast<int>(rank);
    }
  return owners;
}

/// What each rank sends in a step.
struct Traffic {
  Array messages, bytes;

  explicit Traffic(int ranks) : messages(Array::Zero(ranks)), bytes(Array::Zero(ranks)) {}
  /// The cells go from one layout to the other so many times, and back once.
  void add(const Owners& layout, const Owners& other, double times) {
    const Eigen::Index ranks = messages.size();
    Eigen::ArrayXXd cells = Eigen::ArrayXXd::Zero(ranks, ranks);
    for (std::size_t i = 0; i < layout.size(); ++i) ++cells(layout[i], other[i]);
    for (Eigen::Index from = 0; from < ranks; ++from)
      for (Eigen::Index to = 0; to < ranks; ++to) {
        if (from == to || cells(from, to) == 0) continue;
        messages[from] += times;
        messages[to] += 1;
        bytes[from] += 8 * times * cells(from, to);
        bytes[to] += 8 * cells(from, to);
      }
  }
  /// Each rank gets the rows that are at most `reach` from its own so many times.
  void add_rows(const Grid& grid, const Slabs& rows, Eigen::Index reach, double times) {
    const auto ranks = static_cast<int>(messages.size());
    const Eigen::Index n = grid.axis(0).cells();
    const auto near = [&](Eigen::Index row, int rank) {
      const auto within = [&](Eigen::Index at) {
        return rows.begin(rank) - reach <= at && at < rows.begin(rank + 1) + reach;
      };
      return within(row) || (grid.axis(0).periodic() && (within(row - n) || within(row + n)));
    };
    for (int from = 0; from < ranks; ++from)
      for (int to = 0; to < ranks; ++to) {
        double count = 0;
        for (Eigen::Index row = rows.begin(from); from != to && row < rows.begin(from + 1); ++row)
          count += near(row, to);
        if (count > 0) messages[from] += times;
        bytes[from] += 8 * times * count * static_cast<double>(grid.stride(0));
      }
  }
};

/// Rows beside its own that a rank takes to sharpen masses, to spread them again, and that the limiter looks at.
constexpr Eigen::Index rows_beside = 3;

void add_flows(const Problem& problem, const Slabs& rows, const FlowWork& work, Traffic& traffic, RankNeeds& needs) {
  const Grid& grid = problem.grid;
  traffic.add_rows(grid, rows, rows_beside, 3 * work.deposits);
  traffic.add_rows(grid, rows, work.reach, work.deposits);
  constexpr double points_of_cell = 3;
  if (!problem.process.modulation)
    traffic.add_rows(grid, rows, work.reach, points_of_cell * grid.dimension() * work.pieces);
  needs.layouts.push_back(
      fmt::format("flows into the slabs along {0}, from up to {1} cells beside them", grid.axis(0).name, work.reach));
}

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

std::optional<Error> refused_on_ranks(const CheckedProblem& problem) {
  try {
    require_shareable(problem);
    if (!problem->process.correlated) return std::nullopt;
    const GridProblem moved = on_grid(problem);
    require_kept_noise(moved.process, moved.grid, moved.forward.flux, moved.time.start, 1);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

RankNeeds rank_needs(const CheckedProblem& problem, int ranks) {
  const Grid& grid = problem->grid;
  if (const auto refusal = refused_on_ranks(problem)) throw Error(*refusal);
  require_slabs(grid, ranks);
  const Slabs rows = slabs_of(grid, 0, ranks), columns = slabs_of(grid, 1, ranks);
  std::vector<std::string> others;
  for (int k = 1; k < grid.dimension(); ++k) others.push_back(grid.axis(k).name);
  RankNeeds needs{.most = most_ranks(grid),
                  .layouts = {layout_text(grid, {grid.axis(0).name}, columns), layout_text(grid, others, rows)}};
  const std::optional<FlowWork> flows = flow_work(problem);
  // the flux 'automatic' looks at the masses along all axes before a step, flows at those near boundaries
  const bool looks = flows || (problem->forward.flux == Flux::automatic && problem->forward.stepper == Stepper::sdirk2);
  Traffic traffic(ranks);
  Owners here = owners_of(grid, rows);
  traffic.add(owners_of(grid, columns), here, looks ? 2 : 1);
  if (flows) add_flows(problem, rows, *flows, traffic, needs);
  for (const std::vector<int>& offset : flows ? std::vector<std::vector<int>>() : diagonals(problem)) {
    const Lines lines(grid, offset);
    const std::vector<Eigen::Index> dealt = dealt_lines(lines, ranks);
    needs.layouts.push_back(layout_text(lines, dealt));
    Owners next = owners_of(grid, lines, dealt);
    traffic.add(here, next, 1);
    here = std::move(next);
  }
  needs.messages = traffic.messages.maxCoeff();
  needs.bytes = traffic.bytes.maxCoeff();
  return needs;
}

}  // namespace fokker
