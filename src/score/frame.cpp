// SPDX-License-Identifier: MIT
#include "score/frame.hpp"

namespace fokker {
namespace {

Score at_points_only(const Score& score) {
  Score result = score;
  result.log_density = nullptr;
  return result;
}

}  // namespace

Score framed(const Score& score, const Frame& frame) {
  Score result = at_points_only(score);
  result.at = [at = score.at, frame](double t) -> Field {
    return [field = at(t), now = frame.at(t)](const PointsIn& y, PointsOut values) {
      field(from_frame(y, now), values);
      for (Eigen::Index k = 0; k < values.cols(); ++k) values.col(k) *= now.scale[k];
    };
  };
  return result;
}

Score unframed(const Score& score, const Frame& frame) {
  Score result = at_points_only(score);
  result.at = [at = score.at, frame](double t) -> Field {
    return [field = at(t), now = frame.at(t)](const PointsIn& x, PointsOut values) {
      field(to_frame(x, now), values);
      for (Eigen::Index k = 0; k < values.cols(); ++k) values.col(k) /= now.scale[k];
    };
  };
  return result;
}

}  // namespace fokker
