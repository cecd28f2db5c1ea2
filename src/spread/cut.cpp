// SPDX-License-Identifier: MIT
#include "spread/cut.hpp"

#include <algorithm>

#include "spread/petsc.hpp"
#include "spread/slabs.hpp"

namespace fokker {
namespace {

/// Lengths of the parts, one after the other, and where they begin.
struct Counts {
  std::vector<int> sizes, begins;

  Counts(const Ranks& ranks, const Cut& cut) {
    for (int rank = 0; rank < ranks.count(); ++rank) {
      sizes.push_back(static_cast<int>(cut.part(rank)));
      begins.push_back(static_cast<int>(cut.outer * cut.begin(rank)));
    }
  }
};

constexpr int ranges_tag = 31;

/// A rank's ranges, one every `distance` numbers: parts travel between their places in the whole row and the rank
/// without a copy in between.
struct Ranges {
  MPI_Datatype type;

  Ranges(const Cut& cut, int rank, Eigen::Index distance) {
    MPI_Type_vector(static_cast<int>(cut.outer), static_cast<int>(cut.size(rank)), static_cast<int>(distance),
                    MPI_DOUBLE, &type);
    MPI_Type_commit(&type);
  }
  ~Ranges() { MPI_Type_free(&type); }
  Ranges(const Ranges&) = delete;
  Ranges& operator=(const Ranges&) = delete;
};

/// visit(where a range is in the whole row, where it is in the parts one after the other, its length)
template <class Visit>
void for_ranges(const Ranks& ranks, const Cut& cut, const Visit& visit) {
  for (int rank = 0; rank < ranks.count(); ++rank)
    for (Eigen::Index i = 0; i < cut.outer; ++i)
      visit(i * cut.begins.back() + cut.begin(rank), cut.outer * cut.begin(rank) + i * cut.size(rank), cut.size(rank));
}

Array in_order(const Ranks& ranks, const Cut& cut, const Array& parts) {
  if (cut.outer == 1) return parts;
  Array whole(parts.size());
  for_ranges(ranks, cut, [&](Eigen::Index to, Eigen::Index from, Eigen::Index length) {
    whole.segment(to, length) = parts.segment(from, length);
  });
  return whole;
}

}  // namespace

Cut home_cut(const Ranks& ranks, const Grid& grid) {
  Cut cut{grid.axis(0).cells(), slabs_of(grid, 1, ranks.count()).begins};
  for (Eigen::Index& begin : cut.begins) begin *= grid.stride(1);
  return cut;
}

Cut cut_of_points(const Ranks& ranks, Eigen::Index rows_here, Eigen::Index columns) {
  const auto here = static_cast<long long>(rows_here);
  std::vector<long long> rows(static_cast<std::size_t>(ranks.count()));
  MPI_Allgather(&here, 1, MPI_LONG_LONG, rows.data(), 1, MPI_LONG_LONG, PETSC_COMM_WORLD);
  Cut cut{columns, {0}};
  for (const long long count : rows) cut.begins.push_back(cut.begins.back() + static_cast<Eigen::Index>(count));
  return cut;
}

Array gathered(const Ranks& ranks, const Cut& cut, const double* part) {
  if (!ranks.leads()) {
    const Ranges mine(cut, ranks.rank(), cut.size(ranks.rank()));
    MPI_Send(part, 1, mine.type, 0, ranges_tag, PETSC_COMM_WORLD);
    return {};
  }
  Array whole(cut.whole());
  for (Eigen::Index i = 0; i < cut.outer; ++i)
    std::copy_n(part + i * cut.size(0), cut.size(0), whole.data() + i * cut.begins.back());
  for (int rank = 1; rank < ranks.count(); ++rank) {
    const Ranges theirs(cut, rank, cut.begins.back());
    MPI_Recv(whole.data() + cut.begin(rank), 1, theirs.type, rank, ranges_tag, PETSC_COMM_WORLD, MPI_STATUS_IGNORE);
  }
  return whole;
}

Array gathered_everywhere(const Ranks& ranks, const Cut& cut, const double* part) {
  const Counts counts(ranks, cut);
  Array parts(cut.whole());
  MPI_Allgatherv(part, static_cast<int>(cut.part(ranks.rank())), MPI_DOUBLE, parts.data(), counts.sizes.data(),
                 counts.begins.data(), MPI_DOUBLE, PETSC_COMM_WORLD);
  return in_order(ranks, cut, parts);
}

Array scattered(const Ranks& ranks, const Cut& cut, const Array& whole) {
  Array here(cut.part(ranks.rank()));
  if (!ranks.leads()) {
    const Ranges mine(cut, ranks.rank(), cut.size(ranks.rank()));
    MPI_Recv(here.data(), 1, mine.type, 0, ranges_tag, PETSC_COMM_WORLD, MPI_STATUS_IGNORE);
    return here;
  }
  for (Eigen::Index i = 0; i < cut.outer; ++i)
    here.segment(i * cut.size(0), cut.size(0)) = whole.segment(i * cut.begins.back(), cut.size(0));
  for (int rank = 1; rank < ranks.count(); ++rank) {
    const Ranges theirs(cut, rank, cut.begins.back());
    MPI_Send(whole.data() + cut.begin(rank), 1, theirs.type, rank, ranges_tag, PETSC_COMM_WORLD);
  }
  return here;
}

}  // namespace fokker
