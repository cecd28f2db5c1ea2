// SPDX-License-Identifier: MIT
#include "problems.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "fokker/grid/restriction.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/process/langevin.hpp"

namespace fokker::bench {
namespace {

using std::vector;

GaussianMixture normal(const Vector& mean, double variance) {
  return {{1.0}, {mean}, {Matrix(variance * Matrix::Identity(mean.size(), mean.size()))}};
}

vector<Choice> ladder(const vector<Eigen::Index>& cells, const vector<long>& steps, bool plain,
                      const vector<long>& exponentials) {
  vector<Choice> result;
  for (const Eigen::Index n : cells) {
    for (const long count : steps) {
      result.push_back({n, count, true});
      if (plain) result.push_back({2 * n, 2 * count, false});
    }
    for (const long count : exponentials) {
      result.push_back({n, count, true, Stepper::exponential});
      if (plain) result.push_back({2 * n, count, false, Stepper::exponential});
    }
  }
  return result;
}

Workload w1() {
  return {"W1",
          "1-D Ornstein-Uhlenbeck",
          ornstein_uhlenbeck(Vector::Ones(1), Vector::Zero(1), Vector{{std::sqrt(2)}}),
          normal(Vector{{2}}, 0.01),
          {{-8, 8}},
          {0, 1},
          1e-4,
          ladder({40, 50, 64, 80, 100, 128, 256}, {3, 4, 6, 8, 10, 12, 16, 20, 30, 40}, true, {1})};
}

Workload w2() {
  const Matrix c = Matrix::Constant(1, 1, 0.04);
  return {"W2",
          "1-D VP, two components",
          variance_preserving(0.1, 20, 1),
          GaussianMixture({0.4, 0.6}, {Vector{{-1}}, Vector{{1}}}, {c, c}),
          {{-6, 6}},
          {0, 0.1, 0.2, 0.3, 0.5, 1},
          1e-4,
          ladder({50, 64, 80, 100, 128, 160, 256}, {10, 15, 20, 30, 40, 50, 60, 80, 100, 160}, true, {5})};
}

Workload w3() {
  const Expression V = Expression::parse("(x^2 - 1)^2 + y^2/2", {{"x", "y"}, {}, true, {}});
  return {"W3",
          "2-D double well",
          langevin(V, 0.25),
          normal(Vector{{-1, 1}}, 0.09),
          {{-2.5, 2.5}, {-3, 3}},
          {0, 1},
          1e-4,
          ladder({32, 64, 128}, {3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 40, 60}, false, {1, 2, 4})};
}

Workload w4() {
  const double c = 1.6 * std::sqrt(0.15);
  const Process process = coupled_ornstein_uhlenbeck(Matrix{{1, 0.6}, {-0.4, 1.5}}, Vector::Zero(2),
                                                     Matrix{{1, 0}, {c, std::sqrt(0.6 - c * c)}});
  return {"W4",
          "2-D correlated OU",
          process,
          normal(Vector{{1.5, -1}}, 0.09),
          {{-4, 4}, {-4, 4}},
          {0, 1},
          1e-3,
          ladder({48, 56, 64, 72, 80, 96, 128}, {3, 4, 5, 6, 8, 12, 16, 20, 24, 32, 48}, false, {1, 2, 4, 8})};
}

Workload w5() {
  return {"W5",
          "3-D Ornstein-Uhlenbeck",
          ornstein_uhlenbeck(Vector{{1, 1.5, 2}}, Vector::Zero(3), Vector::Constant(3, std::sqrt(2))),
          normal(Vector{{1, -1, 0.5}}, 0.25),
          {{-5, 5}, {-5, 5}, {-5, 5}},
          {0, 0.5},
          1e-3,
          ladder({16, 20, 24, 32, 40}, {1, 2, 3, 4, 6, 8, 10}, false, {1, 2})};
}

/// Not extrapolated; the start counts as the first density.
Trajectory solve_once(const Workload& work, Eigen::Index cells, long steps, Stepper stepper) {
  const Grid grid = work.grid(cells);
  const Assembler assembler(work.process, grid);
  return integrate(assembler, work.start(grid), step_times(work.knots, steps, Spacing::uniform),
                   {.stepper = stepper, .control = {.threads = 1}})
      .trajectory;
}

double relative(const Grid& grid, const Array& p, const Array& q) { return mass(grid, (p - q).abs()) / mass(grid, q); }

/// On the finer of the two grids that both can be given on: W3 knows its reference on one grid only.
double double_well_error(const Workload& work, Eigen::Index cells, const Array& found) {
  const Grid grid = work.grid(cells), reference = work.grid(reference_cells);
  if (cells > reference_cells) return relative(reference, restricted(grid, reference, found), double_well_reference());
  return relative(grid, found, restricted(reference, grid, double_well_reference()));
}

double cost(const Workload& work, const Choice& choice) {
  const double d = static_cast<double>(work.box.size());
  const bool exponential = choice.stepper == Stepper::exponential;  // a step takes that of several
  const double plain = std::pow(static_cast<double>(choice.cells), d) * static_cast<double>(choice.steps);
  return choice.extrapolated ? plain * (1 + std::pow(2, exponential ? d : d + 1)) : plain;
}

}  // namespace

Grid Workload::grid(Eigen::Index cells) const {
  vector<Axis> axes;
  for (std::size_t k = 0; k < box.size(); ++k)
    axes.push_back(uniform_axis(std::string(1, "xyz"[k]), box[k].first, box[k].second, cells));
  return Grid(axes);
}

Array Workload::start(const Grid& grid) const {
  return cell_averages(grid, [&](const PointsIn& a, const PointsIn& b) { return initial.box_mass(a, b); });
}

const vector<std::string>& workload_names() {
  static const vector<std::string> names = {"W1", "W2", "W3", "W4", "W5"};
  return names;
}

Workload workload(const std::string& name) {
  static const vector<Workload> all = {w1(), w2(), w3(), w4(), w5()};
  return *std::find_if(all.begin(), all.end(), [&](const Workload& work) { return work.name == name; });
}

vector<Array> solve(const Workload& work, const Choice& choice) {
  const bool exponential = choice.stepper == Stepper::exponential;
  Trajectory coarse = solve_once(work, choice.cells, choice.steps, choice.stepper);
  vector<Array>& found = coarse.densities;
  found.erase(found.begin());
  if (!choice.extrapolated) return found;
  const Trajectory fine = solve_once(work, 2 * choice.cells, (exponential ? 1 : 2) * choice.steps, choice.stepper);
  for (std::size_t k = 0; k < found.size(); ++k)
    found[k] = (4 * restricted(fine.grid, coarse.grid, fine.densities[k + 1]) - found[k]) / 3;
  return found;
}

double error(const Workload& work, const Choice& choice, const vector<Array>& found) {
  if (work.name == "W3") return double_well_error(work, choice.cells, found.back());
  const Grid grid = work.grid(choice.cells);
  double worst = 0;
  for (std::size_t k = 0; k < found.size(); ++k) {
    const GaussianMixture law = marginal(work.process, work.initial, work.knots.front(), work.knots[k + 1]);
    const Array exact = cell_averages(grid, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); });
    worst = std::max(worst, relative(grid, found[k], exact));
  }
  return worst;
}

Found cheapest(const Workload& work) {
  vector<Choice> choices = work.ladder;
  std::sort(choices.begin(), choices.end(),
            [&](const Choice& a, const Choice& b) { return cost(work, a) < cost(work, b); });
  Found best{choices.back(), std::numeric_limits<double>::quiet_NaN(), false};
  double least = std::numeric_limits<double>::infinity(), limit = least;
  for (const Choice& choice : choices) {
    if (cost(work, choice) > limit) break;
    const double off = error(work, choice, solve(work, choice));
    if (off > work.accuracy) continue;
    if (!best.reached) limit = 2 * cost(work, choice);  // cells and steps are not all that costs
    double seconds = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 3; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      solve(work, choice);
      seconds = std::min(seconds, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    if (seconds < least) least = seconds, best = {choice, off, true};
  }
  return best;
}

const Array& double_well_reference() {
  static const Array reference = solve(workload("W3"), {reference_cells, 100, true}).back();
  return reference;
}

}  // namespace fokker::bench
