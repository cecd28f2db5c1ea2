// SPDX-License-Identifier: MIT
// SUNDIALS' CVODE on W1 to W3: BDF of variable order and step, banded direct solves, the exact Jacobian.
// Usage: cvode_peer W1|W2|W3 [file of W3's reference]; prints peer, cells, steps, error, seconds, MB.
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_band.h>
#include <sunmatrix/sunmatrix_band.h>

#include "flux_form.hpp"

namespace fokker::bench {
namespace {

struct Work {
  const Equation& equation;
  FluxForm form;
};

int rate(realtype t, N_Vector y, N_Vector out, void* data) {
  const Work& work = *static_cast<Work*>(data);
  work.form.apply(N_VGetArrayPointer(y), work.equation.pace(t), N_VGetArrayPointer(out));
  return 0;
}

int jacobian(realtype t, N_Vector, N_Vector, SUNMatrix J, void* data, N_Vector, N_Vector, N_Vector) {
  const Work& work = *static_cast<Work*>(data);
  const double pace = work.equation.pace(t);
  SUNMatZero(J);
  work.form.for_entries([&](std::size_t i, std::size_t j, double value) {
    SM_ELEMENT_B(J, static_cast<sunindextype>(i), static_cast<sunindextype>(j)) += pace * value;
  });
  return 0;
}

/// The steps of a choice say the tolerance: relative 10^-(steps/2), absolute a thousandth of it.
Found solve(const Equation& equation, const Choice& choice, const Budget& budget) {
  Work work{equation, FluxForm(equation, choice.cells)};
  Values start = on_centres(equation, choice.cells, [&](const Point& x) { return equation.density(x, 0); });
  SUNContext context = nullptr;
  SUNContext_Create(nullptr, &context);
  const auto n = static_cast<sunindextype>(start.size()), band = static_cast<sunindextype>(work.form.bandwidth());
  N_Vector y = N_VMake_Serial(n, start.data(), context);
  SUNMatrix J = SUNBandMatrix(n, band, band, context);
  SUNLinearSolver solver = SUNLinSol_Band(y, J, context);
  void* memory = CVodeCreate(CV_BDF, context);
  CVodeInit(memory, rate, 0, y);
  const double tolerance = std::pow(10.0, -0.5 * static_cast<double>(choice.steps));
  CVodeSStolerances(memory, tolerance, 1e-3 * tolerance);
  CVodeSetUserData(memory, &work);
  CVodeSetLinearSolver(memory, solver, J);
  CVodeSetJacFn(memory, jacobian);
  CVodeSetMaxNumSteps(memory, -1);
  Found found{{}, 0};
  int status = 0;
  for (std::size_t k = 1; status >= 0 && k < equation.times.size(); ++k) {
    CVodeSetStopTime(memory, equation.times[k]);
    realtype t = equation.times[k - 1];
    while (status >= 0 && t < equation.times[k] && !budget.spent())
      status = CVode(memory, equation.times[k], y, &t, CV_ONE_STEP);
    if (t < equation.times[k]) status = -1;
    found.densities.push_back(start);
  }
  long steps = 0;
  CVodeGetNumSteps(memory, &steps);
  found.steps = static_cast<std::size_t>(steps);
  if (status < 0) found.densities.clear();
  CVodeFree(&memory);
  SUNLinSolFree(solver);
  SUNMatDestroy(J);
  N_VDestroy(y);
  SUNContext_Free(&context);
  return found;
}

std::vector<Choice> ladder(const std::vector<std::size_t>& cells, const std::vector<std::size_t>& digits) {
  std::vector<Choice> all;
  for (const std::size_t n : cells)
    for (const std::size_t count : digits) all.push_back({n, count});
  return all;
}

int run(const std::string& name, const std::string& reference) {
  const auto of = [](const Equation& e) {
    return [&e](const Choice& choice, const Budget& budget) { return solve(e, choice, budget); };
  };
  const char* peer = "CVODE, banded";
  const Equation w1 = ornstein_uhlenbeck({1}, {2}, 0.01, 8, 1), w2 = variance_preserving(), w3 = double_well();
  if (name == "W1") {
    report(peer, ladder({400, 500, 600, 800, 1000}, {8, 9, 10, 11, 12}), 1e-4, of(w1), against_exact(w1));
  } else if (name == "W2") {
    report(peer, ladder({400, 500, 600, 800, 1000}, {8, 9, 10, 11, 12}), 1e-4, of(w2), against_exact(w2));
  } else if (name == "W3") {
    report(peer, {{64, 8}, {128, 8}, {256, 8}, {512, 10}}, 1e-4, of(w3), against_file(reference));
  } else {
    std::fprintf(stderr, "usage: cvode_peer W1|W2|W3 [file of W3's reference]\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace fokker::bench

int main(int argc, char** argv) { return fokker::bench::run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : ""); }
