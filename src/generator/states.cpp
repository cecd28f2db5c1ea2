// SPDX-License-Identifier: MIT
#include "generator/states.hpp"

namespace fokker {

RateMatrix among(const RateMatrix& rates, const StateList& states) {
  std::vector<int> number(static_cast<std::size_t>(rates.rows()), -1);
  for (std::size_t k = 0; k < states.size(); ++k) number[static_cast<std::size_t>(states[k])] = static_cast<int>(k);
  std::vector<Eigen::Triplet<double>> entries;
  for (const Eigen::Index from : states)
    for (RateMatrix::InnerIterator rate(rates, from); rate; ++rate) {
      const int to = number[static_cast<std::size_t>(rate.row())];
      if (to >= 0) entries.emplace_back(to, number[static_cast<std::size_t>(from)], rate.value());
    }
  RateMatrix result(static_cast<Eigen::Index>(states.size()), static_cast<Eigen::Index>(states.size()));
  result.setFromTriplets(entries.begin(), entries.end());
  return result;
}

}  // namespace fokker
