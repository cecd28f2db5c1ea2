// SPDX-License-Identifier: MIT
#include "fv/noise_flows.hpp"

#include <doctest/doctest.h>

#include "fokker/io/toml/problem_file.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;

namespace {

/// Rotating noise, noise along x, and a damped rotation.
Problem rotation(const std::string& interpretation) {
  return parse_problem(
      "schema = 1\n[process]\nkind = \"custom\"\ndrift = [\"-x - 2*y\", \"2*x - y\"]\n"
      "noise = [[\"-0.8*y\", \"0.5\"], [\"0.8*x\", \"0\"]]\ninterpretation = \"" +
          interpretation +
          "\"\n[initial]\nkind = \"gaussian\"\nmean = [0.0, 0.0]\nstd = 0.2\n[time]\nend = 1\n"
          "[[axis]]\nname = \"x\"\nmin = -4\nmax = 4\ncells = 20\n"
          "[[axis]]\nname = \"y\"\nmin = -4\nmax = 4\ncells = 20\n",
      "rotation.toml", ".");
}

Points at(const Field& field, const Points& x) {
  Points values(x.rows(), x.cols());
  field(x, values);
  return values;
}

}  // namespace

TEST_CASE("the drift beside flows is that of Stratonovich, whatever the interpretation of the formulas") {
  Points x(3, 2);
  x << 1, .5, -2.03, 1.7, 0, 0;
  for (const std::string interpretation : {"stratonovich", "ito"}) {
    const Problem problem = rotation(interpretation);
    const NoiseFlows flows(problem.process, problem.grid, 0, 1);
    CHECK(flows.columns() == std::vector<int>{0});
    const double bend = interpretation == "ito" ? .32 : 0;  // -1/2 (V . grad) V = .32 (x, y)
    const Points drift = at(flows.drift(), x), column = at(flows.column(0), x);
    CHECK((drift.col(0) - ((bend - 1) * x.col(0) - 2 * x.col(1))).abs().maxCoeff() < 1e-9);
    CHECK((drift.col(1) - (2 * x.col(0) + (bend - 1) * x.col(1))).abs().maxCoeff() < 1e-9);
    CHECK((column.col(0) + .8 * x.col(1)).abs().maxCoeff() == 0);
    CHECK(((at(flows.axis_diffusion(), x).col(0) - .25).abs() < 1e-15).all());
    CHECK((at(flows.axis_diffusion(), x).col(1) == 0).all());
  }
}

TEST_CASE("fields are those at the nearest point within the box, and the drift at boundaries is known") {
  const Problem problem = rotation("stratonovich");
  const NoiseFlows flows(problem.process, problem.grid, 0, 1);
  Points x(1, 2);
  x << 9, 0;
  CHECK(at(flows.column(0), x)(0, 1) == relative(.8 * (4 - .004)).epsilon(1e-14));
  CHECK(flows.boundary_drift(0, 0, 0, problem.grid.cells()) == relative(3.8 + 2 * 3.8));  // at the corner cell
}

TEST_CASE("noise along an axis whose size varies keeps its drift of the flux form out of the flows") {
  // in flux form of noise c(y) e_y the Ito drift holds c c', in addition to which nothing drifts
  const Problem problem = parse_problem(
      "schema = 1\n[process]\nkind = \"custom\"\ndrift = [\"0\", \"y*(1 + y^2)\"]\n"
      "noise = [[\"1\", \"0\"], [\"0.5\", \"(1 + y^2)/sqrt(2)\"]]\n[initial]\nkind = \"gaussian\"\nmean = [0.0, 0.0]\n"
      "std = 0.2\n[time]\nend = 1\n[[axis]]\nname = \"x\"\nmin = -1\nmax = 1\ncells = 20\n"
      "[[axis]]\nname = \"y\"\nmin = -1\nmax = 1\ncells = 20\n",
      "axis.toml", ".");
  const NoiseFlows flows(problem.process, problem.grid, 0, 1);
  CHECK(flows.columns() == std::vector<int>{0});
  Points x(2, 2);
  x << .1, .3, -.2, -.7;
  // D_yy of the column alone is (1 + y^2)^2 / 2, whose half derivative is y (1 + y^2)
  CHECK(at(flows.drift(), x).abs().maxCoeff() < 1e-7);
}
