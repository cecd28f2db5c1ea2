// SPDX-License-Identifier: MIT
// What every stepper, flux and boundary keeps.
#include <doctest/doctest.h>

#include "cases.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("steps keep mass, less what boundaries take, and positivity") {
  CHECK(rc::check([] {
    const Case at = random_case(all_fluxes);
    Numbers numbers;
    Array masses = random_masses(at.grid.cells(), numbers);
    for (int k = 1; k <= 3; ++k) {
      StepStatistics statistics;
      statistics.absorbed = Array::Zero(2 * at.grid.dimension());
      const double before = masses.sum();
      masses = stepped(at, masses, statistics);
      RC_ASSERT(masses.allFinite());
      RC_ASSERT(masses.minCoeff() >= 0);
      const double bound = rounding(at.L, at.dt);
      RC_ASSERT(statistics.zeroed_mass <= bound);
      RC_ASSERT(std::abs(masses.sum() - statistics.zeroed_mass + statistics.absorbed.sum() - before) <= bound);
    }
  }));
}

TEST_CASE("boundaries without flux take nothing, and absorbing ones never give unless a remap brings something in") {
  CHECK(rc::check([] {
    const Case at = random_case(all_fluxes);
    Numbers numbers;
    StepStatistics statistics;
    statistics.absorbed = Array::Zero(2 * at.grid.dimension());
    stepped(at, random_masses(at.grid.cells(), numbers), statistics);
    for (int boundary = 0; boundary < 2 * at.grid.dimension(); ++boundary) {
      const Axis& axis = at.grid.axis(boundary / 2);
      if ((boundary % 2 == 0 ? axis.lower : axis.upper) == Boundary::absorbing)
        RC_ASSERT(statistics.absorbed[boundary] >= -rounding(at.L, at.dt));
      else
        RC_ASSERT(statistics.absorbed[boundary] == 0.0);
    }
  }));
}

TEST_CASE("a solve that starts again from the masses of any step continues bitwise the same") {
  CHECK(rc::check([] {
    Numbers numbers;
    const int d = pick(1, 3);
    const Grid grid = random_grid(d, AllowedBoundaries::any, numbers);
    const Process process = random_process(d, numbers);
    const Flux flux = all_fluxes[static_cast<std::size_t>(pick(0, 3))];
    const Assembler assembler(process, grid, flux);
    const StepTimes times = step_times({.1, .1 + numbers.decades(1e-4, .2)}, 6, Spacing::geometric);
    std::vector<Array> kept;
    IntegrateOptions options;
    options.stepper = all_steppers[static_cast<std::size_t>(pick(0, 2))];
    options.each_step = [&](double, const Array& masses) { kept.push_back(masses); };
    const Array start = random_masses(grid.cells(), numbers) / grid.volumes();
    assembled(process, grid, flux, .1);
    integrate(assembler, start, times, options);
    const auto first = static_cast<std::size_t>(pick(0, 5));
    Array masses = kept[first];
    Operator L = assembler.blank();
    ImplicitStepper stepper(options.stepper);
    StepStatistics statistics;
    for (std::size_t k = first; k + 1 < times.times.size(); ++k) {
      assembler.assemble(times.times[k], times.times[k + 1], L);
      stepper.advance(L, times.times[k + 1] - times.times[k], masses, statistics);
      RC_ASSERT((masses == kept[k + 1]).all());
    }
  }));
}

TEST_CASE("a step is bitwise the same for every number of threads") {
  CHECK(rc::check([] {
    const Case at = random_case(all_fluxes);
    Numbers numbers;
    const Array start = random_masses(at.grid.cells(), numbers);
    StepStatistics one, several;
    const Array expected = stepped(at, start, one, 1);
    RC_ASSERT((stepped(at, start, several, pick(2, 5)) == expected).all());
    RC_ASSERT(several.limited_mass == one.limited_mass);
    RC_ASSERT((several.absorbed == one.absorbed).all());
  }));
}
