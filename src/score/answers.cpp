// SPDX-License-Identifier: MIT
#include "fokker/score/answers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// Times that differ by rounding of T - tau are the same.
constexpr double answer_time_slack = 1e-12;

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  const double positive_zero = value + 0.0;  // -0 is 0
  std::memcpy(&bits, &positive_zero, sizeof bits);
  return bits;
}

template <class Row>
std::uint64_t hash_of_point(const Row& x) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (Eigen::Index k = 0; k < x.size(); ++k) {
    hash = (hash ^ bits_of(x(k))) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 29;
  }
  return hash;
}

/// Rows of points by their coordinates, found by open addressing.
class PointIndex {
 public:
  explicit PointIndex(const Points& points) : points_(points) {
    std::size_t size = 16;
    while (size < 2 * static_cast<std::size_t>(points.rows())) size *= 2;
    slots_.assign(size, -1);
    for (Eigen::Index i = 0; i < points.rows(); ++i) slots_[slot_of(points.row(i))] = i;
  }
  /// -1 where the point is not there.
  template <class Row>
  Eigen::Index find(const Row& x) const {
    return slots_[slot_of(x)];
  }

 private:
  template <class Row>
  std::size_t slot_of(const Row& x) const {
    std::size_t slot = hash_of_point(x) & (slots_.size() - 1);
    while (slots_[slot] >= 0 && !(points_.row(slots_[slot]) == x).all()) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  const Points& points_;
  std::vector<Eigen::Index> slots_;
};

struct AnswerPlace {
  std::size_t query, time;
};

/// Which query and which of its times an answer for t stands in: the nearest one.
std::optional<AnswerPlace> place_of(const ScoreAnswers& answers, double t) {
  std::optional<AnswerPlace> place;
  double least = 0;
  for (std::size_t q = 0; q < answers.queries.size(); ++q) {
    const std::vector<double>& times = answers.queries[q].times;
    least = std::max(least, answer_time_slack * std::max(std::abs(t), std::abs(times.back())));
  }
  for (std::size_t q = 0; q < answers.queries.size(); ++q) {
    const std::vector<double>& times = answers.queries[q].times;
    const auto next = std::lower_bound(times.begin(), times.end(), t);
    for (auto near = next == times.begin() ? next : next - 1; near != times.end() && near <= next; ++near) {
      if (std::abs(*near - t) > least) continue;
      least = std::abs(*near - t);
      place = AnswerPlace{q, static_cast<std::size_t>(near - times.begin())};
    }
  }
  return place;
}

void require_fitting_answers(const ScoreAnswers& answers) {
  bool fits = !answers.queries.empty() && answers.values.size() == answers.queries.size();
  for (std::size_t q = 0; fits && q < answers.queries.size(); ++q) {
    const auto& [times, points] = answers.queries[q];
    fits = !times.empty() && points.cols() == answers.queries[0].points.cols() &&
           std::is_sorted(times.begin(), times.end()) && answers.values[q].size() == times.size();
    for (const Array& values : answers.values[q]) fits = fits && values.size() == points.size();
  }
  if (!fits) throw Error(Fault::problem, "answers whose values do not belong to their times and points");
}

[[noreturn]] void refuse_question(const std::string& where) {
  throw Error(Fault::data, "no answer " + where, "every time and point that the solves ask for",
              "the points anew: `fokker points`, with --score for `fokker score`");
}

/// Answers with the places of their points.
struct IndexedAnswers {
  std::shared_ptr<const ScoreAnswers> answers;
  std::vector<PointIndex> indices;

  explicit IndexedAnswers(std::shared_ptr<const ScoreAnswers> given) : answers(std::move(given)) {
    for (const ScoreQuery& query : answers->queries) indices.emplace_back(query.points);
  }

  void values_at(double t, const AnswerPlace& place, const PointsIn& x, PointsOut out) const {
    const Array& values = answers->values[place.query][place.time];
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const Eigen::Index row = indices[place.query].find(x.row(i));
      if (row < 0) {
        const std::vector<double> point(x.row(i).begin(), x.row(i).end());
        refuse_question(fmt::format("at t = {:.17g}, x = ({:.17g})", t, fmt::join(point, ", ")));
      }
      for (Eigen::Index k = 0; k < x.cols(); ++k) out(i, k) = values[row * x.cols() + k];
    }
  }
};

}  // namespace

Score answered_values(std::shared_ptr<const ScoreAnswers> answers) {
  require_fitting_answers(*answers);
  Score values;
  values.dimension = static_cast<int>(answers->queries[0].points.cols());
  values.at = [indexed = std::make_shared<const IndexedAnswers>(std::move(answers))](double t) -> Field {
    const auto place = place_of(*indexed->answers, t);
    if (!place) refuse_question(fmt::format("at t = {:.17g}", t));
    return [indexed, t, at = *place](const PointsIn& x, PointsOut out) { indexed->values_at(t, at, x, out); };
  };
  return values;
}

bool has_answers_at(const ScoreAnswers& answers, double t) { return place_of(answers, t).has_value(); }

}  // namespace fokker
