// SPDX-License-Identifier: MIT
#include "fv/bernoulli.hpp"

#include <cmath>

#include "core/clones.hpp"
#include "fv/bernoulli_kernel.hpp"

namespace fokker {

BernoulliPair bernoulli(double z) { return scaled_bernoulli(1, z); }

BernoulliPair scaled_bernoulli(double D, double w) {
  BernoulliPair pair{};
  scaled_bernoulli(&D, &w, 1, &pair.plus, &pair.minus);
  return pair;
}

FOKKER_CLONES void scaled_bernoulli(const double* D, const double* w, int n, double* __restrict plus,
                                    double* __restrict minus) {
  for (int i = 0; i < n; ++i) scaled_pair(scaled_small(D[i], std::abs(w[i])), w[i], plus[i], minus[i]);
}

}  // namespace fokker
