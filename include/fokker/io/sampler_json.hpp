// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/sampler/sampler.hpp"

namespace fokker {

/// Rows as the JSON object of `fokker sampler --json`: {"rows": [{"sampler", "kind", "steps", "evaluations", "kl",
/// "kl_reverse", "tv", "w1", "w2", "mean", "covariance", "modes", "error"}], "orders": {label: number}}. `kl` is
/// KL(p0 || generated); what is not known is null.
std::string to_json(const std::vector<SamplerRow>& rows);

}  // namespace fokker
