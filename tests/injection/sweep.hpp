// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "cli/sandbox.hpp"

namespace injection {

/// Forward and reversed solve, particles of both, on 32 cells: eight checkpoints in some hundredths of a second.
extern const char* const tiny_problem;

/// One counted call of the untouched run.
struct Call {
  std::string name, path;
};

/// The calls that a log of the preloaded library lists.
std::vector<Call> calls_in(const std::string& log);
/// Whether an injury can befall a call: only a write is cut short, say.
bool can_befall(const std::string& how, const std::string& call);

/// A run, an injury at its n-th write-class call, and what --resume makes of it.
class Sweep {
 public:
  Sweep();
  const std::vector<Call>& calls() const { return calls_; }
  /// Empty, or what is wrong after it.
  std::string fault(const std::string& how, std::size_t n);
  /// Number of the checkpoints that were acknowledged to the solver before the n-th call.
  int acknowledged(std::size_t n) const;

 private:
  cli::Sandbox sandbox_;
  std::vector<Call> calls_;
  std::string output_, xdmf_;
};

/// All ways in which a call can go wrong, as in writes.cpp.
extern const std::vector<std::string> injuries;

/// Of a count, `wanted` numbers from 1 on that are spread over all; all where there are no more.
std::vector<std::size_t> spread(std::size_t count, std::size_t wanted);

}  // namespace injection
