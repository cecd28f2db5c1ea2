// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "app/options.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {

/// Prints what a run would do and take. @param sharing  lines about how ranks share it
/// @return exit code
int check_with(const CheckOptions& options, const ProblemFile& problem, const Estimate& needs,
               const std::string& sharing);

}  // namespace fokker::app
