// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>

#include "core/memory.hpp"
#include "fokker/fv/operator.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/time/stepper.hpp"
#include "results.hpp"
#include "time/line_solver.hpp"
#include "traffic.hpp"

namespace fokker::bench {
namespace {

/// Tasks along one axis; for bare solves what hand-written kernels reached, in million cells per second (README.md).
struct Family {
  std::string name;
  std::size_t direction;  ///< the last axis is contiguous
  Factors factors;
  LineTask task;
  std::array<double, 4> reference{};
};

constexpr std::array<int, 4> kSizes = {256, 512, 1024, 2048};
constexpr std::array<double, 4> kReferenceSweep = {0.016e-3, 0.073e-3, 0.43e-3, 4.0e-3};  // seconds

const std::vector<Family>& solves() {
  static const std::vector<Family> all = {
      {"contiguous axis, refactored", 1, Factors::made, LineTask::solve, {486, 340, 240, 234}},
      {"contiguous axis, factors kept, per cell", 1, Factors::kept, LineTask::solve, {1166, 565, 338, 415}},
      {"contiguous axis, factors kept, separable", 1, Factors::shared, LineTask::solve, {1636, 1111, 1025, 852}},
      {"strided axis, refactored", 0, Factors::made, LineTask::solve, {873, 347, 231, 190}},
      {"strided axis, factors kept, per cell", 0, Factors::kept, LineTask::solve, {1959, 464, 262, 248}},
      {"strided axis, factors kept, separable", 0, Factors::shared, LineTask::solve, {2551, 1942, 1103, 642}}};
  return all;
}

const std::vector<Family>& whole_tasks() {
  static const std::vector<Family> all = {{"contiguous axis, moving", 1, Factors::made, LineTask::sdirk2},
                                          {"contiguous axis, standing", 1, Factors::kept, LineTask::sdirk2},
                                          {"contiguous axis, separable", 1, Factors::shared, LineTask::sdirk2},
                                          {"strided axis, moving", 0, Factors::made, LineTask::sdirk2},
                                          {"strided axis, standing", 0, Factors::kept, LineTask::sdirk2},
                                          {"strided axis, separable", 0, Factors::shared, LineTask::sdirk2}};
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
  Array masses;
  resize_on_large_pages(masses, grid.cells());
  masses = (-0.6 * x.square().rowwise().sum()).exp() * grid.volumes();
  return std::make_shared<Steps>(Steps{std::move(L), ImplicitStepper(kind, threads), std::move(masses)});
}

MakeWork line_tasks(const Family& family, int n) {
  return [=] {
    auto all = steps(2, n, Stepper::sdirk2, 1);
    Direction& direction = all->L.directions[family.direction];
    if (family.factors != Factors::shared) direction.shared_up.resize(0), direction.shared_down.resize(0);
    auto solver = std::make_shared<LineSolver>();
    const double change = family.factors == Factors::made ? 1e-6 : 0;
    auto work = [=, &direction, k = 0]() mutable {
      const LineStep step{family.task, 1, 0.01 * (1 + change * (k++ % 1000))};
      solver->step(direction, all->L.origin, {}, step, 1, all->masses, all->statistics);
    };
    for (int k = 0; k < 3; ++k) work();  // from the third on factors are kept
    return work;
  };
}

/// What the solves of a family move, on n^2 cells.
struct Moved {
  Array masses, up, down, shares, x;

