// SPDX-License-Identifier: MIT
#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
double drift_at(const Process& process, double x) {
  Points point(1, 1), value(1, 1);
  point << x;
  process.drift(0)(point, value);
  return value(0, 0);
}
/// Two axes, x from -6 to 6 and v from -3 to 3.
std::string in_the_plane(const std::string& process) {
  return edited(with_process(process) + "[[axis]]\nname = \"v\"\nmin = -3\nmax = 3\ncells = 8\n", "mean = 0.0",
                "mean = [0, 0]");
}
std::string with_exact(const std::string& density) { return smallest + "[exact]\ndensity = \"" + density + "\"\n"; }
}  // namespace

TEST_CASE("a custom process takes formulas in the axes, parameters and t") {
  const ParsedProblem problem = parse(edited(with_process("kind = \"custom\"\ndrift = \"-a*x^3\"\nnoise = \"1 + t\""),
                                             "[process]", "[parameters]\na = \"2*b\"\nb = 0.25\n[process]"));
  CHECK(drift_at(problem.process, 2) == relative(-4));
  CHECK_FALSE(problem.process.transition);
}

TEST_CASE("a fault in a formula is placed at its column") {
  check_refused(with_process("kind = \"custom\"\ndrift = \"-x + zeta\"\nnoise = 1"), "p.toml:4:15",
                {"process.drift", "zeta"});
  check_refused(with_process("kind = \"custom\"\ndrift = \"-0,5*x\"\nnoise = 1"), "p.toml:4:12", {"process.drift"});
  check_refused(with_process("kind = \"custom\"\ndrift = \"-x\"\nnoise = -1.0"), "p.toml:5:9", {"process.noise", "-1"});
  check_refused(with_process("kind = \"custom\"\nnoise = 1"), "p.toml:2:1", {"process.drift", "missing"});
}

TEST_CASE("a formula without a value on the grid is refused with the part that fails") {
  check_refused(with_process("kind = \"custom\"\ndrift = \"log(x)\"\nnoise = 1"), "p.toml:2:1",
                {"drift along x is nan", "log(x) at x = "});
}

TEST_CASE("parameters in a circle are refused, and show it") {
  check_refused(edited(smallest, "[process]", "[parameters]\na = \"b\"\nb = \"a\"\n[process]"), "p.toml:3:5",
                {"parameters.a", "a -> b -> a"});
}

TEST_CASE("a Langevin process has the Boltzmann density as prior") {
  const ParsedProblem problem =
      parse(with_process("kind = \"langevin\"\npotential = \"x^4/4 - x^2/2\"\ntemperature = 0.5"));
  CHECK(drift_at(problem.process, 2) == relative(-6));
  CHECK(problem.process.prior);
  check_refused(with_process("kind = \"langevin\""), "p.toml:2:1", {"process.potential", "missing"});
}

TEST_CASE("a density is normalised on the grid, with a note of the factor") {
  const ParsedProblem problem = parse(with_law("kind = \"expression\"\ndensity = \"3*exp(-x^2)\""));
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "integrates to 5.31736"));  // 3 sqrt(pi)
  check_refused(with_law("kind = \"expression\"\ndensity = \"x\""), "p.toml:4:1", {"initial", "a density of -"});
  check_refused(with_law("kind = \"expression\"\ndensity = \"0\""), "p.toml:4:1", {"an integral of 0"});
}

TEST_CASE("alpha may depend on t, where it is not negative") {
  const std::string text = smallest + "[[reverse]]\nalpha = ";
  CHECK(parse(text + "\"0.5 + t\"").reversals[0].alpha_in_time(1.0) == relative(1.5));
  CHECK(parse(text + "\"1/2\"").reversals[0].alpha == 0.5);
  check_refused(text + "\"0.5 - t\"", "p.toml:16:9", {"reverse.reverse.alpha", "a number >= 0"});
  check_refused(text + "\"x\"", "p.toml:16:10", {"reverse.reverse.alpha", "x"});
}

TEST_CASE("a matrix of formulas is the noise of a custom process") {
  const auto with = [](const std::string& noise) {
    return in_the_plane("kind = \"custom\"\ndrift = [\"-x\", \"-v\"]\nnoise = " + noise);
  };
  const Process process = parse(with("[[1, \"x/2\"], [0, 2.0]]")).process;
  CHECK(process.correlated);
  Points D(1, 4);
  process.diffusion(0)(Points{{2, 0}}, D);
  CHECK((D.row(0).matrix() - Matrix{{2, 2, 2, 4}}).cwiseAbs().maxCoeff() == 0);
  CHECK_FALSE(parse(with("[[1, 0], [0, \"v\"]]")).process.correlated);
  CHECK(parse(with("[[1, \"t\"], [0, 2.0]]")).process.transition);
  check_refused(with("[[1, 0]]"), "p.toml:5:9", {"process.noise", "a list of 1", "a 2 x 2 matrix"});
  check_refused(with("[[1, 0], [1]]"), "p.toml:5:18", {"process.noise[1]", "a list of 1", "a 2 x 2 matrix"});
  check_refused(with("[[1, 0], [1, \"y\"]]"), "p.toml:5:23", {"process.noise[1][1]", "'y'"});
  check_refused(with("[[1, 0.5], [1, \"log(x)\"]]"), "p.toml:2:1", {"noise (v, v) is nan in cell (0, 0)", "log(x)"});
}

TEST_CASE("friction makes a Langevin process kinetic") {
  const auto with = [](const std::string& keys) { return in_the_plane("kind = \"langevin\"\n" + keys); };
  const Process process = parse(with("potential = \"x^2/2\"\nfriction = 2")).process;
  Points drift(1, 2);
  process.drift(0)(Points{{1, 3}}, drift);
  CHECK((drift.row(0).matrix() - Matrix{{3, -7}}).cwiseAbs().maxCoeff() == 0);
  CHECK(process.transition);
  check_refused(with("potential = \"x^2 + v\"\nfriction = 2"), "p.toml:4:13", {"process.potential", "'v'", "velocity"});
  check_refused(with("potential = \"x^2\"\nfriction = 0"), "p.toml:5:12", {"process.friction", "> 0"});
  check_refused(with_process("kind = \"langevin\"\npotential = \"x^2\"\nfriction = 1"), "p.toml:5:12",
                {"process.friction", "1 axes", "two or four axes"});
}

TEST_CASE("a density known in closed form counts as the exact one") {
  // the law of smallest, Brownian motion from N(0, .25); five Gauss nodes on cells of .2 deviations
  const ParsedProblem problem =
      parse(edited(with_exact("exp(-x^2/(2*(0.25+t)))/sqrt(2*pi*(0.25+t))"), "end = 1.0", "start = 0.5\nend = 1.0"));
  CHECK(problem.notes.empty());
  REQUIRE(has_exact_density(problem));
  const Array known = cell_averages(problem.grid, exact_density(problem, .5).box_mass);
  const Law closed = marginal(problem.process, problem.initial.mixture.value(), 0, .5);
  CHECK((known - cell_averages(problem.grid, closed.box_mass)).abs().maxCoeff() < 1e-12);
  const ParsedProblem half = parse(with_exact("exp(-x^2/(2*(0.25+t)))/sqrt(8*pi*(0.25+t))"));
  REQUIRE(half.notes.size() == 2);
  CHECK(contains(half.notes[0], "exact.density integrates to 0.5 on the grid at t = 0"));
  check_refused(with_exact("x"), "p.toml:16:11", {"exact.density", "a density of -", "finite values >= 0"});
  check_refused(smallest + "[exact]\n", "p.toml:15:1", {"exact.density", "missing"});
}
