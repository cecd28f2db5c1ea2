#include "fokker/fv/bernoulli.hpp"

#include <cmath>

namespace fokker {

BernoulliPair bernoulli(double z) {
  const double a = std::abs(z);
  const double small = a == 0 ? 1.0 : a / std::expm1(a);
  const double large = small + a;
  return z >= 0 ? BernoulliPair{small, large} : BernoulliPair{large, small};
}

BernoulliPair scaled_bernoulli(double D, double w) {
  if (!(std::abs(w) <= 700 * D)) return w > 0 ? BernoulliPair{0, w} : BernoulliPair{-w, 0};
  if (D == 0) return {0, 0};
  const BernoulliPair pair = bernoulli(w / D);
  return {D * pair.plus, D * pair.minus};
}

}  // namespace fokker
