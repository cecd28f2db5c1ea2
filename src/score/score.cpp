// SPDX-License-Identifier: MIT
#include "fokker/score/score.hpp"

#include <memory>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {

Score exact_score(const Process& process, const GaussianMixture& initial, double s) {
  Score score;
  score.dimension = process.dimension;
  score.since = s;
  score.at = [process, initial, s](double t) -> Field {
    auto law = std::make_shared<const GaussianMixture>(marginal(process, initial, s, t));
    return [law](const PointsIn& x, PointsOut values) { law->score(x, values); };
  };
  return score;
}

Score scaled(Score score, double factor) {
  if (factor == 1) return score;
  score.at = [at = std::move(score.at), factor](double t) -> Field {
    return [field = at(t), factor](const PointsIn& x, PointsOut values) {
      field(x, values);
      values *= factor;
    };
  };
  if (score.log_density)
    score.log_density = [log_p = std::move(score.log_density), factor](double t, const PointsIn& centres,
                                                                       ArrayOut values) {
      log_p(t, centres, values);
      values *= factor;
    };
  return score;
}

}  // namespace fokker
