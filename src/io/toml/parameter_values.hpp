// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <vector>

#include "fokker/process/kind.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {

/// The parameters of a kind that the table has; empty if one of them is wrong or missing, which is reported.
std::optional<Parameters::Values> read_parameters(TableReader& table, const std::vector<Parameter>& parameters);

}  // namespace fokker::io
