// SPDX-License-Identifier: MIT
#include "process/box_search.hpp"

#include <algorithm>
#include <utility>

namespace fokker {
namespace {

constexpr double largest_bound = 1e300;

}  // namespace

BoxSearch::BoxSearch(Enclosure bounds, std::size_t boxes, Sides sides)
    : density_(std::move(bounds)), boxes_(boxes), sides_(std::move(sides)) {
  std::vector<Interval> box;
  bounds_.reserve(boxes);
  for (std::size_t i = 0; i < boxes; ++i) {
    sides_(i, box);
    bounds_.push_back(enclosure(box));
  }
}

Interval BoxSearch::enclosure(const std::vector<Interval>& sides) const {
  const Interval found = density_(sides);
  // written so that nan, which an enclosure may give where the formula is not defined, bounds nothing
  return {found.low > 0 ? std::min(found.low, largest_bound) : 0,
          found.high < largest_bound ? std::max(found.high, 0.0) : largest_bound};
}

double BoxSearch::volume(std::size_t part) const {
  std::vector<Interval> box;
  sides(part, box);
  double volume = 1;
  for (const Interval& side : box) volume *= side.high - side.low;
  return volume;
}

void BoxSearch::sides(std::size_t part, std::vector<Interval>& sides) const {
  if (part < boxes_)
    sides_(part, sides);
  else
    sides = halves_[part - boxes_].sides;
}

void BoxSearch::add(std::vector<Interval> sides, std::size_t box, int depth) {
  bounds_.push_back(enclosure(sides));
  halves_.push_back({box, depth, std::move(sides)});
}

void BoxSearch::bisect(std::size_t part) {
  std::vector<Interval> own, root;
  sides(part, own);
  sides(box(part), root);
  std::size_t longest = 0;
  double most = 0;
  for (std::size_t k = 0; k < own.size(); ++k) {
    const double share = (own[k].high - own[k].low) / (root[k].high - root[k].low);
    if (share > most) most = share, longest = k;
  }
  const std::size_t of = box(part);
  const int depth = part < boxes_ ? 1 : halves_[part - boxes_].depth + 1;
  const double middle = 0.5 * (own[longest].low + own[longest].high);
  std::vector<Interval> half = own;
  half[longest].high = middle;
  add(half, of, depth);
  half[longest] = {middle, own[longest].high};
  add(std::move(half), of, depth);
  bounds_[part] = {0, 0};
}

}  // namespace fokker
