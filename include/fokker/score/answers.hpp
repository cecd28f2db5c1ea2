// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "fokker/score/score.hpp"

namespace fokker {

/// Points that are asked for at each of some times.
struct ScoreQuery {
  std::vector<double> times;  ///< process time, increasing
  Points points;              ///< n x d, length, in the order of their coordinates, each once
};

/// Queries and the values of a parameterization at them, as a file holds them: plain data.
struct ScoreAnswers {
  std::vector<ScoreQuery> queries;  ///< sets of points, each with its times
  /// Per query and time: points x components (fastest), 1/length or as of the parameterization. Empty: no answers yet.
  std::vector<std::vector<Array>> values;
};

/// The values of answers at exactly their times and points, nothing in between.
/// @throws Error{Fault::problem} if the sizes do not fit; the score throws Error{Fault::data} with a time or point that
///         has no answer
/// @param answers  with values
/// @return values of the parameterization, n x d
Score answered_values(std::shared_ptr<const ScoreAnswers> answers);

/// Whether there are answers for a time.
/// @param answers  with or without values
/// @param t        process time
/// @return false also where no query has this time
bool has_answers_at(const ScoreAnswers& answers, double t);

/// A score of zeros that records what it is asked, from any number of threads.
class QueryRecorder {
 public:
  /// @param dimension  number of coordinates
  explicit QueryRecorder(int dimension);
  /// The score; it shares its record with this object. @return usable beyond the life of this object
  Score score() const;
  /// What was asked so far: times with the same points are one query. @return by their first times
  std::vector<ScoreQuery> queries() const;

 private:
  struct Record;
  std::shared_ptr<Record> record_;
};

}  // namespace fokker
