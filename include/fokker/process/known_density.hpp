// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/expression/expression.hpp"
#include "fokker/process/law.hpp"

namespace fokker {

/// Density of a process at every time, as a user's formula p(x, t) in the axes and t, normalised as given.
struct KnownDensity {
  Expression density;  ///< p(x, t), 1/length^d

  /// Box masses at t by quadrature, see `density_law`.
  /// @throws Error{Fault::problem} from box_mass where the density is negative or not finite: names the point
  /// @param t  process time
  /// @return the law at t, normalised as the formula is
  Law law(double t) const;
  /// grad log p, n x d, 1/length, by symbolic derivation. @return a field at each t
  FieldAt score() const;
};

}  // namespace fokker
