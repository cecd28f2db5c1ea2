// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <utility>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// The different intervals among many: boxes of a grid repeat those of its axes.
class Intervals {
 public:
  Intervals(const Array& lower, const Array& upper) : number_(static_cast<std::size_t>(lower.size())) {
    for (std::size_t i = 0; i < number_.size(); ++i)
      number_[i] =
          find(i > 0 ? number_[i - 1] : 0, {lower[static_cast<Eigen::Index>(i)], upper[static_cast<Eigen::Index>(i)]});
  }

  /// product[i] *= mass(interval i), each different interval evaluated once
  template <class Mass>
  void multiply(const Mass& mass, Array& product) const {
    std::vector<double> masses;
    for (const auto& [from, to] : different_) masses.push_back(mass(from, to));
    for (std::size_t i = 0; i < number_.size(); ++i) product[static_cast<Eigen::Index>(i)] *= masses[number_[i]];
  }

  std::size_t count() const { return number_.size(); }
  /// Which of the different ones interval i is.
  std::size_t number(std::size_t i) const { return number_[i]; }
  const std::vector<std::pair<double, double>>& different() const { return different_; }
  /// Whether they come in order, each `stride` times, again and again.
  bool repeat(std::size_t stride) const {
    for (std::size_t i = 0; i < number_.size(); ++i)
      if (number_[i] != i / stride % different_.size()) return false;
    return true;
  }

 private:
  using Interval = std::pair<double, double>;

  /// Of an interval that follows number `last`. Along an axis of a grid it is the same, the next, the first or new, and
  /// needs no search.
  std::size_t find(std::size_t last, const Interval& interval) {
    for (const std::size_t guess : {last, last + 1, std::size_t{0}})
      if (guess < different_.size() && different_[guess] == interval) return guess;
    const bool beyond = known_.empty() && (different_.empty() || different_.back() < interval);
    if (!beyond && known_.empty())
      for (std::size_t k = 0; k < different_.size(); ++k) known_.emplace(different_[k], k);
    if (!beyond) {
      const auto [entry, fresh] = known_.try_emplace(interval, different_.size());
      if (!fresh) return entry->second;
    }
    different_.push_back(interval);
    return different_.size() - 1;
  }

  std::vector<Interval> different_;
  std::map<Interval, std::size_t> known_;  ///< numbers, once intervals do not come in order
  std::vector<std::size_t> number_;
};

}  // namespace fokker
