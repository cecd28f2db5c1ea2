// SPDX-License-Identifier: MIT
#include "verify/groups.hpp"

#include <algorithm>

namespace fokker {
namespace {
constexpr double kExpectedPerGroup = 25;
}

Array Groups::scale() const { return expected.max(kExpectedPerGroup); }

Array Groups::sums(const Array& per_cell, double outside) const {
  Array result = Array::Zero(expected.size());
  for (Eigen::Index i = 0; i < per_cell.size(); ++i) result[of_cell[static_cast<std::size_t>(i)]] += per_cell[i];
  result[of_cell.back()] += outside;
  return result;
}

Groups merged_cells(const Grid& grid, const Array& density, double count) {
  constexpr std::int32_t open = -1;  // not numbered yet
  Groups groups{std::vector<std::int32_t>(static_cast<std::size_t>(grid.cells()) + 1), {}};
  std::vector<double> expected;
  std::vector<std::size_t> sparse;
  double sparse_sum = 0;
  const auto close = [&] {
    for (const std::size_t i : sparse) groups.of_cell[i] = static_cast<std::int32_t>(expected.size());
    expected.push_back(sparse_sum);
    sparse.clear();
    sparse_sum = 0;
  };
  const auto add = [&](std::size_t i, double particles) {
    if (particles >= kExpectedPerGroup) {
      groups.of_cell[i] = static_cast<std::int32_t>(expected.size());
      expected.push_back(particles);
      return;
    }
    groups.of_cell[i] = open;
    sparse.push_back(i);
    sparse_sum += particles;
    if (sparse_sum >= kExpectedPerGroup) close();
  };
  const Array masses = density * grid.volumes();
  for (Eigen::Index i = 0; i < grid.cells(); ++i) add(static_cast<std::size_t>(i), count * masses[i]);
  add(groups.of_cell.size() - 1, count * std::max(0.0, 1 - masses.sum()));
  if (expected.empty()) return groups;
  if (!sparse.empty()) close();
  groups.expected = Eigen::Map<const Array>(expected.data(), static_cast<Eigen::Index>(expected.size()));
  return groups;
}

}  // namespace fokker
