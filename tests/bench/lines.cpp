#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>

#include "fokker/fv/operator.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/time/stepper.hpp"
#include "results.hpp"

namespace fokker::bench {
namespace {

/// Solves along one axis, with what hand-written kernels reached, in million cells per second (see README.md).
struct Family {
  std::string name;
  std::size_t direction;  ///< the last axis is contiguous
  Stepper stepper;
  bool moving;  ///< another step each time, so that no factorisation serves twice
  std::array<double, 4> reference;
};

constexpr std::array<int, 4> kSizes = {256, 512, 1024, 2048};
constexpr std::array<double, 4> kReferenceSweep = {0.016e-3, 0.073e-3, 0.43e-3, 4.0e-3};  // seconds

const std::vector<Family>& families() {
  const std::array<double, 4> contiguous = {486, 340, 240, 234}, contiguous_kept = {1166, 565, 338, 415},
                              strided = {873, 347, 231, 190}, strided_kept = {1959, 464, 262, 248};
  static const std::vector<Family> all = {
      {"contiguous, SDIRK2, moving", 1, Stepper::sdirk2, true, contiguous},
      {"contiguous, SDIRK2, standing", 1, Stepper::sdirk2, false, contiguous_kept},
      {"contiguous, backward Euler, moving", 1, Stepper::backward_euler, true, contiguous},
      {"contiguous, backward Euler, standing", 1, Stepper::backward_euler, false, contiguous_kept},
      {"strided, SDIRK2, moving", 0, Stepper::sdirk2, true, strided},
      {"strided, SDIRK2, standing", 0, Stepper::sdirk2, false, strided_kept},
      {"strided, backward Euler, moving", 0, Stepper::backward_euler, true, strided},
      {"strided, backward Euler, standing", 0, Stepper::backward_euler, false, strided_kept}};
  return all;
}

/// Steps of an Ornstein-Uhlenbeck process from near its equilibrium.
struct Steps {
  Operator L;
  ImplicitStepper stepper;
  Array masses;
  StepStatistics statistics{};

  void advance(double dt) { stepper.advance(L, dt, masses, statistics); }
};

std::shared_ptr<Steps> steps(int d, int n, Stepper kind, int threads) {
  std::vector<Axis> axes;
  for (int k = 0; k < d; ++k) axes.push_back(uniform_axis(std::string(1, "xyz"[k]), -5, 5, n));
  const Grid grid(axes);
  const Vector one = Vector::Ones(d);
  const Assembler assembler(ornstein_uhlenbeck(one, 0 * one, std::sqrt(2) * one), grid);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  const Points x = grid.centres();
  Array masses = (-0.6 * x.square().rowwise().sum()).exp() * grid.volumes();
  return std::make_shared<Steps>(Steps{std::move(L), ImplicitStepper(kind, threads), std::move(masses)});
}

MakeWork line_solves(const Family& family, int n) {
  return [=] {
    auto all = steps(2, n, family.stepper, 1);
    all->L.directions = {all->L.directions[family.direction]};
    all->L.origin = std::make_shared<int>();
    const double change = family.moving ? 1e-6 : 0;
    return [=, k = 0]() mutable { all->advance(0.01 * (1 + change * (k++ % 1000))); };
  };
}

MakeWork whole_steps(int d, int n, int threads) {
  return [=] {
    auto all = steps(d, n, Stepper::sdirk2, threads);
    return [=] { all->advance(0.01); };
  };
}

std::string line_name(const Family& family, int n) { return fmt::format("lines, {}/{}", family.name, n); }
std::string step_name(int d, int n, int threads) { return fmt::format("step/{}^{}/{} threads", n, d, threads); }

const std::vector<std::pair<int, int>> kThreaded = {{2, 1024}, {3, 128}};

}  // namespace

void register_lines() {
  for (const Family& family : families())
    for (const int n : kSizes) measure(line_name(family, n), line_solves(family, n));
  for (const auto& [d, n] : kThreaded)
    for (const int threads : {1, 2}) measure(step_name(d, n, threads), whole_steps(d, n, threads));
}

void print_lines(const Results& results) {
  if (std::isnan(results.seconds(line_name(families()[0], kSizes[0])))) return;
  heading(
      "### Line solves: million cells per second and solve (SDIRK2 has two per step); in brackets the ratio to the "
      "sweep of this run over that of the reference kernels, goal 70 %",
      {"solve", "256^2", "512^2", "1024^2", "2048^2"});
  for (const Family& family : families()) {
    std::vector<std::string> fields = {family.name};
    for (std::size_t k = 0; k < kSizes.size(); ++k) {
      const double cells = 1.0 * kSizes[k] * kSizes[k], solves = family.stepper == Stepper::sdirk2 ? 2 : 1;
      const double rate = solves * cells / results.seconds(line_name(family, kSizes[k]));
      const double ratio = rate * sweep_seconds(results, kSizes[k]) / cells;
      const double reference = 1e6 * family.reference[k] * kReferenceSweep[k] / cells;
      fields.push_back(fmt::format("{} ({:.0f} %)", figure(1e-6 * rate), 100 * ratio / reference));
    }
    row(fields);
  }
  heading("### Two threads: SDIRK2 steps of all axes, goal 1.6 or 80 % of what the triad gains",
          {"work", "1 thread", "2 threads", "gain"});
  for (const auto& [d, n] : kThreaded) {
    const double one = results.elapsed(step_name(d, n, 1)), two = results.elapsed(step_name(d, n, 2));
    row({fmt::format("{}^{}", n, d), figure(1e3 * one) + " ms", figure(1e3 * two) + " ms", figure(one / two)});
  }
  const double one = results.elapsed("triad"), two = results.elapsed("triad/2 threads");
  row({"STREAM triad", figure(1e3 * one) + " ms", figure(1e3 * two) + " ms", figure(one / two)});
}

}  // namespace fokker::bench
