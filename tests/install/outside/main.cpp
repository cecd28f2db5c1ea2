// SPDX-License-Identifier: MIT
// Uses the installed library once: reads a problem of kinds that this program adds, runs it, writes OUT.h5.
#include <cstdio>
#include <fokker/fokker.hpp>
#include <string>

namespace {

const char* const problem_text = R"(
schema = 1
title = "outside"
[process]
kind = "quartic"
strength = 0.5
[initial]
kind = "pair"
distance = 1.0
[time]
end = 1.0
snapshots = 3
steps = 40
[[axis]]
name = "x"
min = -4.0
max = 4.0
cells = 200
[[reverse]]
name = "anderson"
[particles]
count = 10000
steps = 200
reverse = ["anderson"]
[verify]
reverse_forward = { tv = 1e-2, largest = 1e-2 }
particles = { tv_upper = 1e-1 }
particles_reverse = { tv_upper = 1e-1 }
)";

/// dx = -strength x^3 dt + dw, from a name and a function.
fokker::ProcessKind quartic() {
  return {.name = "quartic",
          .equation = "dx = -strength x^3 dt + dw",
          .parameters = {{.key = "strength", .range = fokker::positive, .standard = "1", .meaning = "of the force"}},
          .make = [](const fokker::Parameters& given) {
            const auto force = [c = given.number("strength")](double, const fokker::PointsIn& x,
                                                              fokker::PointsOut drift) { drift = -c * x.cube(); };
            return fokker::ito_process(given.dimension(), force, fokker::constant_noise(1));
          }};
}

/// Two narrow Gaussians around 0.
fokker::LawKind two_peaks() {
  return {
      .name = "pair",
      .law = "two Gaussians at half the distance from 0",
      .parameters = {{.key = "distance", .range = fokker::positive, .standard = "required", .meaning = "of the peaks"}},
      .make = [](const fokker::Parameters& given) -> fokker::Law {
        const fokker::Vector half = fokker::Vector::Constant(1, given.number("distance") / 2);
        const fokker::Matrix variance = fokker::Matrix::Constant(1, 1, 0.09);
        return fokker::GaussianMixture({0.5, 0.5}, {fokker::Vector(-half), half}, {variance, variance});
      }};
}

/// max |p - q|, with a bound in [verify].
fokker::MetricEntry largest() {
  fokker::MetricEntry entry;
  entry.name = "largest";
  entry.long_name = "largest difference";
  entry.meaning = "largest difference of the densities";
  entry.densities = [](const fokker::Grid&, const fokker::Array& first, const fokker::Array& second) {
    return fokker::metric_number((first - second).abs().maxCoeff());
  };
  return entry;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || std::string(argv[1]) != FOUND_VERSION) {
    std::printf("found version %s\n", FOUND_VERSION);
    return 2;
  }
  const auto problem =
      fokker::parse_problem(problem_text, "outside", ".", {}, {{}, {{quartic()}, {two_peaks()}, {largest()}}});
  const auto snapshots = fokker::run(problem);
  fokker::write_result("outside.h5", snapshots);
  std::printf("%zu checks\n", snapshots.report.checks.size());
  return snapshots.report.passed ? 0 : 1;
}
