// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/verify/convergence.hpp"
#include "fokker/verify/report.hpp"
#include "fokker/verify/scalar.hpp"
#include "fokker/verify/score_report.hpp"

namespace fokker {

/// The report as the JSON object of `--json`; numbers in shortest round-trip form, infinite or absent ones null. Where
/// scores were examined they are its member "scores".
/// @param report  rows, checks and verdict
/// @param scores  null: none were examined
/// @return one JSON object, UTF-8
std::string to_json(const Report& report, const ScoreReport* scores = nullptr);
/// The same for a convergence study; the limit's cell averages are left out.
/// @param report  of converge()
/// @return one JSON object
std::string to_json(const ConvergenceReport& report);
/// The same for an examination of scores.
/// @param report  of score_errors()
/// @return one JSON object
std::string to_json(const ScoreReport& report);

/// The numbers of the generator's tables as the JSON object {"scalars": [{"table", "name", "value", "error",
/// "units"}]}; an unknown error is null. With checks of them also "numbers", each with "bound" and "passed", as in the
/// report.
/// @param scalars  with their errors
/// @param checks   of some of them
/// @return one JSON object
std::string to_json(const std::vector<Scalar>& scalars, const std::vector<NumberCheck>& checks = {});

}  // namespace fokker
