// SPDX-License-Identifier: MIT
#include "problem/stated_score.hpp"

namespace fokker {
namespace {

constexpr double part_of_cell_width = 1e-3;

/// Distances of the differences per axis, in space.
Vector difference_steps(const Grid& grid, const std::optional<Frame>& frame, double t) {
  Vector steps(grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) steps[k] = part_of_cell_width * grid.axis(k).width(0);
  if (frame) steps.array() *= frame->at(t).scale.array();
  return steps;
}

/// The gradient of energies, which are values n x 1, by central differences.
Score energy_score(const Problem& problem, const Score& energies) {
  Score score;
  score.dimension = problem.grid.dimension();
  score.few_calls = energies.few_calls;
  score.at = [energy = energies.at, grid = problem.grid, frame = problem.frame](double t) -> Field {
    return [field = energy(t), steps = difference_steps(grid, frame, t)](const PointsIn& x, PointsOut values) {
      Points above(x.rows(), 1), below = above;
      for (Eigen::Index k = 0; k < x.cols(); ++k) {
        Points moved = x;
        moved.col(k) += steps[k];
        field(moved, above);
        moved.col(k) = x.col(k) - steps[k];
        field(moved, below);
        values.col(k) = (above - below) / (2 * steps[k]);
      }
    };
  };
  return score;
}

}  // namespace

std::vector<double> numbers_in(const ScoreAnswers& answers) {
  std::vector<double> all;
  const auto add = [&](const auto& values) { all.insert(all.end(), values.data(), values.data() + values.size()); };
  for (const ScoreQuery& query : answers.queries) {
    add(query.times);
    add(query.points);
  }
  for (const auto& of_query : answers.values)
    for (const Array& values : of_query) add(values);
  return all;
}

Score stated_score(const Problem& problem, const Reversal& reversal) {
  const Process& process = problem.process;
  const double since = problem.time.initial;
  const Parameterization parameterization = reversal.parameterization;
  if (reversal.score == ScoreSource::table)
    return table_score(
        parameterization == Parameterization::score
            ? reversal.table
            : std::make_shared<const ScoreTable>(score_of_values(process, parameterization, since, *reversal.table)));
  if (reversal.score == ScoreSource::network)
    return score_of_values(process, parameterization, since, network_values(*reversal.network, process, since));
  if (reversal.score == ScoreSource::answers)
    return score_of_values(process, parameterization, since, answered_values(reversal.answers));
  return parameterization == Parameterization::energy
             ? energy_score(problem, *reversal.given)
             : score_of_values(process, parameterization, since, *reversal.given);
}

}  // namespace fokker
