// SPDX-License-Identifier: MIT
#pragma once
#include <array>

#include "fokker/sampler/sampler.hpp"

namespace fokker {

/// Sources of a sampler's error. Repaired, a sampler starts from the law of the process at the end time, follows the
/// exact score, takes steps of no length, or is compared with the law at the stopping time.
enum class BudgetPart { prior, score, steps, stop };

template <>
struct EnumNames<BudgetPart> {
  static constexpr NameList<BudgetPart, 4> all = {{{BudgetPart::prior, "prior"},
                                                   {BudgetPart::score, "score"},
                                                   {BudgetPart::steps, "steps"},
                                                   {BudgetPart::stop, "stop"}}};
};

/// How a distribution differs from that of the data, p0; with the stop repaired, from that at the stopping time.
struct SamplerDeviation {
  std::optional<double> kl = {};   ///< KL(p0 || generated), as in SamplerRow
  double tv = 0;                   ///< total variation
  Vector mean = {};                ///< generated minus p0, d, length
  Vector variance = {};            ///< generated minus p0, along each axis, d, length^2
  std::vector<double> modes = {};  ///< masses, generated minus p0
  Array density = {};              ///< generated minus p0 at the points of the budget, the last axis fastest, length^-d
};

/// Parts of the error of a sampler with one number of steps. They do not add up in KL or total variation, where errors
/// cancel; the signed densities and moments add up except for interactions.
struct SamplerBudget {
  std::string sampler;                            ///< its label
  long steps = 0;                                 ///< N
  std::vector<Array> points = {};                 ///< equally spaced, one array per axis, length
  SamplerDeviation total = {};                    ///< with all four sources
  std::array<SamplerDeviation, 4> alone = {};     ///< with one, in the order of BudgetPart
  std::array<SamplerDeviation, 4> repaired = {};  ///< with the three others
  double error = 0;  ///< total variation by which these densities may be wrong, from second resolutions

  /// The source whose repair leaves the smallest total variation. @return the first of equals
  BudgetPart repair_first() const;
  /// Total minus the sum of the parts alone. @return 0 where the sources act independently
  SamplerDeviation interaction() const;
};

/// Budget of each of the run's numbers of steps. Steps of no length are the limit of 80, 160, 320 and 640 steps (two
/// axes: half as many) of the same sampler, equally spaced in sqrt(t): Richardson's extrapolation of order 4, good to
/// 1e-5 of KL on the line and 3e-4 in the plane.
/// @throws Error{Fault::problem} with three axes, and for samplers without noise
/// @param problem  process, data and times, one or two axes
/// @param run      a sampler with its numbers of steps
/// @param control  threads, stop, progress
/// @return one budget per number of steps
std::vector<SamplerBudget> sampler_budget(const SamplerProblem& problem, const SamplerRun& run, const Control& control);

}  // namespace fokker
