// SPDX-License-Identifier: MIT
#include "process/flow.hpp"

#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <utility>

#include "process/odeint_eigen.hpp"

namespace fokker {

namespace odeint = boost::numeric::odeint;

StepFields step_fields(const FieldAt& a, double from, double to) {
  const double h = to - from;
  return {from, to, {a(from), a(from + h / 5), a(from + 0.3 * h), a(from + 0.8 * h), a(from + 8 * h / 9), a(to)}};
}

struct Flow::Stages {
  odeint::runge_kutta_dopri5<Points, double, Points, double, odeint::vector_space_algebra, odeint::default_operations,
                             odeint::always_resizer>
      stepper;
  std::function<void(Points&)> keep_inside;
  Points inside, first, unused;

  void evaluate(const Field& field, const Points& x, Points& values) {
    inside = x;
    if (keep_inside) keep_inside(inside);
    field(inside, values);
  }
};

Flow::Flow(std::function<void(Points&)> keep_inside) : stages_(std::make_unique<Stages>()) {
  stages_->keep_inside = std::move(keep_inside);
}
Flow::~Flow() = default;
Flow::Flow(Flow&&) noexcept = default;
Flow& Flow::operator=(Flow&&) noexcept = default;

void Flow::advance(const StepFields& step, Points& x) {
  Stages& stages = *stages_;
  stages.first.resize(x.rows(), x.cols());
  stages.evaluate(step.field[0], x, stages.first);
  std::size_t stage = 0;
  const auto right_side = [&](const Points& y, Points& values, double) {
    // the seventh derivative is the first of the next step, before which boundaries may have moved the points
    if (++stage < step.field.size()) stages.evaluate(step.field[stage], y, values);
  };
  stages.stepper.do_step(right_side, x, stages.first, step.from, x, stages.unused, step.to - step.from);
}

}  // namespace fokker
