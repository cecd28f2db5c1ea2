// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/generator/generator.hpp"

namespace fokker {

/// Entropy balance of masses m of a jump process with stationary masses s, in units of the Boltzmann constant; J is the
/// net flow along an edge, J = q_ji m_i - q_ij m_j, and sums are over edges.
struct EntropyBalance {
  double relative_entropy = 0;  ///< sum of m log(m/s), 1
  double total = 0;             ///< entropy production, sum of J log(q_ji m_i / (q_ij m_j)), 1/time
  double housekeeping = 0;      ///< sum of J log(q_ji s_i / (q_ij s_j)); 0 in detailed balance, 1/time
  double excess = 0;            ///< sum of J log(m_i s_j / (m_j s_i)): minus the derivative of relative_entropy, 1/time
};

/// Entropy balance of the masses of a jump process.
/// @param rates       of the process, between states, 1/time
/// @param masses      m >= 0, one per state
/// @param stationary  s > 0 where masses are
/// @return total = housekeeping + excess
/// Reference: Esposito and Van den Broeck, Phys. Rev. Lett. 104 (2010) 090601.
EntropyBalance entropy_balance(const RateMatrix& rates, const Array& masses, const Array& stationary);

}  // namespace fokker
