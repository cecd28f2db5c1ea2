// SPDX-License-Identifier: MIT
#include "spread/flow_rows.hpp"

#include <algorithm>
#include <utility>

#include "fokker/core/control.hpp"
#include "spread/petsc.hpp"

namespace fokker {
namespace {

int owner_of(const Slabs& rows, Eigen::Index row) {
  return static_cast<int>(std::upper_bound(rows.begins.begin(), rows.begins.end(), row) - rows.begins.begin()) - 1;
}

/// From the rows of all ranks to some of them here.
Graph row_graph(const Grid& grid, const Slabs& rows, int rank, const std::vector<Eigen::Index>& wanted) {
  const auto root_of = [&](Eigen::Index leaf) -> Graph::Root {
    const Eigen::Index row = wanted[static_cast<std::size_t>(leaf)];
    const int owner = owner_of(rows, row);
    return {owner, row - rows.begin(owner)};
  };
  return {rows.size(rank), std::ssize(wanted), root_of, grid.stride(0)};
}

}  // namespace

RowHalo::RowHalo(const Grid& grid, const Slabs& rows, int rank, const Reach& reach)
    : part_{0, rows.size(rank), true}, row_(grid.stride(0)), below_(0), own_(rows.size(rank)) {
  const Eigen::Index n = grid.axis(0).cells();
  if (own_ == n) return;
  const bool round = reach.round && grid.axis(0).periodic();
  Eigen::Index begin = rows.begin(rank) - reach.below, end = rows.begin(rank + 1) + reach.above;
  if (!round) {
    begin = std::max<Eigen::Index>(begin, 0);
    end = std::min(end, n);
  }
  below_ = rows.begin(rank) - begin;
  std::vector<Eigen::Index> wanted;
  for (Eigen::Index row = begin; row < end; ++row) wanted.push_back((row + n) % n);
  part_ = {wanted.front(), end - begin, false};
  graph_.emplace(row_graph(grid, rows, rank, wanted));
}

void RowHalo::fetch(const Array& own, Array& with) const {
  if (!graph_) {
    with = own;
    return;
  }
  with.resize(part_.count * row_);
  graph_->to_leaves(own.data(), with.data());
}

void RowHalo::keep_own(const Array& with, Array& own) const { own = with.segment(below_ * row_, own_ * row_); }

FlowRows::FlowRows(const Grid& grid, Slabs rows, int rank)
    : grid_(grid), rows_(std::move(rows)), rank_(rank), reach_(Deposit::reach(grid)) {
  if (alone()) {
    owner_of_tile_.assign(reach_.tile.back() + 1, rank_);
    return;
  }
  find_takers();
  find_places();
}

void FlowRows::find_takers() {
  for (std::size_t i = 0; i < reach_.tile.size(); ++i)
    if (reach_.tile[i] == owner_of_tile_.size())
      owner_of_tile_.push_back(owner_of(rows_, std::max<Eigen::Index>(static_cast<Eigen::Index>(i) - 1, 0)));
  for (std::size_t i = 0; i < reach_.tile.size(); ++i) {
    std::vector<int>& takers = takers_.emplace_back(1, owner_of_tile_[reach_.tile[i]]);
    for (const Eigen::Index row : reach_.rows[i]) takers.push_back(owner_of(rows_, row));
    std::sort(takers.begin(), takers.end());
    takers.erase(std::unique(takers.begin(), takers.end()), takers.end());
  }
}

void FlowRows::find_places() {
  std::vector<Eigen::Index>& place = deposits_.place;
  place.assign(static_cast<std::size_t>(grid_.axis(0).cells()), -1);
  for (Eigen::Index row = rows_.begin(rank_); row < rows_.begin(rank_ + 1); ++row)
    place[static_cast<std::size_t>(row)] = deposits_.count++;
  std::vector<Eigen::Index> others;
  for (std::size_t i = 0; i < takers_.size(); ++i) {
    const bool takes = std::binary_search(takers_[i].begin(), takers_[i].end(), rank_);
    deposits_.takes.push_back(takes);
    for (const Eigen::Index row : reach_.rows[i])
      if (takes && place[static_cast<std::size_t>(row)] < 0) {
        place[static_cast<std::size_t>(row)] = deposits_.count++;
        others.push_back(row);
      }
  }
  others_.emplace(row_graph(grid_, rows_, rank_, others));
}

void FlowRows::fetch_others(Array& numbers) const {
  if (others_) others_->to_leaves(numbers.data(), numbers.data() + rows_.size(rank_) * grid_.stride(0));
}

SharedDeposit::SharedDeposit(const FlowRows& rows, const MovedCentres& moved, int threads) : rows_(rows) {
  if (rows.alone())
    deposit_.emplace(rows.grid(), moved, threads);
  else
    gather(moved, threads);
}

void SharedDeposit::gather(const MovedCentres& moved, int threads) {
  const Slabs& slabs = rows_.slabs();
  const Eigen::Index row_cells = rows_.grid().stride(0), first = slabs.begin(rows_.rank());
  const std::size_t ranks = slabs.begins.size() - 1;
  // by row and rank: whether the rank takes points of cells in the row
  std::vector<unsigned char> takes(static_cast<std::size_t>(slabs.begins.back()) * ranks, 0);
  const Deposit::Locator along(rows_.grid());
  parallel_for(static_cast<std::size_t>(slabs.size(rows_.rank())), 1, threads, [&](std::size_t row, std::size_t) {
    unsigned char* of_row = takes.data() + (static_cast<std::size_t>(first) + row) * ranks;
    for (const Points& points : moved.points)
      for (Eigen::Index i = 0; i < row_cells; ++i)
        for (const int taker : rows_.takers(along.interval(points(static_cast<Eigen::Index>(row) * row_cells + i, 0))))
          of_row[taker] = 1;
  });
  MPI_Allreduce(MPI_IN_PLACE, takes.data(), static_cast<int>(takes.size()), MPI_UNSIGNED_CHAR, MPI_BOR,
                PETSC_COMM_WORLD);
  std::vector<Eigen::Index> wanted;
  for (Eigen::Index row = 0; row < slabs.begins.back(); ++row)
    if (takes[static_cast<std::size_t>(row) * ranks + static_cast<std::size_t>(rows_.rank())]) wanted.push_back(row);
  from_.emplace(row_graph(rows_.grid(), slabs, rows_.rank(), wanted));
  sources_ = std::ssize(wanted) * row_cells;
  MovedCentres here{moved.shares, {}};
  for (const Points& points : moved.points) {
    Points& taken = here.points.emplace_back(sources_, points.cols());
    for (Eigen::Index k = 0; k < points.cols(); ++k) from_->to_leaves(points.col(k).data(), taken.col(k).data());
  }
  deposit_.emplace(rows_.grid(), here, rows_.deposits(), threads);
}

void SharedDeposit::apply(int threads, Scratch& scratch, Array& masses) const {
  if (from_) {
    scratch.source.resize(sources_);
    from_->to_leaves(masses.data(), scratch.source.data());
  }
  const Array& source = from_ ? scratch.source : masses;
  deposit_->allow(threads, scratch.deposit, source);
  rows_.fetch_others(scratch.deposit.taken);
  deposit_->correct(threads, scratch.deposit, source);
  masses = scratch.deposit.high.head(masses.size());
}

}  // namespace fokker
