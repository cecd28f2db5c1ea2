// SPDX-License-Identifier: MIT
#include <Eigen/OrderingMethods>
#include <algorithm>

#include "fokker/generator/elimination.hpp"

namespace fokker {
namespace {

/// The rates and their transpose with a diagonal: without one, the ordering gives the states as they come.
RateMatrix symmetric_pattern(const RateMatrix& rates) {
  RateMatrix identity(rates.rows(), rates.cols());
  identity.setIdentity();
  RateMatrix transposed = rates.transpose();
  RateMatrix pattern = rates + transposed;
  return pattern + identity;
}

/// Collects the later states that each state touches: neighbours, and those of its children in the elimination tree.
class PatternBuilder {
 public:
  explicit PatternBuilder(const RateMatrix& rates) : pattern_(symmetric_pattern(rates)) {
    const auto n = static_cast<std::size_t>(rates.rows());
    Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order;
    Eigen::AMDOrdering<int> by_degree;
    by_degree(pattern_, order);
    result_.state.assign(order.indices().data(), order.indices().data() + n);
    place_.resize(n);
    for (std::size_t k = 0; k < n; ++k) place_[static_cast<std::size_t>(result_.state[k])] = static_cast<int>(k);
    result_.start.assign(1, 0);
    mark_.assign(n, -1);
    first_child_.assign(n, -1);
    next_child_.assign(n, -1);
  }

  EliminationPattern build() {
    for (int k = 0; k < result_.size(); ++k) add(k);
    return std::move(result_);
  }

 private:
  void touch(int k, int other) {
    if (other <= k || mark_[static_cast<std::size_t>(other)] == k) return;
    mark_[static_cast<std::size_t>(other)] = k;
    result_.later.push_back(other);
  }

  void touch_all(int k, int child) {
    result_.each_entry(child, [&](std::size_t entry, int) { touch(k, result_.later[entry]); });
  }

  void add(int k) {
    const auto at = static_cast<std::size_t>(k);
    for (RateMatrix::InnerIterator entry(pattern_, result_.state[at]); entry; ++entry)
      touch(k, place_[static_cast<std::size_t>(entry.row())]);
    for (int child = first_child_[at]; child >= 0; child = next_child_[static_cast<std::size_t>(child)])
      touch_all(k, child);
    std::sort(result_.later.begin() + result_.start[at], result_.later.end());
    result_.start.push_back(static_cast<std::int64_t>(result_.later.size()));
    if (result_.start[at] == result_.start[at + 1]) return;
    const auto parent = static_cast<std::size_t>(result_.later[static_cast<std::size_t>(result_.start[at])]);
    next_child_[at] = first_child_[parent];
    first_child_[parent] = k;
  }

  RateMatrix pattern_;
  EliminationPattern result_;
  std::vector<int> place_, mark_, first_child_, next_child_;
};

}  // namespace

double EliminationPattern::factor_bytes() const {
  const double per_entry = 2 * sizeof(double) + sizeof(int), per_state = sizeof(double) + sizeof(std::int64_t);
  return per_entry * static_cast<double>(later.size()) + per_state * static_cast<double>(state.size());
}

double EliminationPattern::operations() const {
  double sum = 0;
  for (std::size_t k = 0; k < state.size(); ++k) {
    const auto entries = static_cast<double>(start[k + 1] - start[k]);
    sum += entries * entries;
  }
  return sum;
}

EliminationPattern elimination_pattern(const RateMatrix& rates) { return PatternBuilder(rates).build(); }

}  // namespace fokker
