// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/types.hpp"

namespace fokker {

/// Scratch memory of one thread, kept from call to call: grows to the largest size asked for, never shrinks. What
/// stood there before is lost.
class Scratch {
 public:
  Eigen::Map<Array> array(Eigen::Index n) {
    if (memory_.size() < n) memory_.resize(n);
    return {memory_.data(), n};
  }
  Eigen::Map<Points> points(Eigen::Index rows, Eigen::Index columns) {
    return {array(rows * columns).data(), rows, columns};
  }

 private:
  Array memory_;
};

}  // namespace fokker
