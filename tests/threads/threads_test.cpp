// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

Evidence solved(const std::string& name, const std::vector<std::string>& overrides, int threads) {
  Control control;
  control.threads = threads;
  return run(read_problem(std::string(FOKKER_SOURCE_DIR) + "/examples/" + name + ".toml", overrides), {}, control)
      .evidence;
}

void have_equal_bits(const Evidence& a, const Evidence& b) {
  for (std::size_t k = 0; k < a.times.size(); ++k) {
    CHECK((a.forward.densities[k] == b.forward.densities[k]).all());
    CHECK((a.reversals[0].solution.densities[k] == b.reversals[0].solution.densities[k]).all());
    CHECK((a.particles->counts[k] == b.particles->counts[k]).all());
    for (std::size_t i = 0; i < a.particle_reversals.size(); ++i) {
      CHECK((a.particle_reversals[i].counts[k] == b.particle_reversals[i].counts[k]).all());
      CHECK(a.particle_reversals[i].means[k] == b.particle_reversals[i].means[k]);
    }
  }
}

}  // namespace

TEST_CASE("one and two threads give the same bits in every dataset, on one axis") {
  const std::vector<std::string> smaller = {"particles.count=5000", "particles.steps=100", "time.steps=50"};
  have_equal_bits(solved("old_faithful_eruptions", smaller, 1), solved("old_faithful_eruptions", smaller, 2));
}

TEST_CASE("one and three threads give the same bits in every dataset, on four axes") {
  const std::vector<std::string> smaller = {
      "axis.x.cells=8",       "axis.y.cells=8",     "axis.u.cells=8",
      "axis.v.cells=8",       "time.steps=6",       "forward.error_estimate=false",
      "particles.count=5000", "particles.steps=10", "particles.reverse=[\"anderson\"]"};
  have_equal_bits(solved("kinetic_4d", smaller, 1), solved("kinetic_4d", smaller, 3));
}

TEST_CASE("one and three threads give the same bits in every dataset, on two axes") {
  const std::vector<std::string> smaller = {"axis.x.cells=64", "axis.y.cells=64", "time.steps=12",
                                            "particles.count=5000", "particles.steps=20"};
  have_equal_bits(solved("correlated", smaller, 1), solved("correlated", smaller, 3));
}
