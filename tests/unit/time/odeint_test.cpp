// SPDX-License-Identifier: MIT
#include "fokker/time/odeint.hpp"

#include <doctest/doctest.h>

#include <boost/numeric/odeint/algebra/vector_space_algebra.hpp>
#include <boost/numeric/odeint/integrate/integrate_const.hpp>
#include <boost/numeric/odeint/integrate/integrate_times.hpp>
#include <boost/numeric/odeint/integrate/null_observer.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>

#include "support.hpp"

namespace odeint = boost::numeric::odeint;

using namespace fokker;
using namespace fokker::test;

namespace {
OperatorSystem vp_system(const Grid& grid) {
  const Assembler assembler(variance_preserving(.1, 20, 1), grid);
  return {[assembler](double t, double end, Operator& L) { assembler.assemble(t, end, L); }, assembler.blank()};
}
}  // namespace

TEST_CASE("Odeint's integrate_times runs the implicit stepper to the same bits as the solver's own loop") {
  const Grid grid = line(-5, 5, 100);
  const Array start = averages(grid, vp_mixture());
  Array masses = start * grid.volumes();
  OperatorSystem system = vp_system(grid);
  // one step per interval, so that integrate_times does not accumulate t
  const std::vector<double> times = spaced_times(0, 1, 33, Spacing::uniform);
  odeint::integrate_times(OdeintStepper(Stepper::sdirk2), std::ref(system), masses, times.begin(), times.end(), 0.5,
                          odeint::null_observer());
  const Integration own = solve(variance_preserving(.1, 20, 1), grid, start, step_times(times, 1, Spacing::uniform));
  CHECK((masses / grid.volumes() == own.trajectory.densities.back()).all());
}

TEST_CASE("Odeint's explicit Runge-Kutta method agrees with the implicit steps") {
  const Grid grid = line(-5, 5, 100);
  const Array start = averages(grid, vp_mixture());
  Array masses = start * grid.volumes();
  OperatorSystem system = vp_system(grid);
  using RungeKutta4 = odeint::runge_kutta4<Array, double, Array, double, odeint::vector_space_algebra>;
  // stable: rates reach 2 * 10 / h^2 = 2000, RK4 needs 2000 dt < 2.78
  odeint::integrate_const(RungeKutta4(), std::ref(system), masses, 0.0, 1.0, 1.0 / 4000);
  const auto error = [&](int steps) {
    const Integration run =
        solve(variance_preserving(.1, 20, 1), grid, start, step_times({0, 1}, steps, Spacing::uniform));
    return total_variation(grid, run.trajectory.densities.back(), masses / grid.volumes());
  };
  // second order in the step against RK4's fourth: a factor 4, less what the third-order term adds
  const double ratio = error(100) / error(200);
  CHECK(ratio > 3.4);
  CHECK(ratio < 4.6);
}
