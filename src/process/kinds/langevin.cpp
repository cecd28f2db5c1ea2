// SPDX-License-Identifier: MIT
#include "fokker/process/langevin.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "process/formulas.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {
namespace {

/// The density e^(-energy / temperature), up to its factor.
Law boltzmann_law(const Expression& energy, double temperature) {
  const auto boltzmann = [U = energy.at(0), temperature](const PointsIn& x, ArrayOut values) {
    U(x, values);
    values = (-values / temperature).exp();
  };
  const auto bounds = [energy, temperature](const std::vector<Interval>& box) {
    const Interval U = energy.enclosure(box, {0, 0});
    return Interval{std::exp(-U.high / temperature), std::exp(-U.low / temperature)};
  };
  return density_law(static_cast<int>(energy.variables().size()), BoundedDensity{boltzmann, bounds});
}

void require_positions(const Expression& potential) {
  const auto& axes = potential.variables();
  if (axes.size() != 2 && axes.size() != 4)
    throw Error(Fault::problem, fmt::format("a process with friction on {} axes", axes.size()),
                positions_then_velocities, "no friction: the overdamped process");
  const auto velocities = axes.begin() + static_cast<std::ptrdiff_t>(axes.size() / 2);
  for (auto axis = velocities; axis != axes.end(); ++axis)
    if (potential.depends_on(*axis))
      throw Error(Fault::problem,
                  fmt::format("a potential that depends on '{}', which is the velocity where there is friction", *axis),
                  fmt::format("a formula in '{}' and t", fmt::join(axes.begin(), velocities, "', '")));
}

/// D = diag(values), as expressions in the variables of `like`.
ExpressionMatrix diagonal(const Vector& values, const Expression& like) {
  const auto d = static_cast<std::size_t>(values.size());
  ExpressionMatrix D(d, std::vector<Expression>(d, constant(0, like)));
  for (std::size_t k = 0; k < d; ++k) D[k][k] = constant(values[static_cast<Eigen::Index>(k)], like);
  return D;
}

/// 0 for each of n positions, `value` for each of their velocities.
Vector on_velocities(Eigen::Index n, double value) {
  Vector all = Vector::Zero(2 * n);
  all.tail(n).setConstant(value);
  return all;
}

/// Friction and noise are linear; the forces on the positions are frozen over a step.
SplitDrift frozen_force(const std::vector<Expression>& forces, double friction, double temperature) {
  const auto n = static_cast<Eigen::Index>(forces.size());
  Matrix A = on_velocities(n, -friction).asDiagonal();
  A.topRightCorner(n, n).setIdentity();
  const Matrix D = on_velocities(n, 2 * friction * temperature).asDiagonal();
  std::vector<Expression> all(forces.size(), constant(0, forces.front()));
  all.insert(all.end(), forces.begin(), forces.end());
  return {field_of(all), [A, D, n](double s, double t) {
            FrozenStep step{constant_transition(A, Vector::Zero(2 * n), D, t - s), Matrix::Zero(2 * n, 2 * n)};
            for (Eigen::Index k = n; k < 2 * n; ++k)
              step.Phi.col(k) = constant_transition(A, Vector::Unit(2 * n, k), D, t - s).b;
            return step;
          }};
}

}  // namespace

Process langevin(const Expression& potential, double temperature) {
  const std::vector<std::string>& axes = potential.variables();
  std::vector<Expression> drift;
  for (const std::string& axis : axes) drift.push_back(-potential.derivative(axis));
  const double noise = std::sqrt(2 * temperature);
  const auto uniform = [](double value) -> FieldAt {
    return [value](double) -> Field { return [value](const PointsIn&, PointsOut out) { out.setConstant(value); }; };
  };
  Process process;
  process.dimension = static_cast<int>(axes.size());
  process.name = "langevin";
  process.drift = process.divergence_drift = field_of(drift);
  process.noise = uniform(noise);
  process.diffusion = uniform(2 * temperature);
  process.discrete_potential = DiscretePotential{
      uniform(0), [U = potential.over_time(), temperature](double t, const PointsIn& centres, ArrayOut phi) {
        U(t)(centres, phi);
        phi /= -temperature;
      }};
  if (!has_breaks(potential))  // the slope of a step is 0 beside it
    set_transition_if_linear(process, drift, diagonal(Vector::Constant(process.dimension, 2 * temperature), potential));
  drift.push_back(potential);
  process.explain = explanation(std::move(drift));
  if (!potential.depends_on_time()) process.modulation = steady();
  if (!potential.depends_on_time()) {
    process.equilibrium = boltzmann_law(potential, temperature);
    process.prior = [law = *process.equilibrium](double) { return law; };
  }
  return process;
}

