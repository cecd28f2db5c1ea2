// SPDX-License-Identifier: MIT
#include <boost/math/special_functions/gamma.hpp>

#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry p_value_metric() {
  return {.rank = 160,
          .name = "p_value",
          .long_name = "probability of a larger chi-square statistic if both were equal",
          .meaning = "of the chi-square test; a lower bound",
          .sentence = "If both distributions were equal, counts as different as these would occur at least this often.",
          .lower_bound = true,
          .most = 1,
          .member = &Metrics::p_value,
          .particles = [](const ParticleTests& tests) -> Matrix {
            if (!tests.chi) return {};
            const ChiSquare& chi = *tests.chi;
            return metric_number(chi.groups < 2 ? 1 : boost::math::gamma_q(0.5 * (chi.groups - 1), 0.5 * chi.pearson));
          }};
}

}  // namespace fokker
