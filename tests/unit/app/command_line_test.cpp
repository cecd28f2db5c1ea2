// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "app/options.hpp"
#include "fokker/core/error.hpp"
#include "text.hpp"

using namespace fokker;
using test::contains;
using namespace fokker::app;

namespace {

std::string refused_line(const std::vector<std::string>& arguments) {
  try {
    parse_command_line(arguments);
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::usage);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("run takes a file and its options in any order") {
  const auto invocation = parse_command_line(
      {"run", "--set", "time.end=2", "a.toml", "-o", "b.h5", "--set", "axis.x.cells=8", "--threads", "2", "--json"});
  const auto& run = std::get<RunArguments>(invocation);
  CHECK(run.file == "a.toml");
  CHECK(run.output == "b.h5");
  CHECK(run.overrides == std::vector<std::string>{"time.end=2", "axis.x.cells=8"});
  CHECK(run.threads == 2);
  CHECK(run.json);
  CHECK_FALSE(run.force);
}

TEST_CASE("run takes where checkpoints may come from and where they go at need") {
  const auto invocation =
      parse_command_line({"run", "a.toml", "--resume", "--allow-build-change", "--emergency-dir", "e"});
  const auto& run = std::get<RunArguments>(invocation);
  CHECK(run.resume);
  CHECK(run.allow_build_change);
  CHECK(run.emergency_dir == "e");
}

TEST_CASE("an override keeps its TOML literal as it stands") {
  const auto invocation =
      parse_command_line({"run", "a.toml", "--set", "time.snapshots=[0.1, 1.0]", "--set=title=\"a b\""});
  CHECK(std::get<RunArguments>(invocation).overrides ==
        std::vector<std::string>{"time.snapshots=[0.1, 1.0]", "title=\"a b\""});
}

TEST_CASE("help and version are answers") {
  CHECK(contains(std::get<Answer>(parse_command_line({"--help"})).text, "Examples:"));
  CHECK(contains(std::get<Answer>(parse_command_line({"run", "--help"})).text, "--threads"));
  CHECK(std::get<Answer>(parse_command_line({"--version"})).text.starts_with("fokker "));
}

TEST_CASE("plot takes a figure, a content, times and a size") {
  const auto given = std::get<PlotOptions>(parse_command_line(
      {"plot", "a.h5", "-o", "f.png", "--what", "score", "--times", "0,0.5,1e-3", "--size", "640x480", "--log"}));
  CHECK(given.file == "a.h5");
  CHECK(given.output == "f.png");
  CHECK(given.what == "score");
  CHECK(given.times == std::vector<double>{0, 0.5, 1e-3});
  CHECK(given.size == "640x480");
  CHECK(given.log);
  CHECK(contains(refused_line({"plot", "a.h5"}), "--output"));
  CHECK(contains(refused_line({"plot", "a.h5", "-o", "f.png", "--times", "soon"}), "soon"));
}

TEST_CASE("export takes formats, datasets and a time") {
  const auto given = std::get<ExportOptions>(
      parse_command_line({"export", "a.h5", "--csv", "d", "--npz", "b.npz", "--dataset", "forward/density", "--dataset",
                          "verification", "--time", "-0.5", "--force"}));
  CHECK(given.file == "a.h5");
  CHECK(given.csv == "d");
  CHECK(given.npz == "b.npz");
  CHECK(given.names == std::vector<std::string>{"forward/density", "verification"});
  CHECK(given.time == -0.5);
  CHECK(given.force);
  CHECK(contains(std::get<Answer>(parse_command_line({"--help"})).text, "export"));
  CHECK(contains(std::get<Answer>(parse_command_line({"export", "--help"})).text, "Examples:"));
}

TEST_CASE("sample takes a solution, a time, a number and a seed, or their defaults") {
  const auto defaults = std::get<SampleOptions>(parse_command_line({"sample", "a.h5"}));
  CHECK(defaults.solution == "forward");
  CHECK_FALSE(defaults.count);
  CHECK_FALSE(defaults.time);
  CHECK(defaults.seed == 1);
  const auto given = std::get<SampleOptions>(parse_command_line(
      {"sample", "a.h5", "--count", "7", "--solution", "reverse/b", "--time", "-0.5", "--seed", "3"}));
  CHECK(given.count == 7);
  CHECK(given.time == -0.5);
  CHECK(given.solution == "reverse/b");
  CHECK(given.seed == 3);
  CHECK(contains(refused_line({"sample", "a.h5", "--count", "some"}), "--count"));
}

TEST_CASE("unknown words find the nearest known one") {
  CHECK(contains(refused_line({"rnu", "a.toml"}), "try: fokker run"));
  CHECK(contains(refused_line({"run", "a.toml", "--thread", "2"}), "try: --threads"));
  CHECK(contains(refused_line({"run", "a.toml", "--jsn"}), "try: --json"));
}

TEST_CASE("what is missing, too much or out of range is refused with the usage") {
  CHECK(contains(refused_line({}), "no command given"));
  CHECK(contains(refused_line({"run"}), "FILE"));
  CHECK(contains(refused_line({"run", "a.toml", "b.toml"}), "one argument too many: 'b.toml'"));
  CHECK(contains(refused_line({"run", "a.toml", "--set"}), "--set"));
  CHECK(contains(refused_line({"run", "a.toml", "--threads", "-3"}), "--threads -3; legal: 0"));
  CHECK(contains(refused_line({"run", "a.toml", "--threads", "1025"}), "1024"));
  CHECK(contains(refused_line({"run", "a.toml", "--threads", "two"}), "--threads"));
  CHECK(contains(refused_line({"run", "a.toml", "b.toml"}), "legal: fokker run"));
}

TEST_CASE("score takes a list of noises and the number of intervals") {
  const auto invocation = parse_command_line({"score", "a.toml", "--alpha", "0,1.5", "--intervals", "9", "--json"});
  const auto& score = std::get<ScoreArguments>(invocation);
  CHECK(score.file == "a.toml");
  CHECK(score.alphas == std::vector<double>{0, 1.5});
  CHECK(score.intervals == 9);
  CHECK(score.json);
  CHECK(contains(refused_line({"score", "a.toml", "--alpha", "-1"}), "numbers from 0"));
  CHECK(contains(refused_line({"score", "a.toml", "--intervals", "0"}), "1 to"));
}
