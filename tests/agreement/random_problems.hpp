// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>

namespace fokker::test {

/// One of the random problems on which estimated errors are held against true ones.
struct RandomProblem {
  std::string kind;
  std::string text;  ///< a problem file without particles
};

/// Kinds in turn: linear drift, double well, sine drift, smooth noise, drift against diffusion, CIR, a barrier or well
/// of .05 to 5 cells, a pulse of 3e-4 to .3 of the run, noise that jumps, correlated noise in two dimensions
/// (correlation up to .99), a well in two dimensions, an initial density of .05 to 3 cells.
RandomProblem random_problem(std::uint64_t number);

}  // namespace fokker::test
