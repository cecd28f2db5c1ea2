// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <vector>

#include "fokker/spread/spread.hpp"
#include "spread/graph.hpp"
#include "spread/slabs.hpp"
#include "time/deposit.hpp"
#include "time/point_masses.hpp"

namespace fokker {

/// This rank's rows, the cells with one position along axis 0, with some more below and above. All ranks make it, and
/// call it, together.
class RowHalo {
 public:
  /// Rows beyond an end are left out or, where asked for, those round a periodic axis.
  struct Reach {
    Eigen::Index below, above;
    bool round;
  };
  RowHalo(const Grid& grid, const Slabs& rows, int rank, const Reach& reach);

  const AxisPart& part() const { return part_; }
  /// @param own  numbers on this rank's rows
  void fetch(const Array& own, Array& with) const;
  /// The opposite.
  void keep_own(const Array& with, Array& own) const;

 private:
  AxisPart part_;
  Eigen::Index row_, below_, own_;  ///< cells of a row; rows
  std::optional<Graph> graph_;      ///< none where one rank has all
};

/// Where deposits of a solve put the masses of rows: the same for all of them.
class FlowRows {
 public:
  FlowRows(const Grid& grid, Slabs rows, int rank);

  const Grid& grid() const { return grid_; }
  const Slabs& slabs() const { return rows_; }
  int rank() const { return rank_; }
  bool alone() const { return rows_.begins.size() == 2; }
  /// To this rank's rows, which are the first ones, and those in whose cells the limiter looks for them.
  const DepositRows& deposits() const { return deposits_; }
  /// Ranks that take the points of an interval of axis 0.
  const std::vector<int>& takers(std::int32_t interval) const {
    return takers_[static_cast<std::size_t>(interval + 1)];
  }
  /// Whether this rank counts what is held back there.
  bool counts(std::size_t tile) const { return owner_of_tile_[tile] == rank_; }
  /// Gives the rows that are not this rank's what their owners have. @param numbers  on the rows of deposits()
  void fetch_others(Array& numbers) const;

 private:
  void find_takers();
  void find_places();

  Grid grid_;
  Slabs rows_;
  int rank_;
  DepositReach reach_;
  std::vector<int> owner_of_tile_;
  std::vector<std::vector<int>> takers_;
  DepositRows deposits_;
  std::optional<Graph> others_;  ///< none where one rank has all
};

/// A deposit whose points come from rows of several ranks. Each takes those that reach its rows, and deposits them in
/// the order of a program alone.
class SharedDeposit {
 public:
  struct Scratch {
    Array source;
    DepositScratch deposit;
  };
  /// @param moved  of this rank's rows
  SharedDeposit(const FlowRows& rows, const MovedCentres& moved, int threads);

  /// Changes the masses of this rank's rows; what is held back is in scratch.deposit, by tile.
  void apply(int threads, Scratch& scratch, Array& masses) const;

 private:
  void gather(const MovedCentres& moved, int threads);

  const FlowRows& rows_;
  std::optional<Graph> from_;  ///< none where one rank has all
  Eigen::Index sources_ = 0;   ///< cells from which masses come here
  std::optional<Deposit> deposit_;
};

}  // namespace fokker
