// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// exp(L t) and exp(L^T t) by the number of jumps of a Poisson process of rate q (uniformization):
///   exp(L t) = sum_k e^(-qt) (qt)^k / k! (1 + L/q)^k,  q the largest rate out of a state.
/// No term is negative, so results are accurate relative to their size in every cell, exact in time.
/// References: Jensen, Skand. Aktuarietidskr. 36 (1953) 87; Grassmann, Comput. Oper. Res. 4 (1977) 47.
class Jumps {
 public:
  /// @param stop  asked after every jump
  Jumps(const Generator& generator, const StopToken& stop);

  /// Masses after a time.
  Array forward(Array masses, double span) const;
  /// The function of the state before a time from that after it.
  Array backward(Array u, double span) const;
  /// About the multiplications of one of them.
  double work(double span) const;

 private:
  template <class Jump>
  Array taken(Array u, double span, const Jump& jump) const;

  RateMatrix rates_;
  Array staying_;  ///< q less the rate out of each state
  double rate_;    ///< q
  StopToken stop_;
};

}  // namespace fokker
