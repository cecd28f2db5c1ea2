// SPDX-License-Identifier: MIT
#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"
#include "spread/meeting.hpp"
#include "spread/petsc.hpp"

namespace fokker {

Ranks::Ranks() {
  if (PetscInitializeNoArguments() != 0) throw Error(Fault::resources, "MPI and PETSc do not start");
  PetscPopSignalHandler();  // signals stay with the program
  PetscPushErrorHandler(PetscReturnErrorHandler, nullptr);
  MPI_Comm_rank(PETSC_COMM_WORLD, &rank_);
  MPI_Comm_size(PETSC_COMM_WORLD, &count_);
  MPI_Comm here;
  MPI_Comm_split_type(PETSC_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &here);
  MPI_Comm_size(here, &on_this_machine_);
  MPI_Comm_free(&here);
}

Ranks::~Ranks() { PetscFinalize(); }

void Ranks::together(const std::function<void()>& body) const { throw_together(*this, error_of(body)); }

bool Ranks::any(bool here) const {
  int mine = here ? 1 : 0, result = 0;
  MPI_Allreduce(&mine, &result, 1, MPI_INT, MPI_MAX, PETSC_COMM_WORLD);
  return result != 0;
}

void Ranks::end_all(int code) const { MPI_Abort(PETSC_COMM_WORLD, code); }

}  // namespace fokker
