// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace faults {

/// One thing that goes wrong, and what the command must make of it.
struct Case {
  int row;            ///< of the catalogue, see README.md here
  std::string fault;  ///< in words
  /// A shell line in a folder with p.toml (cli::small_problem). `fokker` is the command, $FOKKER its path, and
  ///   edit SCRIPT         changes p.toml with sed
  ///   custom DRIFT NOISE  makes the process a custom one
  ///   initial KEYS        replaces what [initial] holds; \n between keys
  ///   forward_only        takes reversal and particles away
  ///   python              runs a script from standard input, with h5py
  std::string line;
  int code;
  std::vector<std::string> says;  ///< places, keys and output, each somewhere in standard error or output
};

/// Runs the cases one by one. A refused one leaves no p.h5. The wording of messages is in tests/cli/messages.txt.
/// @param test  section of messages.txt
void check(const std::string& test, const std::vector<Case>& cases);

}  // namespace faults
