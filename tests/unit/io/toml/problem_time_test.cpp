// SPDX-License-Identifier: MIT
#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
std::string with_time(const std::string& time) { return edited(smallest, "end = 1.0", time); }
}  // namespace

TEST_CASE("snapshots are a number or a list, and the first and last time are always among them") {
  CHECK(parse(with_time("end = 1\nsnapshots = 3")).time.snapshots == std::vector<double>{0, 0.5, 1});
  CHECK(parse(with_time("end = 1\nsnapshots = [0.25, 0.5]")).time.snapshots == std::vector<double>{0, 0.25, 0.5, 1});
  CHECK(parse(with_time("end = 1\nsnapshots = [0, 1]")).time.snapshots == std::vector<double>{0, 1});
  const auto geometric =
      parse(with_time("start = 0.01\nend = 1\nsnapshots = 3\nspacing = \"geometric\"")).time.snapshots;
  REQUIRE(geometric.size() == 3);
  CHECK(geometric[1] == relative(0.1));
  CHECK(geometric.front() == 0.01);
  CHECK(geometric.back() == 1);
}

TEST_CASE("snapshots outside the run or not increasing are reported with index and values") {
  check_refused(with_time("end = 1\nsnapshots = [0.5, 2]"), "p.toml:10:19",
                {"time.snapshots[1]", "2;", "time.end = 1"});
  check_refused(with_time("end = 1\nsnapshots = [0.5, 0.25]"), "p.toml:10:19",
                {"snapshots[1]", "0.25", "before it, 0.5"});
  check_refused(with_time("end = 1\nsnapshots = [0.5, 0.5]"), "p.toml:10:19", {"snapshots[1]"});
  check_refused(with_time("end = 1\nsnapshots = []"), "p.toml:10:13", {"empty list"});
  check_refused(with_time("end = 1\nsnapshots = 1"), "p.toml:10:13", {"time.snapshots", "1;"});
  check_refused(with_time("end = 1\nspacing = \"geometric\""), "p.toml:10:11", {"time.spacing", "start > 0"});
}

TEST_CASE("times must be in order") {
  check_refused(with_time("end = 0"), "p.toml:9:7", {"time.end", "more than time.start = 0"});
  check_refused(with_time("initial = 1\nstart = 0.5\nend = 2"), "p.toml:10:9", {"time.start", "time.initial = 1"});
  CHECK(parse(with_time("initial = 0.5\nend = 2")).time.start == 0.5);
}

TEST_CASE("integers that no double has are rounded, not lost") {
  CHECK(parse(with_time("end = 9007199254740993\nsteps = 4")).time.end == 9007199254740992.0);
  check_refused(with_time("end = -9223372036854775808"), "p.toml:9:7", {"time.end", "more than time.start = 0"});
}

TEST_CASE("steps are fixed or adaptive, not both") {
  const ParsedProblem problem = parse(with_time("end = 1\nsteps = 400\nstep_spacing = \"geometric\""));
  CHECK(problem.time.steps == 400);
  CHECK(problem.time.step_spacing == Spacing::geometric);
  check_refused(with_time("end = 1\nsteps = 400\ntolerance = 1e-3"), "p.toml:10:9", {"both"});
  check_refused(with_time("end = 1\nsteps = 0"), "p.toml:10:9", {"time.steps", "0;"});
  check_refused(with_time("end = 1\ntolerance = 0"), "p.toml:10:13", {"> 0"});
  check_refused(with_time("end = 1\nstep_spacing = \"geometric\""), "p.toml:10:16", {"time.step_spacing"});
}

TEST_CASE("counts beyond any machine are a matter of resources") {
  CHECK(refusal(with_time("end = 1\nsteps = 10000000001")).fault() == Fault::resources);
  CHECK(refusal(with_time("end = 1\nsnapshots = 1000001")).fault() == Fault::resources);
  CHECK(refusal(smallest + "[particles]\ncount = 9000000000000000000\n").fault() == Fault::resources);
}
