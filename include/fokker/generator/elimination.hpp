// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// Order in which states are eliminated, and which of the later ones each then touches: the pattern of a symmetric
/// Cholesky factor, by approximate minimum degree.
struct EliminationPattern {
  std::vector<int> state;           ///< eliminated k-th
  std::vector<std::int64_t> start;  ///< of the entries of the k-th in `later`; one more than states
  std::vector<int> later;           ///< places in the order, increasing for each state

  /// Number of states. @return as rows of the rates
  int size() const { return static_cast<int>(state.size()); }
  /// Bytes of the factor with this pattern. @return known before the factor is made
  double factor_bytes() const;
  /// Multiplications of the elimination, about a nanosecond each. @return their number
  double operations() const;
  /// Whether an Elimination is made: at most 1e12 multiplications and 8 GB. @return false: its constructor throws
  bool feasible() const;
  /// Calls visit(entry, later state) for the entries of the k-th.
  /// @param k      place in the order, 0 to size() - 1
  /// @param visit  takes (std::size_t entry, int place)
  template <class Visit>
  void each_entry(int k, const Visit& visit) const {
    const auto at = static_cast<std::size_t>(k), end = static_cast<std::size_t>(start[at + 1]);
    for (auto entry = static_cast<std::size_t>(start[at]); entry < end; ++entry) visit(entry, later[entry]);
  }
};

/// Pattern for these rates, without their values.
/// @param rates  between states; entries above 0 count
/// @return an order with few later states
EliminationPattern elimination_pattern(const RateMatrix& rates);

/// Elimination of the states of a jump process one after the other, without a subtraction: with q_ik the rate from k to
/// i among the states left and l_k the rate out of the system, taking out k is
///   out_k = l_k + sum_i q_ik,  q_ij += q_ik q_kj / out_k,  l_j += l_k q_kj / out_k.
/// Every entry is a sum of terms >= 0, so results for right-hand sides >= 0 have full relative accuracy in each
/// component, however small, and need no pivots. Reference: Grassmann, Taksar and Heyman, Oper. Res. 33 (1985) 1107;
/// O'Cinneide, Numer. Math. 65 (1993) 109.
class Elimination {
 public:
  /// @param rates  between states
  /// @param leak   rate out of the system from each state, >= 0, 1/time; a number s > 0 added to it gives the factor of
  ///               s - L
  /// @param stop   asked from time to time
  /// @throws Error{Fault::resources} beyond 1e12 multiplications or 8 GB; Error{Fault::interrupted}
  Elimination(const RateMatrix& rates, const Array& leak, const StopToken& stop = {});

  /// Stationary vector, L x = 0, with sum 1. Only without leak and with one closed set, which is the whole.
  /// @return one mass >= 0 per state
  Array stationary() const;
  /// x with -L x = b: for masses b >= 0 the mean time spent in each state. Infinite where nothing leaves.
  /// @param b  masses, one per state
  /// @return x, one number per state, time
  Array solve(const Array& b) const;
  /// u with -L^T u = b, a function of the start: for rewards b >= 0 per time the mean of what is collected.
  /// @param b  one number per state
  /// @return u, one number per state, time times the unit of b
  Array solve_transposed(const Array& b) const;
  /// Order and pattern of the factor. @return lives as long as this
  const EliminationPattern& pattern() const { return pattern_; }

 private:
  class Front;
  void factor(const RateMatrix& rates, const Array& leak, const StopToken& stop);
  Array in_order(const Array& values) const;
  Array in_states(const Array& values) const;

  EliminationPattern pattern_;
  std::vector<double> out_;  ///< entries of `later`: share of what leaves k that goes there
  std::vector<double> in_;   ///< rate from there into k when k is taken out
  Array total_;              ///< rate out of k when it is taken out
};

}  // namespace fokker
