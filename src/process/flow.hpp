// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <functional>
#include <memory>

#include "fokker/core/types.hpp"

namespace fokker {

/// A vector field a(x, t) at the times that one step of dopri5 asks for.
struct StepFields {
  double from, to;
  std::array<Field, 6> field;  ///< at from + c (to - from), c = 0, 1/5, 3/10, 4/5, 8/9, 1
};
StepFields step_fields(const FieldAt& a, double from, double to);

/// Points that follow dx/dt = a(x, t), by Odeint's fifth-order method of Dormand and Prince with steps as given: an
/// adaptive one would tie the points of a batch together. Holds the stages; one per thread.
/// Reference: Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19.
class Flow {
 public:
  /// @param keep_inside  moves points (n x d) to where the field may be evaluated; empty: everywhere
  explicit Flow(std::function<void(Points& x)> keep_inside = {});
  ~Flow();
  Flow(Flow&&) noexcept;
  Flow& operator=(Flow&&) noexcept;

  /// x (n x d) from step.from to step.to.
  void advance(const StepFields& step, Points& x);

 private:
  struct Stages;
  std::unique_ptr<Stages> stages_;
};

}  // namespace fokker
