// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <list>
#include <memory>

#include "fv/noise_flows.hpp"

namespace fokker {

/// The last deposits of the pieces of steps by flows: steps of equal length use them again.
/// @tparam D  a deposit of all masses, or of those of a rank
template <class D>
class KnownDeposits {
 public:
  /// @param make  one that is not known
  template <class Make>
  const D& of(const std::shared_ptr<const NoiseFlows>& flows, std::size_t piece, double time, const Make& make) {
    for (auto entry = known_.begin(); entry != known_.end(); ++entry)
      if (entry->flows == flows && entry->piece == piece && entry->time == time) {
        known_.splice(known_.begin(), known_, entry);
        return known_.front().deposit;
      }
    known_.remove_if([&](const Known& known) { return known.flows != flows; });
    if (known_.size() == most_known) known_.pop_back();
    known_.push_front({flows, piece, time, make()});
    return known_.front().deposit;
  }

 private:
  static constexpr std::size_t most_known = 6;  ///< of a whole step and of its halves
  struct Known {
    std::shared_ptr<const NoiseFlows> flows;
    std::size_t piece;
    double time;
    D deposit;
  };
  std::list<Known> known_;  ///< last used first
};

}  // namespace fokker
