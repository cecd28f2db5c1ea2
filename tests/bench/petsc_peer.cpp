// SPDX-License-Identifier: MIT
// PETSc's TS on W1 to W4: the implicit midpoint rule, in one dimension by LU, else by PETSc's default Krylov method
// (GMRES, ILU).
// Usage: petsc_peer W1|W2|W3|W4 [file of W3's reference]; prints peer, cells, steps, error, seconds, MB.
#include <petscts.h>

#include "flux_form.hpp"

namespace fokker::bench {
namespace {

struct Work {
  const Equation& equation;
  Mat unit;  ///< L at pace 1
  bool moving;
};

Mat matrix_of(const FluxForm& form) {
  const auto n = static_cast<PetscInt>(form.size());
  Mat L = nullptr;
  PetscCallAbort(PETSC_COMM_SELF, MatCreateSeqAIJ(PETSC_COMM_SELF, n, n, form.mixed() ? 9 : 5, nullptr, &L));
  form.for_entries([&](std::size_t i, std::size_t j, double value) {
    PetscCallAbort(PETSC_COMM_SELF,
                   MatSetValue(L, static_cast<PetscInt>(i), static_cast<PetscInt>(j), value, ADD_VALUES));
  });
  PetscCallAbort(PETSC_COMM_SELF, MatAssemblyBegin(L, MAT_FINAL_ASSEMBLY));
  PetscCallAbort(PETSC_COMM_SELF, MatAssemblyEnd(L, MAT_FINAL_ASSEMBLY));
  return L;
}

PetscErrorCode jacobian(TS, PetscReal t, Vec, Mat J, Mat, void* data) {
  const Work& work = *static_cast<Work*>(data);
  PetscFunctionBeginUser;
  if (work.moving) {
    PetscCall(MatCopy(work.unit, J, SAME_NONZERO_PATTERN));
    PetscCall(MatScale(J, work.equation.pace(t)));
  }
  PetscFunctionReturn(0);
}

Found solve(const Equation& equation, const Choice& choice, const Budget& budget) {
  const FluxForm form(equation, choice.cells);
  Values p = on_centres(equation, choice.cells, [&](const Point& x) { return equation.density(x, 0); });
  Work work{equation, matrix_of(form), std::abs(equation.pace(0) - equation.pace(1)) > 0};
  Found found{{}, 0};
  const auto steps_of = [&](double share) {
    return std::max(1.0, std::round(static_cast<double>(choice.steps) * share));
  };
  const auto all = [&]() -> PetscErrorCode {
    PetscFunctionBeginUser;
    Mat J = work.unit;
    if (work.moving) PetscCall(MatDuplicate(work.unit, MAT_COPY_VALUES, &J));
    Vec y = nullptr;
    PetscCall(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, static_cast<PetscInt>(p.size()), p.data(), &y));
    TS ts = nullptr;
    PetscCall(TSCreate(PETSC_COMM_SELF, &ts));
    PetscCall(TSSetProblemType(ts, TS_LINEAR));
    PetscCall(TSSetType(ts, TSTHETA));  // theta = 1/2, one stage in the middle
    PetscCall(TSSetRHSFunction(ts, nullptr, TSComputeRHSFunctionLinear, nullptr));
    if (work.moving)
      PetscCall(TSSetRHSJacobian(ts, J, J, jacobian, &work));
    else
      PetscCall(TSSetRHSJacobian(ts, J, J, TSComputeRHSJacobianConstant, nullptr));
    if (equation.box.size() == 1) {
      SNES snes = nullptr;
      KSP ksp = nullptr;
      PC pc = nullptr;
      PetscCall(TSGetSNES(ts, &snes));
      PetscCall(SNESGetKSP(snes, &ksp));
      PetscCall(KSPSetType(ksp, KSPPREONLY));
      PetscCall(KSPGetPC(ksp, &pc));
      PetscCall(PCSetType(pc, PCLU));
    }
    PetscCall(TSSetFromOptions(ts));
    PetscCall(TSSetSolution(ts, y));
    for (std::size_t k = 1; k < equation.times.size(); ++k) {
      const double length = equation.times[k] - equation.times[k - 1];
      const double count = steps_of(length / equation.times.back());
      PetscCall(TSSetTime(ts, equation.times[k - 1]));
      PetscCall(TSSetTimeStep(ts, length / count));
      PetscCall(TSSetMaxTime(ts, 2 * equation.times.back()));
      PetscCall(TSSetMaxSteps(ts, 1000000));
      for (double step = 0; step < count; ++step) {
        if (budget.spent()) break;
        PetscCall(TSStep(ts));
        ++found.steps;
      }
      found.densities.push_back(p);
    }
    if (budget.spent()) found.densities.clear();
    PetscCall(TSDestroy(&ts));
    PetscCall(VecDestroy(&y));
    if (work.moving) PetscCall(MatDestroy(&J));
    PetscCall(MatDestroy(&work.unit));
    PetscFunctionReturn(0);
  };
  PetscCallAbort(PETSC_COMM_SELF, all());
  return found;
}

int run(const std::string& name, const std::string& reference) {
  const auto of = [](const Equation& e) {
    return [&e](const Choice& choice, const Budget& budget) { return solve(e, choice, budget); };
  };
  const char *direct = "PETSc implicit midpoint, LU", *krylov = "PETSc implicit midpoint, GMRES";
  const Equation w1 = ornstein_uhlenbeck({1}, {2}, 0.01, 8, 1), w2 = variance_preserving(), w3 = double_well(),
                 w4 = correlated();
  if (name == "W1") {
    report(direct, {{400, 20}, {400, 30}, {400, 40}, {500, 40}, {600, 40}, {700, 40}, {700, 60}, {800, 60}, {1000, 80}},
           1e-4, of(w1), against_exact(w1));
  } else if (name == "W2") {
    report(direct, {{400, 100}, {400, 200}, {500, 200}, {600, 200}, {600, 300}, {800, 300}, {1000, 400}}, 1e-4, of(w2),
           against_exact(w2));
  } else if (name == "W3") {
    report(krylov, {{256, 30}, {512, 40}, {768, 40}, {768, 60}, {1024, 60}}, 1e-4, of(w3), against_file(reference));
  } else if (name == "W4") {
    report(krylov, {{128, 40}, {256, 60}, {512, 100}}, 1e-3, of(w4), against_exact(w4));
  } else {
    std::fprintf(stderr, "usage: petsc_peer W1|W2|W3|W4 [file of W3's reference]\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace fokker::bench

int main(int argc, char** argv) {
  PetscCallAbort(PETSC_COMM_SELF, PetscInitialize(nullptr, nullptr, nullptr, nullptr));
  const int status = fokker::bench::run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "");
  PetscCallAbort(PETSC_COMM_SELF, PetscFinalize());
  return status;
}
