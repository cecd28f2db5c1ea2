// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>

#include "fokker/core/control.hpp"
#include "fokker/core/types.hpp"

namespace fokker {

constexpr Eigen::Index cells_of_block = 4096;  ///< their coefficients stay in cache

/// body(begin, n) on blocks of cells.
template <class Body>
void over_cells(Eigen::Index cells, int threads, const Body& body) {
  parallel_for(static_cast<std::size_t>(cells), cells_of_block, threads, [&](std::size_t begin, std::size_t end) {
    body(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin));
  });
}

/// A field at the centres of all cells.
inline Points at_cells(const Field& field, const Points& centres, Eigen::Index columns, int threads) {
  Points values(centres.rows(), columns);
  over_cells(centres.rows(), threads, [&](Eigen::Index begin, Eigen::Index n) {
    field(centres.middleRows(begin, n), values.middleRows(begin, n));
  });
  return values;
}

/// Whether holds(begin, n) is true for all blocks of cells.
template <class Holds>
bool all_cells(Eigen::Index cells, int threads, const Holds& holds) {
  std::atomic<bool> all = true;
  over_cells(cells, threads, [&](Eigen::Index begin, Eigen::Index n) {
    if (!holds(begin, n)) all.store(false, std::memory_order_relaxed);
  });
  return all;
}

}  // namespace fokker
