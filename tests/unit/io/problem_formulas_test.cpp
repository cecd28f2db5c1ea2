#include "unit/io/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
std::string with_process(const std::string& process) { return edited(smallest, "kind = \"brownian\"", process); }
std::string with_law(const std::string& law) {
  return edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5", law);
}
double drift_at(const Process& process, double x) {
  Points point(1, 1), value(1, 1);
  point << x;
  process.drift(0)(point, value);
  return value(0, 0);
}
}  // namespace

TEST_CASE("a custom process takes formulas in the axes, parameters and t") {
  const Problem problem = parse(edited(with_process("kind = \"custom\"\ndrift = \"-a*x^3\"\nnoise = \"1 + t\""),
                                       "[process]", "[parameters]\na = \"2*b\"\nb = 0.25\n[process]"));
  CHECK(drift_at(problem.process, 2) == doctest::Approx(-4));
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
  const Problem problem = parse(with_process("kind = \"langevin\"\npotential = \"x^4/4 - x^2/2\"\ntemperature = 0.5"));
  CHECK(drift_at(problem.process, 2) == doctest::Approx(-6));
  CHECK(problem.process.prior);
  check_refused(with_process("kind = \"langevin\""), "p.toml:2:1", {"process.potential", "missing"});
}

TEST_CASE("a density is normalised on the grid, with a note of the factor") {
  const Problem problem = parse(with_law("kind = \"expression\"\ndensity = \"3*exp(-x^2)\""));
  REQUIRE(problem.notes.size() == 1);
  CHECK(contains(problem.notes[0], "integrates to 5.31736"));  // 3 sqrt(pi)
  check_refused(with_law("kind = \"expression\"\ndensity = \"x\""), "p.toml:4:1", {"initial", "a density of -"});
  check_refused(with_law("kind = \"expression\"\ndensity = \"0\""), "p.toml:4:1", {"an integral of 0"});
}

TEST_CASE("alpha may depend on t, where it stays positive") {
  const std::string text = smallest + "[[reverse]]\nalpha = ";
  CHECK(parse(text + "\"0.5 + t\"").reverses[0].alpha_in_time(1.0) == doctest::Approx(1.5));
  CHECK(parse(text + "\"1/2\"").reverses[0].alpha == 0.5);
  check_refused(text + "\"0.5 - t\"", "p.toml:16:9", {"reverse.reverse.alpha", "a number > 0"});
  check_refused(text + "\"x\"", "p.toml:16:10", {"reverse.reverse.alpha", "x"});
}
