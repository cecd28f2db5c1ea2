// The memory that `check` announces is what `run` takes.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

const std::string examples = FOKKER_SOURCE_DIR "/examples/";

/// Largest resident set of a shell line, bytes.
double peak(const Sandbox& sandbox, const std::string& line) {
  const pid_t child = fork();
  if (child == 0) {
    sandbox.run(line);
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);  // the largest of this process' descendants
    sandbox.write("peak", std::to_string(usage.ru_maxrss));
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  return 1024 * std::stod(sandbox.read("peak"));
}

/// The number behind "memory     about" in bytes.
double announced(const std::string& text) {
  static const std::map<std::string, double> units = {{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}};
  const std::size_t begin = text.find("memory     about ");
  REQUIRE(begin != std::string::npos);
  std::istringstream words(text.substr(begin + 17));
  double number = 0;
  std::string unit;
  words >> number >> unit;
  return number * units.at(unit.substr(0, 2));
}

void check_estimate(const std::string& problem) {
  const Sandbox sandbox;
  const std::string line = "'" + examples + problem.substr(0, problem.find(' ')) + "'" +
                           problem.substr(std::min(problem.find(' '), problem.size()));
  const double expected = announced(sandbox.run("fokker check " + line + " --memory 8G").out);
  const double taken = peak(sandbox, "fokker run " + line + " --memory 8G --threads 2 --quiet -o out.h5");
  INFO(problem, ": ", expected / 1e6, " MB announced, ", taken / 1e6, " MB taken");
  CHECK(std::abs(expected / taken - 1) < 0.2);  // what the milestone asks for
}

}  // namespace

TEST_CASE("the memory that check tells is within 20 % of what a run takes, in one, two and three dimensions") {
  for (const char* problem : {"vp_mixture.toml", "first_passage.toml", "two_points.toml --set particles.steps=10",
                              "double_well.toml --set particles.steps=4", "ou_3d.toml"})
    check_estimate(problem);
}

TEST_CASE("slow: the memory that check tells is within 20 % of what a run takes, every example as it is" *
          doctest::skip()) {
  for (const auto& entry : std::filesystem::directory_iterator(examples))
    if (entry.path().extension() == ".toml") check_estimate(entry.path().filename().string());
}
