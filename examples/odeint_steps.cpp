// SPDX-License-Identifier: MIT
// Stepping with Boost.Odeint: its own Runge-Kutta method and fokker's implicit steps on one operator.
#include <boost/numeric/odeint/algebra/vector_space_algebra.hpp>
#include <boost/numeric/odeint/integrate/integrate_const.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <cstdio>

#include "fokker/fokker.hpp"
#include "fokker/time/odeint.hpp"

using namespace fokker;
namespace odeint = boost::numeric::odeint;

int main() {
  const Grid grid({uniform_axis("x", -5, 5, 100)});
  const Assembler assembler(variance_preserving(0.1, 20, 1), grid);
  OperatorSystem system{[&](double t, double end, Operator& L) { assembler.assemble(t, end, L); }, assembler.blank()};
  const GaussianMixture start({0.4, 0.6}, {Vector::Constant(1, -1), Vector::Constant(1, 1)},
                              std::vector<Matrix>(2, Matrix::Constant(1, 1, 0.04)));
  const Array masses = cell_averages(grid, Law(start).box_mass) * grid.volumes();

  // explicit: stable only below dt = 2.78 / (largest rate), here 1.4e-3
  Array explicit_masses = masses;
  using RungeKutta4 = odeint::runge_kutta4<Array, double, Array, double, odeint::vector_space_algebra>;
  odeint::integrate_const(RungeKutta4(), std::ref(system), explicit_masses, 0.0, 1.0, 2.5e-4);
  // implicit: 400 steps of second order, positive and conservative for any step
  Array implicit_masses = masses;
  odeint::integrate_const(OdeintStepper(Stepper::sdirk2), std::ref(system), implicit_masses, 0.0, 1.0, 2.5e-3);

  const double tv = 0.5 * (explicit_masses - implicit_masses).abs().sum();
  std::printf("total variation between 4000 explicit and 400 implicit steps: %.3e\n", tv);
  return tv < 1e-4 ? 0 : 1;
}
