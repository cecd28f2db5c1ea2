// Runs that are stopped again and again end with the same file as those that never were.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

const std::string head = R"(
schema = 1
[process]
kind = "ou"
[initial]
kind = "gaussian"
mean = 0.5
std = 0.3
[time]
end = 1.0
snapshots = 4
steps = 12
)";
const std::string line = "[[axis]]\nname = 'x'\nmin = -4.0\nmax = 4.0\ncells = 48\n";
const std::string reversals = "[[reverse]]\nname = 'back'\n[[reverse]]\nname = 'flow'\nalpha = 0.0\n";
const std::string particles =
    "[particles]\ncount = 600\nsteps = 40\nreverse = ['back']\npaths = 3\nsamples = true\n[verify]\nparticles = { "
    "tv_upper "
    "= 1.0 }\n";

/// States in memory; asks for a stop when some more have been kept.
class Memory {
 public:
  std::size_t kept = 0, stop_at = 0;
  std::atomic<bool> stop{false};

  Control control() {
    Control control;
    control.stop = StopToken(stop);
    control.states.last = [this](const std::string& stage) -> std::optional<State> {
      const auto found = states_.find(stage);
      if (found == states_.end()) return std::nullopt;
      return found->second;
    };
    control.states.due = [] { return true; };
    control.states.keep = [this](const StateMark& mark, const StateView& view) {
      states_[mark.stage] = copied(view);
      if (++kept == stop_at) stop = true;
    };
    return control;
  }

 private:
  std::map<std::string, State> states_;
};

std::string bytes_of(const Result& snapshots) {
  const auto file = std::filesystem::temp_directory_path() / "fokker-study-resume.h5";
  write_result(file, snapshots);
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  std::filesystem::remove(file);
  return bytes;
}

struct Chain {
  std::string bytes;
  int stops = 0;
};

/// @param pause  states from one stop to the next
Chain stopped_often(const Problem& problem, std::size_t pause, double score_memory) {
  Memory memory;
  Chain chain;
  for (;;) {
    memory.stop = false;
    memory.stop_at = memory.kept + pause;
    try {
      chain.bytes = bytes_of(run(problem, {score_memory}, memory.control()));
      return chain;
    } catch (const Error& error) {
      REQUIRE(error.fault() == Fault::interrupted);
      ++chain.stops;
    }
  }
}

void check_resumes(const std::string& text, const std::vector<std::string>& overrides = {},
                   double score_memory = std::numeric_limits<double>::infinity()) {
  const Problem problem = parse_problem(text, "test.toml", ".", overrides);
  const std::string whole = bytes_of(run(problem, {score_memory}));
  const Chain chain = stopped_often(problem, 3, score_memory);
  CHECK(chain.stops >= 8);
  CHECK(chain.bytes == whole);
}

}  // namespace

TEST_CASE("a run stopped every few steps ends with the same file: fixed steps, reversals, particles") {
  check_resumes(head + line + reversals + particles);
}

TEST_CASE("a run stopped every few steps ends with the same file: adaptive steps") {
  std::string text = head + line + reversals;
  text.erase(text.find("steps = 12\n"), 11);
  check_resumes(text, {"time.tolerance=1e-4"});
}

TEST_CASE("a run stopped every few steps ends with the same file: extrapolated levels") {
  check_resumes(head + "[forward]\naccuracy = 'extrapolated'\n" + line +
                "[[reverse]]\nname = 'back'\naccuracy = " + "'extrapolated'\n");
}

TEST_CASE("a run stopped every few steps ends with the same file: a score that is computed again") {
  // 12 steps of 48 cells take 13 * 48 * 8 bytes; this leaves every fourth
  check_resumes(head + line + reversals + particles, {}, 8 * 48 * 7);
}

TEST_CASE("a run stopped every few steps ends with the same file: absorbing walls") {
  check_resumes(head + line + "boundary = 'absorbing'\n[[reverse]]\nname = 'back'\n" + particles,
                {"particles.reverse=[]", "axis.x.min=-1.0", "axis.x.max=2.0"});
}

TEST_CASE("a run stopped every few steps ends with the same file: a moving frame") {
  check_resumes("frame = 'marginal'\n" + head + line + "[[reverse]]\nname = 'back'\n" + particles);
}

TEST_CASE("a score that was not kept for the first run makes its forward solve start anew") {
  const Problem problem = parse_problem(head + line, "test.toml", ".");
  Memory memory;
  memory.stop_at = 5;
  CHECK_THROWS_AS(run(problem, {}, memory.control()), Error);
  memory.stop = false;
  const RunOptions keep{.keep_score = true};
  const auto score = run(problem, keep, memory.control()).forward_score, whole = run(problem, keep).forward_score;
  REQUIRE(score);
  CHECK(score->times == whole->times);
}
