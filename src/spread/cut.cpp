// SPDX-License-Identifier: MIT
#include "spread/cut.hpp"

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
  const Counts counts(ranks, cut);
  Array parts(ranks.leads() ? cut.whole() : 0);
  MPI_Gatherv(part, static_cast<int>(cut.part(ranks.rank())), MPI_DOUBLE, parts.data(), counts.sizes.data(),
              counts.begins.data(), MPI_DOUBLE, 0, PETSC_COMM_WORLD);
  return ranks.leads() ? in_order(ranks, cut, parts) : parts;
}

Array gathered_everywhere(const Ranks& ranks, const Cut& cut, const double* part) {
  const Counts counts(ranks, cut);
  Array parts(cut.whole());
  MPI_Allgatherv(part, static_cast<int>(cut.part(ranks.rank())), MPI_DOUBLE, parts.data(), counts.sizes.data(),
                 counts.begins.data(), MPI_DOUBLE, PETSC_COMM_WORLD);
  return in_order(ranks, cut, parts);
}

Array scattered(const Ranks& ranks, const Cut& cut, const Array& whole) {
  const Counts counts(ranks, cut);
  Array parts(ranks.leads() ? cut.whole() : 0), here(cut.part(ranks.rank()));
  if (ranks.leads())
    for_ranges(ranks, cut, [&](Eigen::Index from, Eigen::Index to, Eigen::Index length) {
      parts.segment(to, length) = whole.segment(from, length);
    });
  MPI_Scatterv(parts.data(), counts.sizes.data(), counts.begins.data(), MPI_DOUBLE, here.data(),
               static_cast<int>(here.size()), MPI_DOUBLE, 0, PETSC_COMM_WORLD);
  return here;
}

}  // namespace fokker
