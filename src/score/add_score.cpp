// SPDX-License-Identifier: MIT
// What reversed and conditioned processes have in common.
#include "score/add_score.hpp"

#include "fokker/core/error.hpp"

namespace fokker {

Field add_score(Field base, Field diffusion, Eigen::Index noise_columns, Field score, double weight) {
  return [=](const PointsIn& x, PointsOut values) {
    base(x, values);
    const Eigen::Index d = x.cols();
    Points D(x.rows(), noise_columns);
    Points s(x.rows(), d);
    diffusion(x, D);
    score(x, s);
    if (noise_columns == d) {
      values += weight * D * s;
      return;
    }
    for (Eigen::Index i = 0; i < d; ++i)
      for (Eigen::Index j = 0; j < d; ++j) values.col(i) += weight * D.col(i * d + j) * s.col(j);
  };
}

const FieldAt& drift_at_points(const Process& process) {
  return process.discrete_potential ? process.discrete_potential->rest : process.divergence_drift;
}

void require_same_dimension(const Process& process, const Score& score) {
  if (score.dimension != process.dimension)
    throw Error(Fault::problem, "a score of another dimension than its process", "the same dimension");
}

}  // namespace fokker
