// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "fokker/score/answers.hpp"

namespace fokker {
namespace {

bool same_points(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && (a == b).all();
}

std::uint64_t hash_of_block(const PointsIn& x) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (Eigen::Index k = 0; k < x.cols(); ++k)
    for (Eigen::Index i = 0; i < x.rows(); ++i) hash = (hash ^ std::hash<double>()(x(i, k))) * 0x100000001b3U;
  return hash;
}

/// Rows in the order of their coordinates, each once.
Points sorted_rows(const std::vector<const Points*>& blocks) {
  std::vector<std::vector<double>> rows;
  for (const Points* block : blocks)
    for (Eigen::Index i = 0; i < block->rows(); ++i) rows.emplace_back(block->row(i).begin(), block->row(i).end());
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  Points result(static_cast<Eigen::Index>(rows.size()), blocks.front()->cols());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < rows[i].size(); ++k)
      result(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) = rows[i][k];
  return result;
}

}  // namespace

/// Blocks of points come again in every step: each is kept once.
struct QueryRecorder::Record {
  int dimension = 1;
  std::mutex mutex;
  std::vector<Points> blocks = {};
  std::multimap<std::uint64_t, std::size_t> by_hash = {};
  std::map<double, std::set<std::size_t>> asked = {};  ///< blocks by time

  void add(double t, const PointsIn& x) {
    const std::uint64_t hash = hash_of_block(x);
    const std::lock_guard lock(mutex);
    const auto [begin, end] = by_hash.equal_range(hash);
    for (auto known = begin; known != end; ++known)
      if (same_points(blocks[known->second], x)) {
        asked[t].insert(known->second);
        return;
      }
    by_hash.emplace(hash, blocks.size());
    asked[t].insert(blocks.size());
    blocks.emplace_back(x);
  }
};

QueryRecorder::QueryRecorder(int dimension) : record_(std::make_shared<Record>()) { record_->dimension = dimension; }

Score QueryRecorder::score() const {
  Score score;
  score.dimension = record_->dimension;
  score.at = [record = record_](double t) -> Field {
    return [record, t](const PointsIn& x, PointsOut values) {
      if (x.rows() > 0) record->add(t, x);
      values.setZero();
    };
  };
  return score;
}

std::vector<ScoreQuery> QueryRecorder::queries() const {
  const std::lock_guard lock(record_->mutex);
  std::map<std::set<std::size_t>, std::vector<double>> times_of;  // by the set of blocks
  for (const auto& [t, set] : record_->asked) times_of[set].push_back(t);
  std::vector<ScoreQuery> queries;
  for (const auto& [set, times] : times_of) {
    std::vector<const Points*> chosen;
    for (const std::size_t k : set) chosen.push_back(&record_->blocks[k]);
    queries.push_back({times, sorted_rows(chosen)});
  }
  // the numbers of blocks depend on the threads: so must not the order, nor what belongs together
  std::sort(queries.begin(), queries.end(),
            [](const ScoreQuery& a, const ScoreQuery& b) { return a.times.front() < b.times.front(); });
  return queries;
}

}  // namespace fokker
