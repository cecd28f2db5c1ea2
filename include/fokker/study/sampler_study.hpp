// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/sampler/sampler.hpp"

namespace fokker {

/// What the samplers of a problem produce.
struct SamplerResults {
  Grid grid;                          ///< of the problem; where it moves, where it lies in space at time.start
  std::vector<SamplerRow> rows;       ///< one per sampler and number of steps
  std::vector<Array> densities = {};  ///< of the rows, averages over the cells of the grid, length^-d
};

/// Distributions of the problem's [[sampler]], with averages over the cells of its grid.
/// @throws as sampler_rows
/// @param problem  with samplers
/// @param control  threads, stop, progress
/// @return rows and densities
SamplerResults sampler_study(const CheckedProblem& problem, const Control& control = {});

}  // namespace fokker
