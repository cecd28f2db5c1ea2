// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Boxes that are bisected one at a time, with bounds of a density on each. Parts are numbered: first the boxes, then
/// the halves, in the order of the bisections.
class BoxSearch {
 public:
  /// Sides of a box by its number.
  using Sides = std::function<void(std::size_t box, std::vector<Interval>& sides)>;

  BoxSearch(Enclosure bounds, std::size_t boxes, Sides sides);

  std::size_t parts() const { return bounds_.size(); }
  /// Bounds of the density on a part, >= 0 and at most 1e300; 0 and 0 once it is bisected.
  Interval bounds(std::size_t part) const { return bounds_[part]; }
  double volume(std::size_t part) const;
  /// Whether there are still fewer than five parts per box and 20000 more.
  bool may_grow() const { return parts() < 5 * boxes_ + 20000; }
  /// Whether it has not been halved so often that nothing but an infinite bound is left.
  bool divisible(std::size_t part) const { return part < boxes_ || halves_[part - boxes_].depth < deepest; }
  /// The box that a part belongs to.
  std::size_t box(std::size_t part) const { return part < boxes_ ? part : halves_[part - boxes_].box; }
  void sides(std::size_t part, std::vector<Interval>& sides) const;

  /// Halves a part along its longest side, in units of that of its box; the new parts are the last two.
  void bisect(std::size_t part);

 private:
  static constexpr int deepest = 100;

  struct Half {
    std::size_t box;
    int depth;
    std::vector<Interval> sides;
  };
  void add(std::vector<Interval> sides, std::size_t box, int depth);
  Interval enclosure(const std::vector<Interval>& sides) const;

  Enclosure density_;
  std::size_t boxes_;
  Sides sides_;
  std::vector<Interval> bounds_;
  std::vector<Half> halves_;
};

}  // namespace fokker
