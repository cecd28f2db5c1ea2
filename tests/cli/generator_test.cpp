// SPDX-License-Identifier: MIT
// fokker stationary, spectrum and passage, and the tables of `fokker run`, of the real command.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

const std::string well =
    "schema = 1\n[process]\nkind = \"langevin\"\npotential = \"(x^2 - 1)^2\"\ntemperature = 0.25\n"
    "[initial]\nkind = \"gaussian\"\nmean = -1.0\nstd = 0.1\n[time]\nend = 1.0\nsnapshots = 2\nsteps = 20\n"
    "[[axis]]\nname = \"x\"\nmin = -2.4\nmax = 2.4\ncells = 96\n";
const std::string region = "[[region]]\nname = \"right\"\ninside = \"x >= 1\"\n";

}  // namespace

TEST_CASE("the three commands print numbers with errors and write nothing") {
  Sandbox sandbox;
  sandbox.write("p.toml", well + region);
  const Outcome stationary = sandbox.run("fokker stationary p.toml --quiet");
  CHECK(stationary.code == 0);
  CHECK(stationary.out.find("stationary entropy_production") != std::string::npos);
  const Outcome spectrum = sandbox.run("fokker spectrum p.toml --quiet --set spectrum.count=3");
  CHECK(spectrum.code == 0);
  CHECK(spectrum.out.find("0.02977") != std::string::npos);
  const Outcome passage = sandbox.run("fokker passage p.toml --json --quiet");
  CHECK(passage.code == 0);
  CHECK(passage.out.find("\"name\": \"mean_time\"") != std::string::npos);
  CHECK(sandbox.run("ls").out == "p.toml\n");
}

TEST_CASE("a run writes the tables that its file asks for") {
  Sandbox sandbox;
  sandbox.write("p.toml",
                well + region +
                    "[stationary]\n[spectrum]\ncount = 3\n[first_passage]\nto = [\"right\"]\n[thermodynamics]\n"
                    "[[expectation]]\nname = \"side\"\npayoff = \"x > 0\"\nat = [-1.0]\n");
  const Outcome outcome = sandbox.run("fokker run p.toml --quiet");
  CHECK(outcome.code == 0);
  CHECK(outcome.out.find("expectation side_0") != std::string::npos);
  const std::string content = sandbox.run("h5dump -n p.h5").out;
  for (const char* name : {"/scalars/value", "/stationary/density", "/spectrum/right", "/first_passage/time_moment",
                           "/thermodynamics/excess", "/expectation/side"})
    CHECK(content.find(name) != std::string::npos);
  CHECK(sandbox.run("fokker verify p.h5").code == 0);
}

TEST_CASE("tables that make no sense are refused with their place") {
  Sandbox sandbox;
  const auto refusal = [&](const std::string& text) {
    sandbox.write("p.toml", text);
    const Outcome outcome = sandbox.run("fokker check p.toml");
    CHECK(outcome.code == 3);
    return outcome.err;
  };
  CHECK(refusal(well + "[first_passage]\nto = [\"east\"]\n").find("p.toml:20") != std::string::npos);
  CHECK(refusal(well + "[first_passage]\n").find("nothing that is passed") != std::string::npos);
  CHECK(refusal(well + region + region).find("twice") != std::string::npos);
  CHECK(refusal(well + "[spectrum]\ncount = 90\n").find("a third of the cells") != std::string::npos);
  CHECK(refusal(well + "[reset]\n").find("does not end") != std::string::npos);
  CHECK(refusal(well + "[[region]]\nname = \"r\"\ninside = \"x > t\"\n").find("p.toml:21") != std::string::npos);
}
