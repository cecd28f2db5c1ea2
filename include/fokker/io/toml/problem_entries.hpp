// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace fokker {

/// One key of a problem file as it was written.
struct ProblemEntry {
  std::string table;  ///< "process", "axis.x", "reverse.anderson"; empty at the top
  std::string key;    ///< name of the key
  std::string value;  ///< TOML literal
};

/// The keys of a resolved problem, table by table: those of the top, then of each table, keys in alphabetic order.
/// @throws Error{Fault::data} if the text is no TOML
/// @param resolved  a problem as OUT.h5 keeps it
/// @return one entry per key
std::vector<ProblemEntry> problem_entries(const std::string& resolved);

}  // namespace fokker
