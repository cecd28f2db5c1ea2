// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "fokker/grid/grid.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {

/// One [[axis]] whose numbers have been checked; its edges are built when all axes are right and fit into memory.
struct AxisTable {
  std::string name;
  Eigen::Index cells = 2;
  std::function<Axis()> build;  ///< @throws Error where cells are too narrow for doubles; empty where a key is wrong
};

/// Boundaries, and the cells by number and spacing or as a list of edges.
AxisTable read_cells(TableReader& table, const std::string& name);

}  // namespace fokker::io
