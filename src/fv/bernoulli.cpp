#include "fokker/fv/bernoulli.hpp"

#include <cmath>

#include "core/clones.hpp"
#include "core/elementary.hpp"

namespace fokker {
namespace {

/// D B(|w| / D), which is D |w| / (D (e^(|w| / D) - 1)); beyond 700 it is 0, as it is where D = 0.
[[gnu::always_inline]] inline double scaled_small(double D, double a) {
  const double z = a / D;                // nan for 0 / 0, inf for a / 0
  const double near = z <= 700 ? z : 0;  // a value that the exponential can take
  const double ratio = near > 0 ? near / elementary::exponential_minus_1(near) : 1.0;
  return z <= 700 ? D * ratio : 0.0;
}

}  // namespace

BernoulliPair bernoulli(double z) { return scaled_bernoulli(1, z); }

BernoulliPair scaled_bernoulli(double D, double w) {
  BernoulliPair pair{};
  scaled_bernoulli(&D, &w, 1, &pair.plus, &pair.minus);
  return pair;
}

FOKKER_CLONES void scaled_bernoulli(const double* D, const double* w, int n, double* __restrict plus,
                                    double* __restrict minus) {
  for (int i = 0; i < n; ++i) {
    const double a = std::abs(w[i]), small = scaled_small(D[i], a), large = small + a;
    plus[i] = w[i] >= 0 ? small : large;
    minus[i] = w[i] >= 0 ? large : small;
  }
}

}  // namespace fokker
