// SPDX-License-Identifier: MIT
#pragma once
#define OMPI_SKIP_MPICXX
#include <petscsf.h>

#include <string>

#include "fokker/core/error.hpp"

namespace fokker {

/// @throws Error{Fault::internal} where a call of PETSc or MPI failed
inline void require_petsc(PetscErrorCode code, const char* what) {
  if (code == 0) return;
  const char* text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw Error(Fault::internal, std::string(what) + ": " + (text ? text : "PETSc failed"));
}

}  // namespace fokker
