// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/sampler/budget.hpp"

namespace fokker::app {

/// Lines for rows that lack figures.
std::string sampler_notes(const std::vector<SamplerRow>& rows);
/// Rows, masses of modes and orders.
std::string sampler_table(const std::vector<SamplerRow>& rows);
/// Parts of an error, alone and repaired, with signed moments and masses of modes.
std::string budget_table(const SamplerBudget& budget);

}  // namespace fokker::app
