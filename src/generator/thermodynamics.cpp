// SPDX-License-Identifier: MIT
#include "fokker/generator/thermodynamics.hpp"

#include <cmath>

#include "generator/edge_pairs.hpp"

namespace fokker {

EntropyBalance entropy_balance(const RateMatrix& rates, const Array& masses, const Array& stationary) {
  const Array excess = (masses > 0).select((masses / stationary).log(), 0);  // empty cells carry no flow out
  EntropyBalance result;
  result.relative_entropy = (masses * excess).sum();
  for_each_pair(rates, [&](const StatePair& pair) {
    const double out = pair.up * masses[pair.i], back = pair.down * masses[pair.j];
    if (out == back) return;
    const double J = out - back;
    result.total += J * std::log(out / back);
    result.housekeeping += J * std::log(pair.up * stationary[pair.i] / (pair.down * stationary[pair.j]));
    result.excess += J * (excess[pair.i] - excess[pair.j]);
  });
  return result;
}

}  // namespace fokker
