// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <vector>

#include "fokker/score/score.hpp"

namespace fokker {

/// The score at points of the whole grid, of a density whose cells are shared out: gathered only for the times at which
/// some rank's part asks for it (without noise, no edge asks for log p).
class PointScore {
 public:
  /// grad log p at t. Not gathered yet: zeros, and t is missing.
  Field at(double t) {
    const auto found = known_.find(t);
    if (found != known_.end()) return found->second;
    missing_.push_back(t);
    return [](const PointsIn&, PointsOut values) { values.setZero(); };
  }
  /// Times that were asked for since, and are not known.
  const std::vector<double>& missing() const { return missing_; }
  void forget_missing() { missing_.clear(); }

  bool is_known(double t) const { return known_.count(t) > 0; }
  void set(double t, Field values) { known_[t] = std::move(values); }
  void forget() { known_.clear(); }

 private:
  std::map<double, Field> known_;
  std::vector<double> missing_;
};

}  // namespace fokker
