// SPDX-License-Identifier: MIT
#include "time/stepping.hpp"

#include <memory>
#include <utility>

#include "time/l1_distance.hpp"
#include "time/solve.hpp"

namespace fokker {
namespace {

/// The operator of each step and the stepper that takes it.
struct OwnSteps {
  OperatorAt at;
  Operator L;
  ImplicitStepper stepper;

  Array absorption_rates(double t, const Array& masses) {
    at(t, t, L);
    Array rates(2 * L.grid.dimension());
    Eigen::Index boundary = 0;
    for (const BoundaryFlux& axis : L.outflow(masses)) {
      rates[boundary++] = axis.lower;
      rates[boundary++] = axis.upper;
    }
    return rates;
  }
};

}  // namespace

Stepping own_steps(const OperatorAt& at, Operator workspace, const IntegrateOptions& options) {
  const Grid grid = workspace.grid;
  const auto own = std::make_shared<OwnSteps>(
      OwnSteps{at, std::move(workspace),
               ImplicitStepper(options.stepper, options.control.threads, options.carry_above, options.complete_above)});
  return {.whole = grid,
          .grid = grid,
          .advance = [own](double t, double end, Array& masses,
                           StepStatistics& counts) { advance(own->at, own->L, own->stepper, t, end, masses, counts); },
          .distance = l1_distance,
          .seen =
              [grid](const Array& masses) {
                return MassAndMinimum{masses.sum(), (masses / grid.volumes()).minCoeff()};
              },
          .absorption_rates = [own](double t, const Array& masses) { return own->absorption_rates(t, masses); },
          .choice = [own]() -> const std::vector<int>& { return own->stepper.choice(); },
          .hold_choice = [own](const std::vector<int>* choice) { own->stepper.hold_choice(choice); },
          .deposit_error = [own] { return own->stepper.deposit_error(); }};
}

}  // namespace fokker
