// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/fingerprint.hpp"
#include "fokker/problem/generator_tables.hpp"
#include "fokker/sampler/run.hpp"

namespace fokker {

/// What the results of the generator's tables depend on beside the rest of the problem; empty without tables.
Fingerprint table_fields(const GeneratorTables& tables);

/// Fields of [[sampler]], one per sampler.
Fingerprint sampler_fields(const std::vector<SamplerRun>& samplers);

}  // namespace fokker
