// SPDX-License-Identifier: MIT
#include "fokker/io/toml/problem_file.hpp"

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("the smallest problem takes the documented defaults") {
  const ParsedProblem problem = parse(smallest);
  CHECK(problem.title.empty());
  CHECK(problem.process.name == "brownian");
  CHECK(problem.time.initial == 0);
  CHECK(problem.time.start == 0);
  CHECK(problem.time.tolerance == 1e-5);
  CHECK_FALSE(problem.time.steps);
  CHECK(problem.time.snapshots.size() == 11);
  CHECK(problem.time.snapshots.front() == 0);
  CHECK(problem.time.snapshots.back() == 1);
  CHECK(problem.grid.axis(0).lower == Boundary::reflecting);
  CHECK(problem.forward.stepper == Stepper::sdirk2);
  CHECK(problem.reversals.empty());
  CHECK_FALSE(problem.particles);
  CHECK(problem.verification.bounds.empty());
  CHECK(problem.notes.empty());
}

TEST_CASE("the problem file of the design is read as specified") {
  const ParsedProblem problem = parse(R"(
schema = 1
title  = "Reversing a two-point mixture"
[parameters]
s = 0.25
[process]
kind  = "brownian"
mu    = 0.5
sigma = "s"
[initial]
kind    = "mixture"
weights = [0.4, 0.6]
means   = [-0.3, 0.5]
stds    = [0.0, 0.0]
[time]
initial   = 0.0
start     = 0.05
end       = 2.0
snapshots = 21
spacing   = "uniform"
tolerance = 1e-6
[[axis]]
name = "x"
min = -2.0
max = 4.0
cells = 1024
boundary = "reflecting"
[forward]
flux = "scharfetter-gummel"
stepper = "backward-euler"
[[reverse]]
name  = "anderson"
alpha = 0.5
score = "exact"
start = "forward"
[particles]
count   = 5000
scheme  = "euler-maruyama"
steps   = 200
step_spacing = "geometric"
seed    = 7
reverse = ["anderson"]
[verify]
reverse_forward = { tv = 5e-3, kl = 1e-3 }
particles       = { tv_upper = 2e-2 }
)");
  CHECK(problem.title == "Reversing a two-point mixture");
  CHECK(problem.initial.mixture->weights() == std::vector<double>{0.4, 0.6});
  CHECK(problem.initial.mixture->means()[1][0] == 0.5);
  CHECK_FALSE(problem.initial.mixture->has_density());
  CHECK(problem.time.start == 0.05);
  CHECK(problem.time.snapshots.size() == 21);
  CHECK(problem.time.tolerance == 1e-6);
  CHECK(problem.grid.axis(0).lower == Boundary::reflecting);
  CHECK(problem.grid.axis(0).upper == Boundary::reflecting);
  CHECK(problem.forward.stepper == Stepper::backward_euler);
  REQUIRE(problem.reversals.size() == 1);
  CHECK(problem.reversals[0].name == "anderson");
  CHECK(problem.reversals[0].alpha == 0.5);
  CHECK(problem.reversals[0].score == ScoreSource::exact);
  CHECK(problem.reversals[0].start == ReverseStart::forward);
  REQUIRE(problem.particles);
  CHECK(problem.particles->count == 5000);
  CHECK(problem.particles->steps == 200);
  CHECK(problem.particles->step_spacing == StepSpacing::geometric);
  CHECK(problem.particles->seed == 7);
  CHECK(problem.particles->reverse == std::vector<std::string>{"anderson"});
  CHECK(problem.verification.bounds.at(Comparison::reverse_forward) == Bounds{{"kl", 1e-3}, {"tv", 5e-3}});
  CHECK(problem.verification.bounds.at(Comparison::particles) == Bounds{{"tv_upper", 2e-2}});
}

TEST_CASE("the resolved text gives the same problem again") {
  const ParsedProblem first = parse(smallest, {"axis.x.cells=100", "time.snapshots=[0.1, 0.30000000000000004]"});
  const ParsedProblem second = parse(first.text);
  CHECK(second.grid.cells() == 100);
  CHECK(second.time.snapshots == first.time.snapshots);
  CHECK(second.time.snapshots[2] == 0.30000000000000004);
  CHECK(second.text == first.text);
}

TEST_CASE("the bounds alone are read from a resolved problem") {
  const auto text = smallest + "[parameters]\nb = 0.25\n[verify]\nforward_exact = { tv = \"b\" }\n";
  CHECK(parse_verification(text).bounds.at(Comparison::forward_exact) == Bounds{{"tv", 0.25}});
  CHECK(parse_verification(smallest).bounds.empty());
  CHECK(error_of([&] { parse_verification(edited(text, "tv =", "vt =")); }).fault() == Fault::data);
}

TEST_CASE("the process alone is read from a resolved problem, without its data files") {
  const auto text = edited(edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5",
                                  "kind = \"points\"\nfile = \"gone.csv\"\ncolumns = [\"a\"]\nbandwidth = 0.1"),
                           "kind = \"brownian\"", "kind = \"custom\"\ndrift = \"-k*x\"\nnoise = 1.0");
  const Process process = parse_process("[parameters]\nk = 2\n" + edited(text, "schema = 1\n", "") + "");
  Points at = Points::Constant(1, 1, 3.0), velocity(1, 1);
  process.divergence_drift(0)(at, velocity);
  CHECK(velocity(0, 0) == -6);
  CHECK(error_of([&] { parse_process(edited(smallest, "brownian", "brown")); }).fault() == Fault::data);
}

TEST_CASE("an empty file is refused with what is needed") {
  check_refused("", "p.toml", {"empty", "[process]", "fokker init"});
  check_refused("# only a comment\n", "p.toml", {"empty", "fokker init"});
}

TEST_CASE("another schema is refused and nothing else is reported") {
  const Error newer = refusal("schema = 2\nnonsense = 3\n");
  REQUIRE(newer.diagnostics().size() == 1);
  CHECK(contains(newer.what(), "p.toml:1:10"));
  CHECK(contains(newer.what(), "newer fokker"));
  check_refused(edited(smallest, "schema = 1", "schema = 0"), "p.toml:1:10", {"schema"});
}

TEST_CASE("a file that cannot be read is a fault of the file, with its reason") {
  const Folder folder;
  const Error missing = error_of([&] { read_problem(folder / "none.toml"); });
  CHECK(missing.fault() == Fault::file);
  CHECK(contains(missing.what(), "none.toml: No such file or directory (current folder: "));
  const Error directory = error_of([&] { read_problem(folder / ""); });
  CHECK(directory.fault() == Fault::file);
  CHECK(contains(directory.what(), "Is a directory"));
  const auto large = folder.write("large.toml", std::string((4u << 20) + 1, '#'));
  const Error oversize = error_of([&] { read_problem(large); });
  CHECK(oversize.fault() == Fault::problem);
  CHECK(contains(oversize.what(), "longer than 4194304 bytes"));
}

TEST_CASE("paths in a problem file start at its folder") {
  const Folder folder;
  folder.write("d.csv", "a\n1\n2\n");
  const auto file =
      folder.write("p.toml", edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5",
                                    "kind = \"points\"\nfile = \"d.csv\"\ncolumns = \"a\"\nbandwidth = 0.1"));
  CHECK(read_problem(file).problem->initial.mixture->means()[1][0] == 2);
}