  Moved(Factors factors, Eigen::Index n) {
    for (Array* numbers : {&masses, &up, &down}) resize_on_large_pages(*numbers, n * n);
    resize_on_large_pages(shares, 2 * n * (factors == Factors::kept ? n : broad_width));
    x.resize(n * broad_width);
    for (Array* numbers : {&masses, &up, &down, &shares, &x}) numbers->setOnes();
  }
};

MakeWork line_traffic(const Family& family, int n) {
  return [=] {
    auto all = std::make_shared<Moved>(family.factors, n);
    return [=] {
      const bool contiguous = family.direction == 1;
      const int width = contiguous ? 16 : broad_width;
      std::ptrdiff_t starts[16];
      for (std::ptrdiff_t first = 0; first < n; first += width) {
        for (std::ptrdiff_t l = 0; l < 16; ++l) starts[l] = (first + l) * n;
        const std::ptrdiff_t begin = contiguous ? 0 : first, stride = contiguous ? 0 : n;
        double* const shares = all->shares.data() + (family.factors == Factors::kept ? 2 * first * n : 0);
        LineWork work{LineTask::solve,
                      n,
                      1,
                      1,
                      {all->up.data() + begin, stride},
                      {all->down.data() + begin, stride},
                      {all->masses.data() + begin, stride},
                      {all->masses.data() + begin, stride},
                      contiguous ? starts : nullptr,
                      nullptr,
                      nullptr,
                      all->x.data(),
                      {},
                      {shares, shares + width * n}};
        move_rows(work, family.factors);
      }
    };
  };
}

MakeWork whole_steps(int d, int n, int threads) {
  return [=] {
    auto all = steps(d, n, Stepper::sdirk2, threads);
    return [=] { all->advance(0.01); };
  };
}

std::string line_name(const Family& family, int n) {
  return fmt::format("lines, {}{}/{}", family.task == LineTask::solve ? "solve, " : "step, ", family.name, n);
}
std::string traffic_name(const Family& family, int n) { return fmt::format("lines, traffic, {}/{}", family.name, n); }
std::string step_name(int d, int n, int threads) { return fmt::format("step/{}^{}/{} threads", n, d, threads); }

const std::vector<std::pair<int, int>> kThreaded = {{2, 1024}, {3, 128}};

}  // namespace

void register_lines() {
  for (const auto* families : {&solves(), &whole_tasks()})
    for (const Family& family : *families)
      for (const int n : kSizes) measure(line_name(family, n), line_tasks(family, n));
  for (const Family& family : solves())
    for (const int n : kSizes) measure(traffic_name(family, n), line_traffic(family, n));
  for (const auto& [d, n] : kThreaded)
    for (const int threads : {1, 2}) measure(step_name(d, n, threads), whole_steps(d, n, threads));
}

void print_tasks(const Results& results, const std::vector<Family>& families) {
  for (const Family& family : families) {
    std::vector<std::string> fields = {family.name};
    for (std::size_t k = 0; k < kSizes.size(); ++k) {
      const double cells = 1.0 * kSizes[k] * kSizes[k], rate = cells / results.seconds(line_name(family, kSizes[k]));
      if (family.reference[k] == 0) {
        fields.push_back(figure(1e-6 * rate));
        continue;
      }
      const double goal = 0.7 * family.reference[k] * kReferenceSweep[k] / sweep_seconds(results, kSizes[k]);
      fields.push_back(fmt::format("{} of {} ({:.0f} %)", figure(1e-6 * rate), figure(goal), 7e-5 * rate / goal));
    }
    row(fields);
  }
}

void print_traffic(const Results& results) {
  if (std::isnan(results.seconds(traffic_name(solves()[0], kSizes[0])))) return;
  heading(
      "### What these solves move, without their arithmetic: million cells per second, in brackets the solve's part",
      {"rows moved", "256^2", "512^2", "1024^2", "2048^2"});
  for (const Family& family : solves()) {
    std::vector<std::string> fields = {family.name};
    for (const int n : kSizes) {
      const double bound = results.seconds(traffic_name(family, n)), solve = results.seconds(line_name(family, n));
      fields.push_back(fmt::format("{} ({:.0f} %)", figure(1e-6 * n * n / bound), 100 * bound / solve));
    }
    row(fields);
  }
}

void print_lines(const Results& results) {
  const double threaded = results.elapsed(step_name(2, 1024, 1));
  if (!std::isnan(results.seconds(line_name(solves()[0], kSizes[0])))) {
    heading(
        "### Line solves in place: million cells per second, of the goal (70 % of the reference kernel's, scaled by "
        "the "
        "sweeps of both machines), in brackets the ratio to the scaled reference",
        {"solve", "256^2", "512^2", "1024^2", "2048^2"});
    print_tasks(results, solves());
    print_traffic(results);
  }
  if (!std::isnan(results.seconds(line_name(whole_tasks()[0], kSizes[0])))) {
    heading("### SDIRK2 steps of one axis (two solves, fluxes, positivity): million cells per second",
            {"step", "256^2", "512^2", "1024^2", "2048^2"});
    print_tasks(results, whole_tasks());
  }
  if (std::isnan(threaded)) return;
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