Process kinetic_langevin(const Expression& potential, double friction, double temperature) {
  require_positions(potential);
  if (!(friction > 0) || !(temperature > 0))
    throw Error(Fault::problem, fmt::format("friction {} and temperature {}", friction, temperature), "numbers > 0");
  const auto& axes = potential.variables();
  const std::size_t n = axes.size() / 2;
  std::vector<Expression> velocities, forces, drift;
  for (std::size_t k = 0; k < n; ++k) {
    velocities.push_back(Expression::parse(axes[n + k], {axes, {}, true, {}}));
    forces.push_back(-potential.derivative(axes[k]));
  }
  std::vector<Expression> hamiltonian = drift = velocities, explained = forces;
  Expression energy = potential;
  for (std::size_t k = 0; k < n; ++k) {
    const Expression& v = velocities[k];
    drift.push_back(forces[k] - constant(friction, v) * v);
    hamiltonian.push_back(forces[k]);
    energy = energy + constant(0.5, v) * v * v;
  }
  const auto positions = static_cast<Eigen::Index>(n);
  const Vector noise = on_velocities(positions, std::sqrt(2 * friction * temperature));
  Process process;
  process.dimension = static_cast<int>(axes.size());
  process.name = "langevin";
  process.drift = field_of(drift);
  set_uniform_noise(process, [noise](double) { return noise; });
  // friction and noise are 1/2 D grad(-v^2 / (2 temperature)); the rest is Hamilton's flow
  process.discrete_potential =
      DiscretePotential{field_of(hamiltonian), [temperature, positions](double, const PointsIn& centres, ArrayOut phi) {
                          phi = centres.rightCols(positions).square().rowwise().sum() / (-2 * temperature);
                        }};
  if (!has_breaks(potential))
    set_transition_if_linear(process, drift, diagonal(on_velocities(positions, 2 * friction * temperature), potential));
  if (!process.transition) process.split = frozen_force(forces, friction, temperature);
  explained.push_back(potential);
  process.explain = explanation(std::move(explained));
  if (!potential.depends_on_time()) process.modulation = steady();
  if (!potential.depends_on_time()) process.prior = [law = boltzmann_law(energy, temperature)](double) { return law; };
  return process;
}

static KindExample langevin_example() {
  return {.title = "A double well, and its time reversal",
          .process = R"(kind        = "langevin"  # dx = -grad V dt + sqrt(2 temperature) dw
potential   = "(x^2 - 1)^2"
temperature = 0.25
)",
          .initial = examples::one_gaussian,
          .time = "end       = 1.0\n",
          .axis = examples::six_wide,
          .exact = false};
}

ProcessKind langevin_process_kind() {
  return {
      .rank = 120,
      .name = "langevin",
      .equation =
          "dx = -grad V dt + sqrt(2 temperature) dw; with friction, on axes x, v or x, y, u, v: dx = v dt, "
          "dv = (-grad V - friction v) dt + sqrt(2 friction temperature) dw",
      .parameters = {{.key = "potential",
                      .type = ParameterType::formula,
                      .standard = "required",
                      .meaning = "V",
                      .legal = "in the axes and t; with friction in the positions and t",
                      .differentiated = true},
                     {.key = "temperature",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "1",
                      .meaning = "strength of the noise"},
                     {.key = "friction",
                      .type = ParameterType::number,
                      .range = positive,
                      .standard = "-",
                      .meaning = "makes the process kinetic, on two or four axes: positions, then velocities"}},
      .prior = "the Boltzmann density e^(-V/temperature), where V does not depend on t",
      .source = "Langevin, C. R. Acad. Sci. 146 (1908) 530",
      .example = langevin_example(),
      .make =
          [](const Parameters& p) {
            const double temperature = p.number("temperature");
            if (!p.has("friction")) return langevin(p.formula("potential"), temperature);
            try {
              return kinetic_langevin(p.formula("potential"), p.number("friction"), temperature);
            } catch (const Error& error) {
              Diagnostic first = error.diagnostics().front();
              first.key = p.dimension() == 2 || p.dimension() == 4 ? "potential" : "friction";
              throw Error(Fault::problem, first);
            }
          },
  };
}

}  // namespace fokker
