// SPDX-License-Identifier: MIT
#include "spread/refusals.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "fv/vanishing_line.hpp"

namespace fokker {
namespace {

Error refusal(const std::string& what) {
  return {Fault::usage, what + " on several ranks", {}, "the same command without mpirun"};
}

/// The first thing that a problem asks for and ranks cannot share yet; empty where there is none.
std::string not_shared(const Problem& problem) {
  if (problem.tables_only) return "tables of the generator";
  if (problem.target) return "[target]";
  if (problem.time.steady) return "time.steady";
  if (problem.bridged) return "bridge.process";
  for (const Reversal& reverse : problem.reversals)
    if (reverse.score == ScoreSource::answers) return "the score 'answers'";
  return "";
}

}  // namespace

void require_shareable(const Problem& problem) {
  if (const std::string what = not_shared(problem); !what.empty()) throw refusal(what);
}

void require_kept_noise(const Process& process, const Grid& grid, Flux flux, double t, int threads) {
  if (VanishingLine::find(process, grid, flux, t, threads))
    throw refused_correlation("noise that vanishes at a boundary");
}

Error refused_correlation(const std::string& what) { return refusal(what + " with correlated noise"); }

void require_slabs(const Grid& grid, int ranks) {
  if (const int most = most_ranks(grid); ranks > most)
    throw Error(Fault::usage, fmt::format("{} ranks for this grid", ranks), fmt::format("at most {}", most),
                "fewer ranks with more threads each, or more cells along the first two axes");
}

}  // namespace fokker
