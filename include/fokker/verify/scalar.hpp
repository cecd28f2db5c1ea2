// SPDX-License-Identifier: MIT
#pragma once
#include <limits>
#include <string>

namespace fokker {

/// One number with the estimated error of its discretization.
struct Scalar {
  std::string table;  ///< "stationary", "spectrum", "first_passage" or "committor"
  std::string name;   ///< e.g. "mean_x", "eigenvalue_1", "mean_time"
  double value = 0;   ///< of the problem's grid, or extrapolated
  double error = std::numeric_limits<double>::quiet_NaN();  ///< NaN: unknown
  std::string units;                                        ///< of length and time, "1" for none
};

}  // namespace fokker
