// SPDX-License-Identifier: MIT
#include "problem/time_structure.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <random>

#include "fokker/core/error.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/process/custom.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Of unit area, of width w.
std::string gauss(double centre, double w) {
  return fmt::format("exp(-0.5*((t - {})/{})^2)/({}*sqrt(2*pi))", centre, w, w);
}

Problem problem_of(const std::string& drift, const std::string& noise = "0.1") {
  return {.process = custom_process({formula(drift)}, {formula(noise)}, Interpretation::ito),
          .initial = normal(0, 0.09),
          .time = {.end = 100},
          .grid = line(-3, 3, 300)};
}

std::vector<double> stops(const Problem& problem) { return CheckedProblem(problem)->time.stops; }

/// Whether a stop lies within `reach` on either side of a time.
bool has_stops_around(const std::vector<double>& stops, double t, double reach) {
  const auto near = [&](double low, double high) {
    return std::any_of(stops.begin(), stops.end(), [&](double stop) { return stop >= low && stop <= high; });
  };
  return near(t - reach, t) && near(t, t + reach);
}

}  // namespace

TEST_CASE("pulses of any width at random places are found") {
  std::mt19937 draw(7);
  std::uniform_real_distribution<double> place(1, 99);
  int missed = 0;
  for (const double width : {1e-1, 1e-2, 1e-3, 1e-4})
    for (int i = 0; i < 10; ++i) {
      const double centre = place(draw);
      for (const std::string& pulse :
           {gauss(centre, width), fmt::format("if(abs(t - {0}) < {1}, 0.5/{1}, 0)", centre, width),
            fmt::format("exp(-0.5*((t - {0} - 0.1*x*{1})/{1})^2)/({1}*sqrt(2*pi))", centre, width)})
        missed += !has_stops_around(stops(problem_of(pulse + " - 0.02*x^3 + 0.1*cos(2*pi*t/100)")), centre, 6 * width);
    }
  CHECK(missed == 0);
}

TEST_CASE("every pulse of a train is found") {
  const std::vector<double> found =
      stops(problem_of("exp(-0.5*((t/2 - floor(t/2) - 0.4)/0.0005)^2)/(0.001*sqrt(2*pi)) - 0.02*x^3"));
  int missed = 0;
  for (int k = 0; k < 50; ++k) missed += !has_stops_around(found, 2 * k + 0.8, 0.006);
  CHECK(missed == 0);
}

TEST_CASE("every spike of a high power of a sine is found") {
  const std::vector<double> found = stops(problem_of("sin(pi*t/4)^2000 - 0.02*x^3"));
  int missed = 0;
  for (int k = 0; k < 25; ++k) missed += !has_stops_around(found, 4 * k + 2, 0.1);
  CHECK(missed == 0);
}

TEST_CASE("the exact distribution of a linear process has its pulses") {
  const CheckedProblem kicked(
      problem_of(fmt::format("-0.05*x + {}", gauss(61.37, 0.002)), fmt::format("0.1 + {}", gauss(43.21, 0.001))));
  const AffineLaw law = kicked->process.transition(0, 100);
  CHECK(law.b[0] == relative(std::exp(-0.05 * (100 - 61.37))).epsilon(1e-5));
  const double burst = 1 / (2 * std::sqrt(M_PI) * 0.001) + 2 * 0.1, steady = 0.01 * (1 - std::exp(-10)) / 0.1;
  CHECK(law.C(0, 0) == relative(steady + burst * std::exp(-0.1 * (100 - 43.21))).epsilon(1e-5));
}

TEST_CASE("bursts of noise and jumps have stops, smooth coefficients have none") {
  const std::vector<double> burst = stops(problem_of("-0.02*x^3", "if(t > 37.32, if(t < 37.36, 5, 0.05), 0.05)"));
  for (const double jump : {37.32, 37.36})  // a step that hides a tenth of the square of a cell of noise: 2e-6 long
    CHECK(std::any_of(burst.begin(), burst.end(), [&](double stop) { return std::abs(stop - jump) < 4e-6; }));
  CHECK(burst.size() < 100);
  CHECK(stops(problem_of("-0.02*x^3 + sin(2*pi*t/20)")).empty());
  CHECK(stops(problem_of("-0.02*x^3 + exp(-t/10)")).empty());
  CHECK(stops(problem_of("-0.02*x^3")).empty());
}

TEST_CASE("events and longest steps are stops") {
  Problem problem = problem_of("-0.02*x^3");
  problem.time.events = {12.5, 7};
  problem.time.max_step = 40;
  CHECK(stops(problem) == std::vector<double>{7, 12.5, 40, 80});
  problem.time.events = {101};
  CHECK_THROWS_AS(CheckedProblem{problem}, Error);
  problem.time.events = {};
  problem.time.max_step = 0;
  CHECK_THROWS_AS(CheckedProblem{problem}, Error);
}

TEST_CASE("what a step hides is its integral against the value at its middle") {
  const Problem problem = problem_of("t^2");
  const GridProblem moved = on_grid(problem);
  const TimeStructure structure(moved, {0, 1, 2});
  // int t^2 = 8/3 against 2 * 1, in cells of 0.02
  CHECK(structure.hidden(0, 2).drift == relative((8. / 3 - 2) / 0.02));
  CHECK(structure.worst({0, 2}).end == 2);
  CHECK(structure.worst({0, 1, 2}).drift == relative((1. / 3 - 0.25) / 0.02));
}
