// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "app/options.hpp"
#include "fokker/io/toml/problem_file.hpp"

namespace fokker::app {

/// Programs that mpirun, or what stands for it, started together with this one; 0: it was started by itself.
int ranks_by_mpirun();

/// Whether `fokker run` and `fokker check` are of several ranks.
/// @throws Error{Fault::usage} where several were started and fokker was built without MPI
bool runs_over_ranks();

/// fokker run by all ranks together.
/// @throws Error{Fault::usage} for what ranks cannot share
int run_over_ranks(const RunArguments& options);

/// A line for fokker check of one program: why ranks would refuse the run; empty where they would not, or without MPI.
std::string refusal_text(const ProblemFile& problem);

/// fokker check by all ranks together: also how the run would be shared out.
/// @throws Error{Fault::usage} for what ranks cannot share
int check_over_ranks(const CheckOptions& options);

}  // namespace fokker::app
