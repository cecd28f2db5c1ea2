// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/problem/fingerprint.hpp"
#include "fokker/score/score.hpp"
#include "fokker/study/generator_study.hpp"
#include "fokker/study/sampler_study.hpp"
#include "fokker/verify/evidence.hpp"
#include "fokker/verify/report.hpp"
#include "fokker/verify/score_report.hpp"

namespace fokker {

/// Score of the forward solution and the times of its steps, between which it is linear in t.
struct StoredScore {
  Score score;                ///< of the forward solution
  std::vector<double> times;  ///< of its steps
};

/// Results of a run; the content of OUT.h5, except for `forward_score`.
struct Result {
  std::string title;                              ///< of the problem
  std::string problem;                            ///< the problem as text (resolved TOML), where it came from a file
  Evidence evidence;                              ///< everything computed
  Report report;                                  ///< the checks
  std::vector<std::string> notes;                 ///< what the user should know about this run
  std::optional<Verification> verification = {};  ///< bounds of the problem; empty in files of fokker 0.1
  Fingerprint fingerprint = {};                   ///< what the numbers depend on; empty in files of fokker 0.1
  std::string command = {};        ///< problem file and overrides as given; empty: not run by the command
  std::string build_changes = {};  ///< lines: where a run was resumed with another version or build; mostly empty
  std::optional<GeneratorResults> generator = {};  ///< of the tables that ask for more than densities
  std::optional<ScoreReport> scores = {};          ///< of reversals with a score of their own
  std::optional<SamplerResults> samplers = {};     ///< of [[sampler]]
  std::optional<StoredScore> forward_score = {};   ///< with RunOptions::keep_score
};

/// Numbers of the generator's tables; empty without.
/// @param result  of a run
/// @return in the order of the tables
std::vector<Scalar> numbers_of(const Result& result);

}  // namespace fokker
