// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

#include "fokker/problem/problem.hpp"

namespace fokker {

/// Data on which densities and particles of a problem depend: the value of each field as text. Numbers and names stand
/// as they are, long lists as a hash. Callables are known by their values at fixed points of the grid and times of the
/// run: the hash of nine digits of each, so that rounding on another machine does not count. Title, text, bounds and
/// forward.max_leak are left out.
using Fingerprint = std::map<KeyPath, std::string>;

/// @param problem  normalised, as in a CheckedProblem
/// @return text of each field, by its key
Fingerprint fingerprint(const Problem& problem);

/// A field whose values differ; "(none)" where it is not there.
struct FieldDifference {
  KeyPath key;         ///< name of the field
  std::string before;  ///< first value
  std::string after;   ///< second value
};
/// Fields whose values differ, by name.
/// @param before  of one problem
/// @param after   of another
/// @return one entry per field that differs
std::vector<FieldDifference> differences(const Fingerprint& before, const Fingerprint& after);

}  // namespace fokker
