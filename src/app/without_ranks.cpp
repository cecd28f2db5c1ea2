// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/ranks.hpp"
#include "fokker/core/error.hpp"

namespace fokker::app {

bool runs_over_ranks() {
  const int ranks = ranks_by_mpirun();
  if (ranks <= 1) return false;
  throw Error(Fault::usage, fmt::format("{} ranks were started of a fokker that was built without MPI", ranks), {},
              "a build with -DFOKKER_MPI=ON (./dev mpi), or the same command without mpirun");
}

int run_over_ranks(const RunArguments&) { throw Error(Fault::internal, "fokker was built without MPI"); }

std::string refusal_text(const ProblemFile&) { return {}; }

int check_over_ranks(const CheckOptions&) { throw Error(Fault::internal, "fokker was built without MPI"); }

}  // namespace fokker::app
