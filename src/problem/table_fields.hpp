// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/fingerprint.hpp"
#include "fokker/problem/generator_tables.hpp"

namespace fokker {

/// What the results of the generator's tables depend on beside the rest of the problem; empty without tables.
Fingerprint table_fields(const GeneratorTables& tables);

}  // namespace fokker
