// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/worked.hpp"
#include "fokker/io/tables/score_answers.hpp"
#include "fokker/study/score_points.hpp"

namespace fokker::app {

int points_command(const PointsOptions& options) {
  check_new_file(options.output, options.file, options.force);
  ProblemReading reading = guarded();
  reading.without_answers = true;
  const std::vector<ScoreQuery> queries = worked(
      options,
      [&](const ProblemFile& problem, const Control& control) {
        return score_queries(problem, options.also_score, control);
      },
      reading);
  write_queries(options.output, queries);
  std::size_t times = 0, values = 0;
  for (const ScoreQuery& query : queries) {
    times += query.times.size();
    values += query.times.size() * static_cast<std::size_t>(query.points.rows());
  }
  print(fmt::format("{}: {} times, {} scores to fill in\n", options.output.string(), times, values));
  return 0;
}

}  // namespace fokker::app
