// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "app/ranks.hpp"

namespace fokker::app {
namespace {

int number_in(const char* name) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : 0;
}

}  // namespace

int ranks_by_mpirun() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"})
    if (const int count = number_in(name); count > 0) return count;
  // a step of Slurm has one task where it is a shell
  const int tasks = number_in("SLURM_STEP_NUM_TASKS");
  return std::getenv("PMIX_RANK") && tasks > 1 ? tasks : 0;
}

}  // namespace fokker::app
