// SPDX-License-Identifier: MIT
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <sstream>

#include "mpi/ranks.hpp"

namespace {
const fokker::Ranks* started = nullptr;
}

const fokker::Ranks& ranks_of_test() { return *started; }

/// All ranks run the same cases; rank 0 prints, the others only if a check of theirs fails.
int main(int argc, char** argv) {
  const fokker::Ranks ranks;
  started = &ranks;
  doctest::Context context(argc, argv);
  std::ostringstream silent;
  if (!ranks.leads()) context.setCout(&silent);
  const int failed = context.run();
  if (failed && !ranks.leads()) std::fprintf(stderr, "rank %d: %s", ranks.rank(), silent.str().c_str());
  return ranks.any(failed != 0) ? 1 : 0;
}
