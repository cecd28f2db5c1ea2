#include <vector>

#include "fokker/sde/simulate.hpp"

namespace fokker {
namespace {

constexpr std::size_t kBlock = 4096;

/// Sum over blocks of body(begin, end), in the order of the blocks.
template <class Value, class Body>
Value sum_blocks(std::size_t count, int threads, Value zero, Body&& body) {
  std::vector<Value> sums((count + kBlock - 1) / kBlock, zero);
  parallel_for(count, kBlock, threads, [&](std::size_t begin, std::size_t end) {
    body(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end), sums[begin / kBlock]);
  });
  for (const Value& sum : sums) zero += sum;
  return zero;
}

}  // namespace

SampleMoments sample_moments(const Points& positions, int threads) {
  const auto count = static_cast<std::size_t>(positions.rows());
  const Eigen::Index d = positions.cols();
  // the last entry counts
  const Vector sum = sum_blocks(count, threads, Vector(Vector::Zero(d + 1)), [&](auto begin, auto end, Vector& s) {
    for (auto i = begin; i < end; ++i) {
      if (positions.row(i).isNaN().any()) continue;
      for (Eigen::Index k = 0; k < d; ++k) s[k] += positions(i, k);
      s[d] += 1;
    }
  });
  SampleMoments moments;
  moments.mean = sum.head(d) / sum[d];
  const Vector& mean = moments.mean;
  moments.covariance = sum_blocks(count, threads, Matrix(Matrix::Zero(d, d)),
                                  [&](auto begin, auto end, Matrix& s) {
                                    for (auto i = begin; i < end; ++i) {
                                      if (positions.row(i).isNaN().any()) continue;
                                      for (Eigen::Index k = 0; k < d; ++k) {
                                        for (Eigen::Index l = 0; l <= k; ++l)
                                          s(k, l) += (positions(i, k) - mean[k]) * (positions(i, l) - mean[l]);
                                      }
                                    }
                                  }) /
                       sum[d];
  moments.covariance = Matrix(moments.covariance.selfadjointView<Eigen::Lower>());
  return moments;
}

}  // namespace fokker
