// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace fokker::bench {

/// What another solver needs for one of W1 to W5; the error is nan where its time was up before the first choice ended.
struct Peer {
  std::string problem, name;
  long cells, steps;
  double error, seconds, megabytes;
};

/// Runs QuantLib, PETSc, CVODE and scipy on these of W1 to W5, each problem in a process of its own; one that is
/// missing is skipped with a message on stderr.
std::vector<Peer> run_peers(const std::vector<std::string>& problems);

/// Standard output of a command; empty if it fails.
std::string output_of(const std::string& command);

}  // namespace fokker::bench
