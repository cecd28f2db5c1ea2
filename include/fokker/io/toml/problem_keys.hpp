// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/process/kind.hpp"

namespace fokker {

/// The keys of one table of the problem file.
struct KeyTable {
  std::string table;           ///< "[time]", "[[axis]]"; "top" for what stands before all tables
  std::string kind;            ///< of the process or the law whose keys these are; else empty
  std::string purpose;         ///< in one line
  std::vector<KeyEntry> keys;  ///< in the order of the reference
};

/// Every key of the problem file, in the order of the file. This is the reference; the readers check the values.
/// @return one entry per table
const std::vector<KeyTable>& problem_keys();

}  // namespace fokker
