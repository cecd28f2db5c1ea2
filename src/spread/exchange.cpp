// SPDX-License-Identifier: MIT
#include "spread/exchange.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/memory.hpp"
#include "spread/petsc.hpp"

namespace fokker {
namespace {

/// Cells that always travel together, of the last axes whole: a graph of single cells would take 20 bytes for each.
Eigen::Index run_length(const Grid& grid, const Slabs& columns) {
  if (grid.dimension() > 2) return grid.stride(1);
  Eigen::Index run = 0;
  for (const Eigen::Index begin : columns.begins) run = std::gcd(run, begin);
  return run;
}

/// Type of so many numbers in a row.
MPI_Datatype row_of(Eigen::Index numbers) {
  MPI_Datatype type;
  MPI_Type_contiguous(static_cast<int>(numbers), MPI_DOUBLE, &type);
  MPI_Type_commit(&type);
  return type;
}

}  // namespace

/// Leaves are the runs of this rank's rows, roots those of all columns.
struct Exchange::Graph {
  PetscSF sf = nullptr;
  MPI_Datatype run = MPI_DATATYPE_NULL, row = MPI_DATATYPE_NULL;
  Eigen::Index leaves = 0;

  ~Graph() {
    PetscSFDestroy(&sf);
    if (run != MPI_DATATYPE_NULL) MPI_Type_free(&run);
    if (row != MPI_DATATYPE_NULL) MPI_Type_free(&row);
  }
};

Exchange::Exchange(const Grid& grid, Slabs rows, Slabs columns, int rank)
    : rows_(std::move(rows)),
      columns_(std::move(columns)),
      rank_(rank),
      row_length_(grid.stride(0)),
      graph_(std::make_unique<Graph>()) {
  const Eigen::Index run = run_length(grid, columns_), stride = grid.stride(1);
  const auto runs = [&](Eigen::Index positions) { return positions * stride / run; };
  const Eigen::Index per_row = runs(grid.axis(1).cells());
  graph_->leaves = rows_.size(rank_) * per_row;
  graph_->run = row_of(run);
  graph_->row = row_of(row_length_);
  PetscSFNode* roots = nullptr;
  require_petsc(PetscMalloc1(static_cast<std::size_t>(graph_->leaves), &roots), "graph of an exchange");
  for (int other = 0; other + 1 < std::ssize(columns_.begins); ++other) {
    const Eigen::Index first = runs(columns_.begin(other)), count = runs(columns_.size(other));
    for (Eigen::Index x = 0; x < rows_.size(rank_); ++x)
      for (Eigen::Index i = 0; i < count; ++i)
        roots[x * per_row + first + i] = {other, static_cast<PetscInt>((rows_.begin(rank_) + x) * count + i)};
  }
  const auto own_roots = static_cast<PetscInt>(grid.axis(0).cells() * runs(columns_.size(rank_)));
  require_petsc(PetscSFCreate(PETSC_COMM_WORLD, &graph_->sf), "PetscSFCreate");
  require_petsc(PetscSFSetFromOptions(graph_->sf), "PetscSFSetFromOptions");
  require_petsc(PetscSFSetGraph(graph_->sf, own_roots, static_cast<PetscInt>(graph_->leaves), nullptr,
                                PETSC_OWN_POINTER, roots, PETSC_OWN_POINTER),
                "PetscSFSetGraph");
  require_petsc(PetscSFSetUp(graph_->sf), "PetscSFSetUp");
}

Exchange::~Exchange() = default;

void Exchange::to_rows(const Array& columns, Array& rows) const {
  resize_on_large_pages(rows, rows_.size(rank_) * row_length_);
  require_petsc(PetscSFBcastBegin(graph_->sf, graph_->run, columns.data(), rows.data(), MPI_REPLACE), "to rows");
  require_petsc(PetscSFBcastEnd(graph_->sf, graph_->run, columns.data(), rows.data(), MPI_REPLACE), "to rows");
}

void Exchange::to_columns(const Array& rows, Array& columns) const {
  require_petsc(PetscSFReduceBegin(graph_->sf, graph_->run, rows.data(), columns.data(), MPI_REPLACE), "to columns");
  require_petsc(PetscSFReduceEnd(graph_->sf, graph_->run, rows.data(), columns.data(), MPI_REPLACE), "to columns");
}

Array Exchange::gathered(const Array& columns) const {
  to_rows(columns, scratch_);
  std::vector<int> counts, begins;
  for (int other = 0; other + 1 < std::ssize(rows_.begins); ++other) {
    counts.push_back(static_cast<int>(rows_.size(other)));
    begins.push_back(static_cast<int>(rows_.begin(other)));
  }
  Array whole(rows_.begins.back() * row_length_);
  MPI_Allgatherv(scratch_.data(), counts[static_cast<std::size_t>(rank_)], graph_->row, whole.data(), counts.data(),
                 begins.data(), graph_->row, PETSC_COMM_WORLD);
  return whole;
}

double Exchange::graph_bytes() const {
  return static_cast<double>(graph_->leaves) * static_cast<double>(sizeof(PetscSFNode) + sizeof(PetscInt));
}

}  // namespace fokker
