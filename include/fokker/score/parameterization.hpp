// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "fokker/core/enum_names.hpp"
#include "fokker/score/score.hpp"

namespace fokker {

struct ScoreTable;

/// What a table, a network or a callable holds in place of the score s = grad log p. With x(t) = m x0 + std e of a
/// linear process with scalar coefficients, e ~ N(0, 1), drift f(t) x and noise g(t):
///   score     s, 1/length
///   noise     the mean of e at x: e = -std s, dimensionless
///   denoised  the mean of x0 at x: (x + std^2 s)/m, length
///   v         m e - std x0 (Salimans and Ho, ICLR 2022, arXiv 2202.00512)
///   velocity  of the probability flow, t forward: f x - g^2 s/2, length/time
///   energy    log p + a constant, one number per point, whose gradient is taken: of networks by reverse
///             mode, of tables by differences of second order, of callables by differences in a thousandth of a cell;
///             of any process
enum class Parameterization { score, noise, denoised, v, velocity, energy };

template <>
struct EnumNames<Parameterization> {
  static constexpr NameList<Parameterization, 6> all = {{{Parameterization::score, "score"},
                                                         {Parameterization::noise, "noise"},
                                                         {Parameterization::denoised, "denoised"},
                                                         {Parameterization::v, "v"},
                                                         {Parameterization::velocity, "velocity"},
                                                         {Parameterization::energy, "energy"}}};
};

/// x(t) = signal x(since) + std e, with e ~ N(0, 1) per axis.
struct NoiseLevel {
  double signal = 1;  ///< m
  double std = 0;     ///< length
};

/// Why x(t) is not signal(t) x(since) + std(t) e with drift f(t) x and noise g(t), one number each, at times up to
/// `end`; empty where it is.
/// @param process  any process
/// @param since    time of x0, process time
/// @param end      > since
/// @return text for a message
std::string without_noise_levels(const Process& process, double since, double end);

/// Noise levels of a process that has them.
/// @throws Error{Fault::problem} if the process has no closed-form transition
/// @param process  a linear process with scalar coefficients
/// @param since    time of x0, process time
/// @return signal and std at t >= since
std::function<NoiseLevel(double t)> noise_levels(const Process& process, double since);

/// s = of_x x + of_value value at one time; of an energy the value is its gradient.
struct ScoreForm {
  double of_x = 0;      ///< 1/length^2
  double of_value = 1;  ///< 1/length over the unit of the value
};
/// How the score follows from a value of a parameterization.
/// @param process  with noise levels, unless the parameterization is `score`
/// @param parameterization  of the value
/// @param since  time of x0, process time
/// @param t  > since: at std = 0 the score is not finite
/// @return both factors at t
ScoreForm score_form(const Process& process, Parameterization parameterization, double since, double t);

/// The score that values of a parameterization stand for.
/// @param process  with noise levels, unless the parameterization is `score`
/// @param parameterization  of the values
/// @param since  time of x0, process time
/// @param values  n x d at each time, in the units of the parameterization; gradients of energies, which are the score
/// @return grad log p
Score score_of_values(const Process& process, Parameterization parameterization, double since, Score values);

/// The same of a table: converted at its nodes and times, between which the score is interpolated. A table of energies
/// has one value per node; its gradient is taken there by differences of second order.
/// @param process           with noise levels, unless the parameterization is `score`
/// @param parameterization  of the values
/// @param since             time of x0, process time
/// @param values            in the units of the parameterization
/// @return a table of grad log p on the same nodes
ScoreTable score_of_values(const Process& process, Parameterization parameterization, double since,
                           const ScoreTable& values);

}  // namespace fokker
