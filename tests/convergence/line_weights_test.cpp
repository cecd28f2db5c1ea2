// Edges from integrals of the stationary density, of processes that are not linear.
#include <doctest/doctest.h>

#include "fokker/grid/restriction.hpp"
#include "fokker/process/custom.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Expression formula(const std::string& text) { return Expression::parse(text, {{"x"}, {}, true, {}}); }

/// Density at t = 1 from N(.5, .09), without an error of the steps.
Array after_one(const Process& process, const Grid& grid) {
  IntegrateOptions options;
  options.stepper = Stepper::exponential;
  const StepTimes steps = step_times({0, 1}, 2, Spacing::uniform);
  return solve(process, grid, averages(grid, normal(0.5, 0.09)), steps, options).trajectory.densities.back();
}

/// Order between n and 2n cells on [-4, 4], and the relative L1 error on 2n cells, against n_reference cells.
std::pair<double, double> order_and_error(const Process& process, Eigen::Index n, Eigen::Index n_reference) {
  const Grid fine = line(-4, 4, n_reference);
  const Array reference = after_one(process, fine);
  const auto error = [&](Eigen::Index cells) {
    const Grid grid = line(-4, 4, cells);
    return mass(grid, (after_one(process, grid) - restricted(fine, grid, reference)).abs());
  };
  const double coarse = error(n), finer = error(2 * n);
  return {std::log2(coarse / finer), finer};
}

}  // namespace

TEST_CASE("line weights are of second order where noise and drift are smooth, in every interpretation") {
  for (const Interpretation meant : {Interpretation::ito, Interpretation::stratonovich, Interpretation::isothermal}) {
    const Process process = custom_process({formula("0.3 - x")}, {formula("sqrt(1 + 0.8*sin(2*x))")}, meant);
    const auto [order, error] = order_and_error(process, 100, 3200);
    CHECK(order == relative(2).epsilon(0.06));
    CHECK(error < 5e-4);  // values at faces give 4.3e-4 in the sense of Ito; here 2.5e-4
  }
}

TEST_CASE("line weights are of second order across a jump of the noise, on a face and within a cell") {
  // the oscillating Brownian motion: D = 1 below the jump, .09 above it; 0.02 is on faces of all of these grids
  for (const Interpretation meant : {Interpretation::ito, Interpretation::stratonovich, Interpretation::isothermal})
    for (const char* noise : {"if(x < 0, 1, 0.3)", "if(x < 0.53, 1, 0.3)"}) {
      const Process process = custom_process({formula("-0.1*x")}, {formula(noise)}, meant);
      CAPTURE(noise);
      const auto [order, error] = order_and_error(process, 100, 3200);
      CHECK(order > 1.7);  // 2 on faces; the place within its cell is another one on every grid
      CHECK(error < 4e-3);
    }
}
