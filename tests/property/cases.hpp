// SPDX-License-Identifier: MIT
#pragma once
#include <fmt/format.h>
#include <rapidcheck.h>

#include <limits>
#include <random>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/score/score.hpp"
#include "support.hpp"

/// Random problems on small grids. What rapidcheck draws (and shrinks) are the discrete choices; numbers come from a
/// generator that it seeds. ctest runs them with a fixed seed, a run by hand with a new one each time.
namespace fokker::test {

inline int pick(int first, int last) { return *rc::gen::inRange(first, last + 1); }

class Numbers {
 public:
  Numbers() : engine_(*rc::gen::arbitrary<std::uint32_t>()) {}
  double between(double a, double b) { return std::uniform_real_distribution<>(a, b)(engine_); }
  double decades(double a, double b) { return a * std::pow(b / a, between(0, 1)); }
  Vector vector(int d, double a, double b) {
    return Vector::NullaryExpr(d, [&] { return between(a, b); });
  }
  Matrix matrix(int d, double a, double b) {
    return Matrix::NullaryExpr(d, d, [&] { return between(a, b); });
  }

 private:
  std::mt19937_64 engine_;
};

inline std::vector<std::string> names(int d) {
  return d == 1   ? std::vector<std::string>{"x"}
         : d == 2 ? std::vector<std::string>{"x", "y"}
                  : std::vector<std::string>{"x", "y", "z"};
}

enum class AllowedBoundaries { any, reflecting };

inline Axis random_axis(const std::string& name, Eigen::Index cells, AllowedBoundaries boundaries, Numbers& numbers) {
  Boundary lower = Boundary::reflecting, upper = Boundary::reflecting;
  if (boundaries == AllowedBoundaries::any) {
    const int kind = pick(0, 4);
    lower = kind == 4 ? Boundary::periodic : kind % 2 == 1 ? Boundary::absorbing : Boundary::reflecting;
    upper = kind == 4 ? Boundary::periodic : kind / 2 == 1 ? Boundary::absorbing : Boundary::reflecting;
  }
  const double min = numbers.between(-2, -.5), max = numbers.between(.5, 2);
  switch (pick(0, 3)) {
    case 1:
      return geometric_axis(name, .2, 3, cells, {lower, upper});
    case 2:
      return sinh_axis(name, min, max, cells, {numbers.between(-.5, .5), numbers.decades(.1, 1), {lower, upper}});
    case 3: {
      Array edges(cells + 1);
      edges[0] = min;
      for (Eigen::Index i = 0; i < cells; ++i) edges[i + 1] = edges[i] + numbers.decades(.05, .5);
      return listed_axis(name, edges, {lower, upper});
    }
    default:
      return uniform_axis(name, min, max, cells, {lower, upper});
  }
}

inline Grid random_grid(int d, AllowedBoundaries boundaries, Numbers& numbers) {
  const int most[] = {24, 9, 5};
  std::vector<Axis> axes;
  for (const std::string& name : names(d)) axes.push_back(random_axis(name, pick(2, most[d - 1]), boundaries, numbers));
  return Grid(axes);
}

/// Lower triangular noise whose correlations stay below .95.
inline Matrix random_noise(int d, Numbers& numbers) {
  Matrix G = Matrix::Zero(d, d);
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < i; ++j) G(i, j) = numbers.between(-1, 1);
    G(i, i) = .33 * std::max(1.0, G.row(i).norm());
    G.row(i) *= numbers.decades(.3, 2);
  }
  return G;
}

inline Process random_langevin(int d, Numbers& numbers) {
  std::string potential = "0";
  for (const std::string& name : names(d))
    potential +=
        fmt::format(" + {}*{}^2 + {}*cos(3*{} + x)", numbers.between(-.5, 2), name, numbers.between(0, 1), name);
  return langevin(Expression::parse(potential, {names(d), {}, true, {}}), numbers.decades(.2, 3));
}

inline Process random_custom(int d, Numbers& numbers) {
  std::vector<Expression> drift;
  std::vector<std::vector<Expression>> noise;
  const auto parse = [&](const std::string& text) { return Expression::parse(text, {names(d), {}, true, {}}); };
  for (int i = 0; i < d; ++i) {
    const std::string name = names(d)[static_cast<std::size_t>(i)];
    drift.push_back(parse(fmt::format("{}*sin(2*x + t) - {}", numbers.between(-3, 3), name)));
    auto& row = noise.emplace_back();
    for (int j = 0; j < d; ++j)
      row.push_back(parse(j > i   ? "0"
                          : j < i ? fmt::format("{}*sin({} - t)", numbers.between(-.5, .5), name)
                                  : fmt::format("{} + .2*cos({})", numbers.between(.3, 1), name)));
  }
  return custom_process(drift, noise, pick(0, 1) == 0 ? Interpretation::ito : Interpretation::isothermal);
}

