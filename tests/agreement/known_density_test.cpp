// A process that is not linear, with the density that its user knows, through the whole command's path.
#include <doctest/doctest.h>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

/// x = sinh(t + w) (oracles): log(x + sqrt(x^2+1)) is N(t, t).
std::string problem_text(int cells, int steps) {
  return R"toml(
schema = 1
[process]
kind = "custom"
drift = "x/2 + sqrt(x^2+1)"
noise = "sqrt(x^2+1)"
[initial]
kind = "delta"
at = 0
[exact]
density = "exp(-(log(x + sqrt(x^2+1)) - t)^2/(2*t))/sqrt(2*pi*t*(x^2+1))"
[time]
start = 0.05
end = 0.2
snapshots = 2
steps = )toml" +
         std::to_string(steps) + R"toml(
[[axis]]
name = "x"
min = -6
max = 16
cells = )toml" +
         std::to_string(cells) + R"toml(
[[reverse]]
name = "back"
score = "exact"
)toml";
}

/// Largest total variation of a comparison over the snapshots.
double worst(const Report& report, const std::string& comparison) {
  double result = -1;
  for (const Check& check : report.checks)
    if (check.comparison == comparison) result = std::max(result, check.metrics.tv);
  return result;
}

}  // namespace

TEST_CASE("a process with a density that its user knows starts from it, is judged by it and reversed with its score") {
  const auto errors = [](int cells, int steps) {
    const Result result = run(parse_problem(problem_text(cells, steps), "p.toml", "."));
    return std::pair{worst(result.report, "forward|exact"), worst(result.report, "reverse/back|exact")};
  };
  const auto [forward, reverse] = errors(400, 30);
  const auto [forward_fine, reverse_fine] = errors(800, 60);
  // second order: a factor 4 per doubling, between 3.2 and 4.8 while the next order is a fifth of it
  CHECK(forward / forward_fine > 3.2);
  CHECK(forward / forward_fine < 4.8);
  CHECK(reverse / reverse_fine > 3.2);
  CHECK(reverse / reverse_fine < 4.8);
}
