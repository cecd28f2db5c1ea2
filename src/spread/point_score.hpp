// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/score/score.hpp"

namespace fokker {

/// The score at points of the whole grid at one time, of a density whose cells are shared out: gathered only where a
/// rank's part asks for it (without noise, no edge asks for log p).
class PointScore {
 public:
  /// grad log p at t. Not gathered yet: zeros, and `asked()`. @throws Error for another time than that of set()
  Field at(double t);
  bool asked() const { return asked_; }
  bool is_set(double t) const { return values_ && time_ == t; }
  void set(double t, Field values) { time_ = t, values_ = std::move(values); }

 private:
  bool asked_ = false;
  double time_ = 0;
  std::optional<Field> values_;
};

}  // namespace fokker
