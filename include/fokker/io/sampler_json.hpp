// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/sampler/budget.hpp"

namespace fokker {

/// Rows as the JSON object of `fokker sampler --json`: {"rows": [{"sampler", "kind", "steps", "evaluations", "kl",
/// "kl_reverse", "tv", "w1", "w2", "mean", "covariance", "modes", "error"}], "orders": {label: number}}. `kl` is
/// KL(p0 || generated); what is not known is null.
/// @param rows  of sampler_rows()
/// @return one JSON object
std::string to_json(const std::vector<SamplerRow>& rows);

/// Budgets as {"budgets": [{"sampler", "steps", "repair_first", "x", "total", "interaction", "alone": {part: ...},
/// "repaired": {part: ...}}]}; each part is {"kl", "tv", "mean", "variance", "modes", "density"}, the last four
/// generated minus p0.
/// @param budgets  of sampler_budget()
/// @return one JSON object
std::string to_json(const std::vector<SamplerBudget>& budgets);

}  // namespace fokker
