// SPDX-License-Identifier: MIT
// Solves that fail on their way leave the last good state.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/time/integrate.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::vector<double> knots = {0, 0.3, 1};

/// A solve whose rates are no numbers in every step that passes t = `broken`.
struct Fragile {
  Grid grid = line(-2, 2, 32);
  Process process = variance_preserving(.1, 5, 1);
  Assembler assembler{process, grid};
  double broken = 2;
  IntegrateOptions options = {};
  std::optional<State> kept = {};
  StateMark mark = {};

  /// From now on only what fails leaves a state.
  void watch() {
    options.control.states.last = [this](const std::string&) { return kept; };
    options.control.states.keep = [this](const StateMark& now, const StateView& view) {
      kept = copied(view);
      mark = now;
    };
  }
  Integration run(bool fixed) {
    const OperatorAt at = [this](double t, double end, Operator& L) {
      assembler.assemble(t, end, L);
      if (!(end > broken)) return;
      for (Array* rates : {&L.directions[0].up, &L.directions[0].shared_up}) rates->setConstant(std::nan(""));
    };
    const Array start = averages(grid, vp_mixture());
    if (!fixed) return integrate_adaptive(at, assembler.blank(), start, knots, options);
    return integrate(at, assembler.blank(), start, step_times(knots, 40, Spacing::uniform), options);
  }
  std::string failure(bool fixed) {
    try {
      run(fixed);
    } catch (const Error& error) {
      CHECK(error.fault() == Fault::numerical);
      return error.what();
    }
    return "no error";
  }
};

void check_equal(const Integration& one, const Integration& other) {
  CHECK(one.statistics.steps == other.statistics.steps);
  REQUIRE(one.trajectory.times == other.trajectory.times);
  for (std::size_t k = 0; k < one.trajectory.times.size(); ++k)
    CHECK((one.trajectory.densities[k] == other.trajectory.densities[k]).all());
}

}  // namespace

TEST_CASE("the state before a step that fails is kept, and the solve continues from it with the same bits") {
  for (const bool fixed : {true, false}) {
    Fragile solve;
    solve.options.tolerance = 1e-4;
    const Integration whole = solve.run(fixed);
    solve.watch();
    solve.broken = 0.51;
    const std::string message = solve.failure(fixed);
    CHECK(message.find("the density is not finite after the step from t = 0.") != std::string::npos);
    REQUIRE(solve.kept);
    CHECK(solve.mark.time > 0.3);
    CHECK(solve.mark.time <= 0.51);
    CHECK_FALSE(solve.mark.finished);
    CHECK(solve.failure(fixed) == message);  // resumed, it meets the same step
    solve.broken = 2;
    check_equal(solve.run(fixed), whole);
  }
}

TEST_CASE("a tolerance that no step holds leaves the state, too") {
  Fragile solve;
  solve.watch();
  solve.options.tolerance = 1e-300;
  CHECK(solve.failure(false).find("no step holds the tolerance") != std::string::npos);
  REQUIRE(solve.kept);
  CHECK(solve.mark.time == 0);
}

TEST_CASE("a solve from which more mass leaves than it may ends; with a larger limit it continues") {
  for (const bool fixed : {true, false}) {
    Fragile solve{line(-1.5, 2, 32, Boundary::absorbing)};
    solve.options.tolerance = 1e-4;
    const Integration whole = solve.run(fixed);
    const double gone = whole.statistics.absorbed.sum();
    REQUIRE(gone > 0.01);
    solve.options.max_leak = gone;
    check_equal(solve.run(fixed), whole);
    solve.watch();
    solve.options.max_leak = 0.5 * gone;
    const std::string message = solve.failure(fixed);
    CHECK(message.find("has left through absorbing boundaries, most of it at x = ") != std::string::npos);
    CHECK(message.find("max_leak, at most ") != std::string::npos);
    REQUIRE(solve.kept);
    CHECK(solve.failure(fixed).find("has left through") != std::string::npos);
    solve.options.max_leak = 1;
    check_equal(solve.run(fixed), whole);
  }
}

TEST_CASE("where the state cannot be kept, that is reported with the failure") {
  Fragile solve;
  solve.broken = 0.5;
  solve.options.control.states.keep = [](const StateMark&, const StateView&) {
    throw Error(Fault::file, "a full disk");
  };
  const std::string message = solve.failure(true);
  CHECK(message.find("not finite") != std::string::npos);
  CHECK(message.find("a full disk") != std::string::npos);
}
