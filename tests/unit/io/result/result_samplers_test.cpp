// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/io/result/result.hpp"
#include "fokker/io/result/sampler_file.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::string sampler_problem_text = R"(schema = 1
process = { kind = "vp" }
initial = { kind = "mixture", weights = [0.5, 0.5], means = [-2.0, 2.0], stds = [0.5, 0.5] }
time = { start = 1e-3, end = 1.0, snapshots = 2, steps = 20 }
particles = { count = 20000, steps = 20, samplers = ["ddim"], step_bias = false }
[[axis]]
name = "x"
min = -7.0
max = 7.0
cells = 64
[[sampler]]
kind = "euler-maruyama"
steps = [5, 10]
[[sampler]]
kind = "ddim"
steps = 8
)";

ProblemFile with_samplers() { return parse_problem(sampler_problem_text, "p.toml", "."); }

}  // namespace

TEST_CASE("rows, densities and particles of samplers are written and read back, and checked") {
  const Result written = run(with_samplers());
  REQUIRE(written.samplers.has_value());
  CHECK(written.samplers->rows.size() == 3);
  const Folder folder;
  write_result(folder / "out.h5", written);
  const Result read = read_result(folder / "out.h5");
  REQUIRE(read.samplers.has_value());
  for (std::size_t k = 0; k < 3; ++k) {
    const SamplerRow &one = written.samplers->rows[k], &other = read.samplers->rows[k];
    CHECK(one.sampler == other.sampler);
    CHECK(one.steps == other.steps);
    CHECK(one.kl == other.kl);
    CHECK(one.w2 == other.w2);
    CHECK(one.covariance == other.covariance);
    CHECK(one.modes == other.modes);
    CHECK((written.samplers->densities[k] == read.samplers->densities[k]).all());
  }
  REQUIRE(read.evidence.sampler_particles.size() == 1);
  CHECK((read.evidence.sampler_particles[0].particles.counts[0] ==
         written.evidence.sampler_particles[0].particles.counts[0])
            .all());
  const Report again = judge(read.evidence, *read.verification);
  const Check& last = again.checks.back();
  CHECK(text_of(last.comparison) == "particles/sampler/ddim/8|sampler/ddim/8");
  CHECK(last.metrics.tv == written.report.checks.back().metrics.tv);
  CHECK(last.finding.value().p > 1e-6);
}

TEST_CASE("samplers on a moving grid are averages in space, and their positions are written") {
  const std::string moving =
      edited(edited(sampler_problem_text, "schema = 1", "schema = 1\nframe = \"marginal\""),
             "particles = { count = 20000, steps = 20, samplers = [\"ddim\"], step_bias = false }", "");
  const ProblemFile file = parse_problem(moving, "p.toml", ".");
  const Result written = run(file);
  const Grid& grid = written.samplers->grid;
  // at the stop the frame has the standard deviation sqrt(4.25) of the data
  CHECK(grid.axis(0).edges[64] == relative(7 * std::sqrt(4.25)).epsilon(1e-2));
  CHECK((written.samplers->densities[0] * grid.volumes()).sum() == relative(1).epsilon(1e-9));
  const Folder folder;
  write_result(folder / "out.h5", written);
  const Result read = read_result(folder / "out.h5");
  CHECK((read.samplers->grid.axis(0).edges == grid.axis(0).edges).all());
  write_sampler_results(folder / "alone.h5", sampler_study(file));
  CHECK(std::filesystem::file_size(folder / "alone.h5") > 64 * 8);
}
