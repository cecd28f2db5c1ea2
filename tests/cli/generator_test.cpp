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

TEST_CASE("numbers are held against their bounds, also alone and again from the file") {
  Sandbox sandbox;
  const std::string bounds = "[verify]\nfirst_passage = { mean_time = { is = 69.26, within = 0.2, error = 0.2 } }\n";
  sandbox.write("p.toml", well + region + "[first_passage]\n" + bounds);
  const Outcome alone = sandbox.run("fokker passage p.toml --quiet -o t.h5");
  CHECK(alone.code == 0);
  CHECK(alone.out.find("pass\n") != std::string::npos);
  CHECK(sandbox.run("fokker verify t.h5").out.find("PASS: 1 check holds") != std::string::npos);
  const std::string wrong = " --quiet --set verify.first_passage.mean_time.is=70";
  const Outcome off = sandbox.run("fokker passage p.toml" + wrong);
  CHECK(off.code == 1);
  CHECK(off.out.find("is not 70 within 0.2") != std::string::npos);
  const Outcome run = sandbox.run("fokker run p.toml" + wrong);
  CHECK(run.code == 1);
  CHECK(run.out.find("first_passage mean_time") != std::string::npos);
  CHECK(sandbox.run("fokker verify p.h5").code == 1);
  CHECK(sandbox
            .run("fokker run p.toml --quiet --set verify.first_passage.middle_time.is=70 "
                 "--set verify.first_passage.middle_time.within=1")
            .out.find("there is no such number") != std::string::npos);
}

TEST_CASE("tables are computed alone with --only, and where a file has no [time]") {
  Sandbox sandbox;
  std::string timeless = well + region + "[stationary]\n[first_passage]\n";
  timeless.erase(timeless.find("[time]"), timeless.find("[[axis]]") - timeless.find("[time]"));
  sandbox.write("p.toml", timeless);
  const Outcome all = sandbox.run("fokker run p.toml --quiet");
  CHECK(all.code == 0);
  CHECK(all.out.find("stationary mean_x") != std::string::npos);
  CHECK(all.out.find("NOT VERIFIED") != std::string::npos);
  const Outcome one = sandbox.run("fokker run p.toml --quiet --only first_passage,spectrum -o one.h5");
  CHECK(one.code == 0);
  CHECK(one.out.find("stationary mean_x") == std::string::npos);
  CHECK(one.out.find("spectrum eigenvalue_1") != std::string::npos);
  CHECK(sandbox.run("fokker run p.toml --quiet --only first_passages").err.find("first_passages") != std::string::npos);
  CHECK(sandbox.run("fokker run p.toml --quiet --only bridge").code == 3);
  for (const char* command :
       {"info one.h5", "report one.h5 -o one.html", "plot one.h5 -o one.png", "plot one.h5 --what passage -o p.png",
        "plot one.h5 --what modes -o m.svg", "plot one.h5 --what moments -o n.png", "export one.h5 --csv tables"})
    CHECK_MESSAGE(sandbox.run("fokker " + std::string(command)).code == 0, command);
}

TEST_CASE("a run ends where its density no longer changes, or says that it still does") {
  Sandbox sandbox;
  const std::string steady = "[time]\nend = \"steady\"\nmax_end = 1000.0\nsnapshots = 3\n";
  std::string text = well;
  text.replace(text.find("[time]"), text.find("[[axis]]") - text.find("[time]"), steady);
  sandbox.write("p.toml", text);
  const Outcome ends = sandbox.run("fokker run p.toml --quiet --set time.steady_tolerance=1e-6");
  CHECK(ends.code == 0);
  CHECK(ends.out.find("time rate_of_change") != std::string::npos);
  CHECK(ends.out.find("500    unknown  time\n") != std::string::npos);
  const Outcome changes = sandbox.run("fokker run p.toml --quiet --set time.max_end=20");
  CHECK(changes.code == 1);
  CHECK(changes.out.find("time rate_of_change") != std::string::npos);
  CHECK(sandbox.run("fokker check p.toml --set time.max_end=0").code == 3);
}

TEST_CASE("particles are a witness of first passages and resets") {
  Sandbox sandbox;
  const std::string particles = "[particles]\ncount = 20000\nsteps = 400\nstep_bias = false\n";
  sandbox.write("p.toml", well + "[first_passage]\nto = [\"x_upper\"]\n" + particles);
  const std::string wide = "fokker run p.toml --quiet --set axis.x.max=0.0 --set axis.x.cells=48";
  const Outcome outcome = sandbox.run(wide);
  CHECK(outcome.out.find("first_passage time_by_end") != std::string::npos);
  CHECK(outcome.out.find("pass (particles") != std::string::npos);
  CHECK(sandbox.run("fokker verify p.h5").out.find("pass (particles") != std::string::npos);
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
