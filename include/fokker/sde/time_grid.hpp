// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// In what the steps of particles are equal.
enum class StepSpacing {
  uniform,    ///< t
  geometric,  ///< log t
  karras,     ///< t^(1/7). Karras et al., NeurIPS 2022 (arXiv 2206.00364), equation (5) with rho = 7
  log_snr     ///< log of the signal-to-noise ratio since time.initial
};

template <>
struct EnumNames<StepSpacing> {
  static constexpr NameList<StepSpacing, 4> all = {{{StepSpacing::uniform, "uniform"},
                                                    {StepSpacing::geometric, "geometric"},
                                                    {StepSpacing::karras, "karras"},
                                                    {StepSpacing::log_snr, "log-snr"}}};
};

/// A continuous, increasing function of time.
using Clock = std::function<double(double t)>;

/// t^(1/rho), t >= 0.
/// @param rho  > 0
/// @return unit time^(1/rho)
Clock karras_clock(double rho = 7);

/// -log(det(A)^2 / det(C)) / d of the transition law N(A x + b, C) from `initial` to t: minus the log of the
/// signal-to-noise ratio per dimension; -infinity at `initial`. It increases, since A^-1 C A^-T does.
/// Reference: Kingma et al., NeurIPS 2021 (arXiv 2107.00630).
/// @throws Error{Fault::problem} if the process has no closed-form transition
/// @param process  a linear process
/// @param initial  time of the initial law
/// @return dimensionless
Clock log_snr_clock(const Process& process, double initial);

/// steps + 1 times from first to last whose clock readings are equally spaced, by bisection to the last bit.
/// @throws Error{Fault::numerical} if the clock is not finite at both ends
/// @param clock  increasing
/// @param first  first time
/// @param last   > first
/// @param steps  >= 1
/// @return increasing; the first and the last are exact
std::vector<double> equal_in(const Clock& clock, double first, double last, long steps);

}  // namespace fokker
