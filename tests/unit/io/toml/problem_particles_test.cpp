// SPDX-License-Identifier: MIT
#include <algorithm>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::string growing =
    edited(edited(edited(edited(smallest, "brownian\"", "gbm\"\nmu = 0\nsigma = 0.1"), "min = -6.0", "min = 0.1"),
                  "mean = 0.0", "mean = 2.0"),
           "std = 0.5", "std = 0.1");

std::string with_particles(const std::string& keys, const std::string& head = smallest) {
  return head + "[particles]\n" + keys + "\n";
}

std::string with_reversal(const std::string& keys) {
  return with_particles("reverse = [\"back\"]\n" + keys, smallest + "[[reverse]]\nname = \"back\"\n");
}

}  // namespace

TEST_CASE("particles take defaults, a number of steps or their length") {
  const ParticleRun defaults = parse(smallest + "[particles]\n").particles.value();
  CHECK(defaults.count == 1000000);
  CHECK(defaults.steps == 1000);
  CHECK(defaults.seed == 1);
  CHECK(parse(smallest + "[particles]\nstep = 0.1\n").particles->steps == 10);
  const ParsedProblem uneven = parse(smallest + "[particles]\nstep = 0.3\n");
  CHECK(uneven.particles->steps == 4);
  REQUIRE(uneven.notes.size() == 1);
  CHECK(contains(uneven.notes[0], "4 steps of 0.25"));
  const auto head = "p.toml:" + std::to_string(16);
  check_refused(smallest + "[particles]\nstep = 0\n", head + ":8", {"particles.step", "> 0"});
  check_refused(smallest + "[particles]\nsteps = 3\nstep = 0.5\n", "p.toml:17:8", {"both"});
  check_refused(smallest + "[particles]\ncount = 0\n", head + ":9", {"particles.count"});
  check_refused(smallest + "[particles]\nseed = -1\n", head + ":8", {"particles.seed", "-1"});
}

TEST_CASE("particles follow only reversals that exist") {
  const std::string text = smallest + "[[reverse]]\nname = \"anderson\"\n[particles]\nreverse = [\"anderson\"]\n";
  CHECK(parse(text).particles->reverse.size() == 1);
  check_refused(edited(text, "[\"anderson\"]", "[\"andersen\"]"), "p.toml:18:11", {"'andersen'", "try: 'anderson'"});
  check_refused(edited(text, "[\"anderson\"]", "[\"anderson\", \"anderson\"]"), "p.toml:18:11", {"twice"});
}

TEST_CASE("particles take every scheme of the catalogue, forward and reversed") {
  const std::string still = edited(smallest, "brownian\"", "brownian\"\nsigma = 0");
  for (const auto& entry : scheme_catalogue())
    CHECK(parse(with_particles("scheme = \"" + entry.name() + "\"", still)).particles->scheme == entry.method);
  const ParticleRun both = *parse(with_reversal("scheme = \"exact\"\nreverse_scheme = \"sra1\"")).particles;
  CHECK(both.scheme == Scheme::exact);
  CHECK(both.reverse_scheme == Scheme::sra1);
  CHECK(parse(with_reversal("scheme = \"heun\"")).particles->reverse_scheme == Scheme::heun);
  check_refused(with_particles("scheme = \"ralston\""), "p.toml:16:10", {"'ralston'", "'platen'"});
  check_refused(with_particles("reverse_scheme = \"heun\""), "p.toml:16:18", {"reverse"});
}

TEST_CASE("a scheme that its process does not allow is refused with one that it does") {
  CHECK(parse(with_particles("scheme = \"platen\"", growing)).particles->scheme == Scheme::platen);
  check_refused(with_particles("scheme = \"sra1\"", growing), "p.toml:18:10", {"depends on position", "'platen'"});
  check_refused(with_particles("scheme = \"exact\"", growing), "p.toml:18:10", {"'gbm'", "transition"});
  check_refused(with_reversal("scheme = \"exact\""), "p.toml:19:10", {"'reversed brownian'", "reverse_scheme"});
  check_refused(with_particles("scheme = \"exact\"", smallest + "boundary = \"absorbing\"\n"), "p.toml:17:10",
                {"absorbing"});
}

TEST_CASE("dopri5 follows reversals with alpha = 0 alone, exponential steps those of linear processes") {
  const std::string schemes = "scheme = \"heun\"\nreverse_scheme = \"dopri5\"";
  const std::string flow = edited(with_reversal(schemes), "name = \"back\"", "name = \"back\"\nalpha = 0");
  CHECK(parse(flow).particles->reverse_scheme == Scheme::dopri5);
  const ParsedProblem problem = parse(flow);
  CHECK(noise_kind(problem) == NoiseKind::additive);
  CHECK(noise_kind(problem, problem.reversals[0]) == NoiseKind::none);
  check_refused(with_reversal(schemes), "p.toml:20:18", {"'reversed brownian' has noise", "alpha = 0"});
  check_refused(with_particles("scheme = \"dopri5\""), "p.toml:16:10", {"'brownian' has noise"});
  CHECK(parse(with_reversal("scheme = \"exponential\"")).particles->reverse_scheme == Scheme::exponential);
  check_refused(with_particles("scheme = \"exponential\"", growing), "p.toml:18:10", {"'gbm'", "kinetic langevin"});
  const std::string plane = "[[axis]]\nname = \"y\"\nmin = -6.0\nmax = 6.0\ncells = 8\n";
  std::string flat = edited(edited(smallest, "0.0", "[0.0, 0.0]"), "brownian\"", "brownian\"\nsigma = [1.0, 0.0]");
  flat += plane + "[[reverse]]\nname = \"back\"\n";
  check_refused(with_particles("reverse = [\"back\"]\nreverse_scheme = \"exponential\"", flat), "p.toml:25:18",
                {"'reversed brownian'", "every axis"});
}

TEST_CASE("the exact scheme takes no steps between snapshots unless asked to") {
  CHECK(parse(with_particles("scheme = \"exact\"")).particles->steps == 1);
  CHECK(parse(with_particles("scheme = \"exact\"\nsteps = 50")).particles->steps == 50);
}

TEST_CASE("steps may be equal in t^(1/7) or in the log of the signal-to-noise ratio where that is known") {
  CHECK(parse(with_particles("step_spacing = \"karras\"")).particles->step_spacing == StepSpacing::karras);
  CHECK(parse(with_particles("step_spacing = \"log-snr\"")).particles->step_spacing == StepSpacing::log_snr);
  check_refused(with_particles("step_spacing = \"log-snr\"", growing), "p.toml:18:16", {"'gbm'", "'karras'"});
  check_refused(with_particles("step_spacing = \"karras\"\nstep = 0.1"), "p.toml:17:8", {"not uniform"});
  check_refused(edited(with_particles("step_spacing = \"karras\""), "end = 1.0", "end = 1.0\ninitial = -1"),
                "p.toml:17:16", {"time.initial = -1"});
}

TEST_CASE("the bias of the step is estimated unless that is not wanted") {
  CHECK(parse(with_particles("")).particles->step_bias);
  CHECK_FALSE(parse(with_particles("step_bias = false")).particles->step_bias);
}

TEST_CASE("paths and samples are kept on request") {
  const ParticleRun none = *parse(with_particles("")).particles;
  CHECK(none.paths == 0);
  CHECK_FALSE(none.samples);
  const ParticleRun some = *parse(with_particles("paths = 100\nsamples = true")).particles;
  CHECK(some.paths == 100);
  CHECK(some.samples);
  check_refused(with_particles("count = 10\npaths = 11"), "p.toml:17:9", {"particles.paths", "10"});
}
