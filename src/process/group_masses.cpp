// SPDX-License-Identifier: MIT
#include "process/group_masses.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "process/normal_box.hpp"

namespace fokker {
namespace {

/// One group's part of a normal law, and the masses that are known of its boxes.
class GroupMasses {
 public:
  GroupMasses(const CoordinateGroup& group, const FactoredNormal& law, const std::vector<Intervals>& along)
      : group_(group), along_(along), mean_(law.mean(group)), L_(law.L(group, group)) {
    double different = 1;
    for (const Eigen::Index axis : group_) different *= static_cast<double>(of(axis).different().size());
    const auto boxes = static_cast<double>(of(group_.front()).count());
    if (different <= boxes)
      known_ = Array::Constant(static_cast<Eigen::Index>(different), std::numeric_limits<double>::quiet_NaN());
  }

  double operator()(std::size_t box) {
    if (known_.size() == 0) return mass(box);
    std::size_t at = 0;
    for (const Eigen::Index axis : group_) at = at * of(axis).different().size() + of(axis).number(box);
    double& known = known_[static_cast<Eigen::Index>(at)];
    if (std::isnan(known)) known = mass(box);
    return known;
  }

 private:
  const Intervals& of(Eigen::Index axis) const { return along_[static_cast<std::size_t>(axis)]; }

  double mass(std::size_t box) const {
    Vector lower(mean_.size()), upper(mean_.size());
    for (std::size_t k = 0; k < group_.size(); ++k) {
      const auto& [from, to] = of(group_[k]).different()[of(group_[k]).number(box)];
      lower[static_cast<Eigen::Index>(k)] = from, upper[static_cast<Eigen::Index>(k)] = to;
    }
    return normal_box(lower - mean_, upper - mean_, L_);
  }

  const CoordinateGroup& group_;
  const std::vector<Intervals>& along_;
  Vector mean_;
  Matrix L_;
  Array known_;  ///< nan where it is not; empty where boxes differ from each other
};

}  // namespace

std::vector<CoordinateGroup> independent_groups(const Matrix& covariance) {
  const Eigen::Index d = covariance.rows();
  std::vector<Eigen::Index> first(static_cast<std::size_t>(d));  // coordinate of the same group
  for (Eigen::Index i = 0; i < d; ++i) first[static_cast<std::size_t>(i)] = i;
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < i; ++j) {
      const Eigen::Index a = first[static_cast<std::size_t>(i)], b = first[static_cast<std::size_t>(j)];
      if (covariance(i, j) != 0) std::replace(first.begin(), first.end(), std::max(a, b), std::min(a, b));
    }
  std::vector<CoordinateGroup> groups;
  for (Eigen::Index i = 0; i < d; ++i) {
    CoordinateGroup group;
    for (Eigen::Index k = 0; k < d; ++k)
      if (first[static_cast<std::size_t>(k)] == i) group.push_back(k);
    if (!group.empty()) groups.push_back(group);
  }
  return groups;
}

Array group_masses(const std::vector<CoordinateGroup>& groups, const FactoredNormal& law,
                   const std::vector<Intervals>& along) {
  Array product = Array::Ones(static_cast<Eigen::Index>(along.front().count()));
  for (const CoordinateGroup& group : groups) {
    GroupMasses mass(group, law, along);
    for (Eigen::Index i = 0; i < product.size(); ++i) product[i] *= mass(static_cast<std::size_t>(i));
  }
  return product;
}

}  // namespace fokker