inline Process random_reversed(int d, Numbers& numbers) {
  const Process forward =
      coupled_ornstein_uhlenbeck(numbers.matrix(d, -1, 1), numbers.vector(d, -1, 1), random_noise(d, numbers));
  const GaussianMixture start({1.0}, {numbers.vector(d, -1, 1)},
                              {Matrix(numbers.between(.1, 1) * Matrix::Identity(d, d))});
  return reversed(forward, exact_score(forward, start, -1), pick(0, 2) * .5, 1);
}

inline Process random_process(int d, Numbers& numbers) {
  switch (pick(0, d == 2 ? 6 : 5)) {
    case 1:
      return coupled_ornstein_uhlenbeck(numbers.matrix(d, -2, 2), numbers.vector(d, -1, 1), random_noise(d, numbers));
    case 2:
      return random_langevin(d, numbers);
    case 3:
      return random_custom(d, numbers);
    case 4:
      return random_reversed(d, numbers);
    case 5: {  // axes with little noise and without any
      Vector sigma = numbers.vector(d, 0, .01);
      sigma[0] = 0;
      return brownian(numbers.vector(d, -2, 2), sigma);
    }
    case 6:
      return kinetic_langevin(Expression::parse("x^2/2 + cos(2*x)", {names(2), {}, true, {}}), numbers.decades(.1, 5),
                              1);
    default:
      return coupled_ornstein_uhlenbeck(numbers.matrix(d, -2, 2), numbers.vector(d, -1, 1), numbers.vector(d, 0, 2));
  }
}

/// Masses over many decades, a part of them 0; their sum is 1.
inline Array random_masses(Eigen::Index cells, Numbers& numbers) {
  Array masses = Array::NullaryExpr(cells, [&] { return numbers.between(0, 1) < .2 ? 0 : numbers.decades(1e-30, 1); });
  masses[cells / 2] = 1;
  return masses / masses.sum();
}

struct Case {
  Grid grid;
  Process process;
  Operator L;
  double dt;
  Stepper stepper;
};

/// The operator; tensors too anisotropic for any offset, which are refused, are not counted as a trial.
inline Operator assembled(const Process& process, const Grid& grid, Flux flux, double t) {
  Operator L{grid};
  try {
    Assembler(process, grid, flux).assemble(t, L);
  } catch (const Error& refused) {
    if (std::string(refused.what()).find("so anisotropic") == std::string::npos) throw;
    RC_DISCARD("too anisotropic");
  }
  return L;
}

const std::vector<Stepper> all_steppers{Stepper::sdirk2, Stepper::backward_euler, Stepper::exponential};

/// A process on a grid at a time in [.2, .5], and a step. Remaps are tried with steps up to .1 alone (characteristics
/// that cross are refused), what edges carry with any.
inline Case random_case(const std::vector<Flux>& fluxes, AllowedBoundaries boundaries = AllowedBoundaries::any) {
  Numbers numbers;
  const int d = pick(1, 3);
  Grid grid = random_grid(d, boundaries, numbers);
  Process process = random_process(d, numbers);
  const Flux flux = fluxes[static_cast<std::size_t>(pick(0, static_cast<int>(fluxes.size()) - 1))];
  const Operator L = assembled(process, grid, flux, numbers.between(.2, .5));
  const double dt = numbers.decades(1e-4, L.transports.empty() ? 1e3 : .1);
  RC_LOG() << process.name << ", " << d << "-D, " << grid.cells() << " cells, dt = " << dt << "\n";
  return {grid, process, L, dt, all_steppers[static_cast<std::size_t>(pick(0, 2))]};
}

const std::vector<Flux> all_fluxes{Flux::automatic, Flux::scharfetter_gummel, Flux::complete_flux,
                                   Flux::semi_lagrangian};
const std::vector<Flux> edges_alone{Flux::scharfetter_gummel};

/// What rounding may do to the masses (sum 1) in one step: a cell's update rounds by an ulp of its mass and of its
/// two fluxes, which sum to at most dt max(up + down) times the mass, 2.4 times that in the second stage of SDIRK2;
/// each direction is swept at most twice. Remaps add up to the line's cells.
inline double rounding(const Operator& L, double dt) {
  double sum = 4 * static_cast<double>(L.grid.cells());
  for (const Direction& direction : L.directions) sum += 2 * (4 + 10 * dt * (direction.up + direction.down).maxCoeff());
  return sum * std::numeric_limits<double>::epsilon();
}

inline Array stepped(const Case& at, Array masses, StepStatistics& statistics, int threads = 1) {
  ImplicitStepper(at.stepper, threads).advance(at.L, at.dt, masses, statistics);
  return masses;
}
inline Array stepped(const Case& at, const Array& masses) {
  StepStatistics ignored;
  return stepped(at, masses, ignored);
}

}  // namespace fokker::test
