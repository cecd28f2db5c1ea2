#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Named columns of a CSV file with one header line (names may be quoted), rows x columns.
/// @throws Error{Fault::file} if the file cannot be read, Error{Fault::data} with line, column and what was found if
///         a column is missing or a value is no finite number
Points read_csv(const std::filesystem::path& file, const std::vector<std::string>& columns);

}  // namespace fokker
