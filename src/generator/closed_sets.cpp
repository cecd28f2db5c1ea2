// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/generator/generator.hpp"

namespace fokker {
namespace {

/// Strongly connected components of the states by Tarjan's algorithm, without recursion.
class Components {
 public:
  explicit Components(const RateMatrix& rates)
      : rates_(rates), number_(rates.rows(), 0), low_(rates.rows(), 0), component_(rates.rows(), -1) {
    for (Eigen::Index i = 0; i < rates.rows(); ++i)
      if (at(number_, i) == 0) search(i);
  }

  int count() const { return count_; }
  int of(Eigen::Index state) const { return component_[static_cast<std::size_t>(state)]; }

 private:
  using Numbers = std::vector<int>;
  static int& at(Numbers& numbers, Eigen::Index i) { return numbers[static_cast<std::size_t>(i)]; }

  void enter(Eigen::Index state) {
    at(number_, state) = at(low_, state) = ++entered_;
    path_.emplace_back(state, RateMatrix::InnerIterator(rates_, state));
    open_.push_back(state);
  }

  /// Follows one more rate from the state at the end of the path, or leaves it.
  void follow() {
    auto& [state, rate] = path_.back();
    if (!rate) return leave(state);
    const Eigen::Index other = rate.row();
    const bool passes = rate.value() > 0;
    ++rate;
    if (!passes) return;
    if (at(number_, other) == 0) return enter(other);
    if (at(component_, other) < 0) at(low_, state) = std::min(at(low_, state), at(number_, other));
  }

  void leave(Eigen::Index state) {
    path_.pop_back();
    if (!path_.empty()) {
      const Eigen::Index before = path_.back().first;
      at(low_, before) = std::min(at(low_, before), at(low_, state));
    }
    if (at(low_, state) != at(number_, state)) return;
    Eigen::Index member = -1;
    do {
      member = open_.back();
      open_.pop_back();
      at(component_, member) = count_;
    } while (member != state);
    ++count_;
  }

  void search(Eigen::Index first) {
    enter(first);
    while (!path_.empty()) follow();
  }

  const RateMatrix& rates_;
  Numbers number_, low_, component_;
  std::vector<std::pair<Eigen::Index, RateMatrix::InnerIterator>> path_;
  std::vector<Eigen::Index> open_;
  int entered_ = 0, count_ = 0;
};

}  // namespace

std::vector<std::vector<Eigen::Index>> closed_sets(const RateMatrix& rates, const Array& leak) {
  const Components components(rates);
  std::vector<bool> closed(static_cast<std::size_t>(components.count()), true);
  for (Eigen::Index j = 0; j < rates.cols(); ++j) {
    const auto own = static_cast<std::size_t>(components.of(j));
    if (leak[j] > 0) closed[own] = false;
    for (RateMatrix::InnerIterator rate(rates, j); rate; ++rate)
      if (rate.value() > 0 && components.of(rate.row()) != components.of(j)) closed[own] = false;
  }
  std::vector<std::vector<Eigen::Index>> sets(closed.size());
  for (Eigen::Index j = 0; j < rates.cols(); ++j) sets[static_cast<std::size_t>(components.of(j))].push_back(j);
  std::vector<std::vector<Eigen::Index>> result;
  for (std::size_t k = 0; k < sets.size(); ++k)
    if (closed[k]) result.push_back(std::move(sets[k]));
  return result;
}

}  // namespace fokker
