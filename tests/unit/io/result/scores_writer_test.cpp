// SPDX-License-Identifier: MIT
// The examination of scores in OUT.h5.
#include "fokker/io/result/result.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/study/score_error.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Result examined() {
  ScoreNetwork network;
  network.dimension = 2;
  network.inputs = {NetworkInput::x};
  network.layers = {{-1.05 * Matrix::Identity(2, 2), Vector::Zero(2)}};
  Problem problem{.process = variance_preserving(0.1, 20, 2),
                  .initial = GaussianMixture({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)}),
                  .time = {.end = 0.5, .snapshots = {0, 0.25, 0.5}, .steps = 4},
                  .grid = Grid({uniform_axis("x", -5, 5, 24), uniform_axis("y", -5, 5, 20)})};
  problem.reversals = {
      {.name = "large", .score = ScoreSource::network, .network = std::make_shared<ScoreNetwork>(network)}};
  return score_study(problem, {.alphas = {1, 0}, .intervals = 8});
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

}  // namespace

TEST_CASE("errors of scores and the densities they lead to come back from OUT.h5") {
  const Folder folder;
  const Result written = examined();
  REQUIRE(written.scores.has_value());
  write_result(folder / "s.h5", written);
  const Result read = read_result(folder / "s.h5", {.trust = true});
  REQUIRE(read.scores.has_value());
  CHECK(read.scores->truth == "exact");
  REQUIRE(read.scores->errors.size() == 1);
  const ScoreError &a = written.scores->errors[0], &b = read.scores->errors[0];
  CHECK(b.name == "large");
  CHECK(b.integral == a.integral);
  CHECK(b.times == a.times);
  CHECK(b.rate == a.rate);
  CHECK(same(b.residual, a.residual));
  CHECK(b.shares.size() == a.shares.size());
  CHECK(b.constant.has_value() == a.constant.has_value());
  REQUIRE(b.maps.times == a.maps.times);
  for (std::size_t k = 0; k < a.maps.times.size(); ++k) {
    CHECK((b.maps.stated[k] == a.maps.stated[k]).all());
    CHECK((b.maps.truth[k] == a.maps.truth[k]).all());
    CHECK((b.maps.density[k] == a.maps.density[k]).all());
  }
  REQUIRE(read.scores->outcomes.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) {
    const ScoreOutcome &one = written.scores->outcomes[k], &other = read.scores->outcomes[k];
    CHECK(other.alpha == one.alpha);
    CHECK(other.tv == one.tv);
    CHECK(other.kl == one.kl);
    CHECK(other.bound == one.bound);
    CHECK((other.w1 == one.w1).all());
    CHECK(other.covariance == one.covariance);
    CHECK(other.snapshots == one.snapshots);
  }
  CHECK(read.evidence.reversals.size() == 2);
}
