// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Named columns of a CSV file with one header line (names may be quoted), rows x columns.
/// @throws Error{Fault::file} if the file cannot be read, Error{Fault::data} with line, column and what was found if
///         a column is missing or a value is no finite number
/// @param file     path of the table
/// @param columns  names, in the order wanted
/// @return one row per line
Points read_csv(const std::filesystem::path& file, const std::vector<std::string>& columns);

/// A header line with the names of the columns, then one line per point; numbers read back to the same bits.
/// @param columns  names, one per column of the points
/// @param points   rows x columns
/// @return lines that end with \n
std::string csv_text(const std::vector<std::string>& columns, const Points& points);

/// Writes csv_text as a whole (temporary file, fsync, rename), in place of any file of that name.
/// @throws Error{Fault::file} with the path and the reason
/// @param file     path of the table
/// @param columns  names, one per column of the points
/// @param points   rows x columns
void write_csv(const std::filesystem::path& file, const std::vector<std::string>& columns, const Points& points);

}  // namespace fokker
