// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

namespace fokker {

/// Its values come from the estimates of a solution (verify/relative_absorbed_error.hpp).
MetricEntry absorbed_metric() {
  return {.rank = 80,
          .name = "absorbed",
          .long_name = "estimated error of the absorbed mass, relative",
          .meaning = "estimated relative error of the absorbed mass, of the boundary where it is largest",
          .sentence = "The mass absorbed at each boundary so far is known to this part of it.",
          .of_estimates = true};
}

}  // namespace fokker
