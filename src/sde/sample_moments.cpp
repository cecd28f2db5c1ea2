// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <vector>

#include "core/clones.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker {
namespace {

constexpr std::size_t kBlock = 1024;
constexpr int kLanes = 8;  // sums in a fixed order, whatever the instruction set

/// out[i] = x[i] - shift where `keep` is 1, else 0.
FOKKER_CLONES void shifted(const double* __restrict x, const double* __restrict keep, double shift,
                           double* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = keep[i] != 0 ? x[i] - shift : 0.0;
}

/// keep[i] = 0 where x[i] is not a number.
FOKKER_CLONES void drop_absorbed(const double* __restrict x, double* __restrict keep, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) keep[i] = x[i] == x[i] ? keep[i] : 0.0;
}

/// Sum of a[i] b[i] over a block.
FOKKER_CLONES double dot(const double* a, const double* b) {
  double lane[kLanes] = {};
  for (std::size_t i = 0; i < kBlock; i += kLanes)
    for (int l = 0; l < kLanes; ++l) lane[l] += a[i + l] * b[i + l];
  double sum = 0;
  for (const double part : lane) sum += part;
  return sum;
}

/// Number, mean and scatter (sum of (x - mean)(x - mean)^T) of some particles.
struct Part {
  double count = 0;
  Vector mean;
  Matrix scatter;
};

Part moments_of_block(const Points& positions, std::size_t begin, std::size_t end) {
  const std::size_t n = end - begin;
  const Eigen::Index d = positions.cols();
  // rows beyond the last particle stay 0
  Points y = Points::Zero(kBlock, d + 2);
  double *keep = y.col(d).data(), *ones = y.col(d + 1).data();
  std::fill_n(keep, n, 1.0);
  std::fill_n(ones, kBlock, 1.0);
  const auto x = [&](Eigen::Index k) { return positions.col(k).data() + begin; };
  for (Eigen::Index k = 0; k < d; ++k) drop_absorbed(x(k), keep, n);
  Part part{dot(keep, ones), Vector::Zero(d), Matrix::Zero(d, d)};
  if (part.count == 0) return part;
  for (Eigen::Index k = 0; k < d; ++k) {
    shifted(x(k), keep, 0, y.col(k).data(), n);
    part.mean[k] = dot(y.col(k).data(), ones) / part.count;
    shifted(x(k), keep, part.mean[k], y.col(k).data(), n);
    for (Eigen::Index l = 0; l <= k; ++l) part.scatter(k, l) = dot(y.col(k).data(), y.col(l).data());
  }
  return part;
}

/// Chan, Golub and LeVeque, Amer. Statist. 37 (1983) 242.
void add(const Part& other, Part& sum) {
  if (other.count == 0) return;
  const double total = sum.count + other.count;
  const Vector apart = other.mean - sum.mean;
  sum.scatter += other.scatter + (sum.count * other.count / total) * (apart * apart.transpose());
  sum.mean += (other.count / total) * apart;
  sum.count = total;
}

}  // namespace

Points moments_of_blocks(const Points& positions, int threads) {
  const auto count = static_cast<std::size_t>(positions.rows());
  const Eigen::Index d = positions.cols();
  Points blocks(static_cast<Eigen::Index>((count + kBlock - 1) / kBlock), 1 + d + d * d);
  parallel_for(count, kBlock, threads, [&](std::size_t begin, std::size_t end) {
    const Part part = moments_of_block(positions, begin, end);
    blocks.row(static_cast<Eigen::Index>(begin / kBlock)) << part.count, part.mean.transpose().array(),
        part.scatter.reshaped().transpose().array();
  });
  return blocks;
}

SampleMoments joined_moments(const Points& blocks) {
  Eigen::Index d = 0;
  while (1 + d + d * d < blocks.cols()) ++d;
  Part sum{0, Vector::Zero(d), Matrix::Zero(d, d)};
  for (const auto& row : blocks.rowwise())
    add({row[0], row.segment(1, d).transpose().matrix(), row.tail(d * d).transpose().matrix().reshaped(d, d)}, sum);
  if (sum.count == 0) sum.mean.setConstant(std::numeric_limits<double>::quiet_NaN());
  const Matrix covariance = sum.scatter / sum.count;
  return {sum.mean, Matrix(covariance.selfadjointView<Eigen::Lower>())};
}

SampleMoments sample_moments(const Points& positions, int threads) {
  return joined_moments(moments_of_blocks(positions, threads));
}

}  // namespace fokker
