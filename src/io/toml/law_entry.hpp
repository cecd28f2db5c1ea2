// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fokker/process/kind.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker {
namespace io {

/// A kind of initial law in problem files, from a file of src/io/toml/laws.
struct LawEntry {
  int rank = 1000;  ///< place in lists
  std::string name;
  std::string law;             ///< in words
  std::vector<KeyEntry> keys;  ///< beside `kind`
  /// Reads the keys of its table and reports unknown ones; empty if one is wrong.
  std::function<std::optional<Law>(TableReader& table)> read;
};

/// diag(deviations^2)
Matrix covariance_of(const Vector& deviations);

}  // namespace io

const std::vector<io::LawEntry>& law_entries();

}  // namespace fokker
