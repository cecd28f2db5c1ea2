// SPDX-License-Identifier: MIT
#include "fokker/fv/selling.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

constexpr int longest_offset = 1000;

using Entry = Superbase::value_type;

double product(const Eigen::Ref<const Matrix>& D, const Entry& a, const Entry& b) {
  double sum = 0;
  for (Eigen::Index i = 0; i < a.size(); ++i)
    for (Eigen::Index j = 0; j < b.size(); ++j) sum += a[i] * D(i, j) * b[j];
  return sum;
}

/// Makes a pair of the superbase obtuse; false if all are.
bool flip(const Eigen::Ref<const Matrix>& D, double tolerance, Superbase& b) {
  for (std::size_t i = 0; i < b.size(); ++i)
    for (std::size_t j = i + 1; j < b.size(); ++j) {
      if (product(D, b[i], b[j]) <= tolerance) continue;
      // in 2-D one vector is left and becomes b_i - b_j; in 3-D two are left and each gains b_i
      const bool plane = b.size() == 3;
      for (std::size_t k = 0; k < b.size(); ++k)
        if (k != i && k != j) b[k] = plane ? Entry(b[i] - b[j]) : Entry(b[k] + b[i]);
      b[i] = -b[i];
      return true;
    }
  return false;
}

/// The offset orthogonal to all vectors of the superbase but i and j, with the sign of its first entry positive.
std::vector<int> offset_of(const Superbase& b, std::size_t i, std::size_t j) {
  std::vector<std::size_t> others;
  for (std::size_t k = 0; k < b.size(); ++k)
    if (k != i && k != j) others.push_back(k);
  std::vector<int> e;
  if (others.empty()) e = {1};
  if (others.size() == 1) e = {-b[others[0]][1], b[others[0]][0]};
  if (others.size() == 2) {
    const Eigen::Vector3i cross = Eigen::Vector3i(b[others[0]]).cross(Eigen::Vector3i(b[others[1]]));
    e = {cross[0], cross[1], cross[2]};
  }
  const auto first = std::find_if(e.begin(), e.end(), [](int value) { return value != 0; });
  if (first != e.end() && *first < 0)
    for (int& value : e) value = -value;
  return e;
}

}  // namespace

Superbase unit_superbase(int dimension) {
  if (dimension < 1 || dimension > 3)
    throw Error(Fault::problem, fmt::format("correlated noise in {} dimensions", dimension), "1 to 3");
  Superbase b(static_cast<std::size_t>(dimension) + 1, Entry::Zero(dimension));
  for (int k = 0; k < dimension; ++k) {
    b[static_cast<std::size_t>(k)][k] = 1;
    b.back()[k] = -1;
  }
  return b;
}

std::vector<OffsetWeight> selling(const Eigen::Ref<const Matrix>& D, Superbase& superbase) {
  const double tolerance = 1e-14 * D.trace();
  while (flip(D, tolerance, superbase))
    for (const Entry& b : superbase)
      if (b.cwiseAbs().maxCoeff() > longest_offset) {
        superbase = unit_superbase(static_cast<int>(D.rows()));
        throw Error(Fault::numerical, "a diffusion so anisotropic that its offsets pass 1000 cells", {},
                    "cells whose sides fit the noise, or a little noise in every direction");
      }
  std::vector<OffsetWeight> pieces;
  for (std::size_t i = 0; i < superbase.size(); ++i)
    for (std::size_t j = i + 1; j < superbase.size(); ++j) {
      const double weight = -product(D, superbase[i], superbase[j]);
      if (weight > tolerance) pieces.push_back({offset_of(superbase, i, j), weight});
    }
  return pieces;
}

}  // namespace fokker
