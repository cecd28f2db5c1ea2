// SPDX-License-Identifier: MIT
#include "fokker/process/process.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"

namespace fokker {

GaussianMixture marginal(const Process& process, const GaussianMixture& initial, double s, double t) {
  if (!process.transition)
    throw Error(Fault::problem, fmt::format("process '{}' has no closed-form marginal", process.name),
                "linear processes");
  const AffineLaw law = process.transition(s, t);
  std::vector<Vector> means;
  std::vector<Matrix> covariances;
  for (std::size_t k = 0; k < initial.size(); ++k) {
    means.emplace_back(law.A * initial.means()[k] + law.b);
    covariances.emplace_back(law.A * initial.covariances()[k] * law.A.transpose() + law.C);
  }
  return {initial.weights(), std::move(means), std::move(covariances)};
}

}  // namespace fokker
