// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/enum_names.hpp"
#include "fokker/process/kind.hpp"

namespace fokker {

/// How the times of a sampler are spaced, from the end time to where it stops.
enum class SamplerSpacing { uniform, quadratic, log_snr, karras, exponential, leading, trailing, linspace, shift };

template <>
struct EnumNames<SamplerSpacing> {
  static constexpr NameList<SamplerSpacing, 9> all = {{{SamplerSpacing::uniform, "uniform"},
                                                       {SamplerSpacing::quadratic, "quadratic"},
                                                       {SamplerSpacing::log_snr, "log-snr"},
                                                       {SamplerSpacing::karras, "karras"},
                                                       {SamplerSpacing::exponential, "exponential"},
                                                       {SamplerSpacing::leading, "leading"},
                                                       {SamplerSpacing::trailing, "trailing"},
                                                       {SamplerSpacing::linspace, "linspace"},
                                                       {SamplerSpacing::shift, "shift"}}};
};

/// Law from which a sampler starts: the prior of the process, its law at the end time, or a law that is given.
enum class SamplerStart { prior, forward, law };

template <>
struct EnumNames<SamplerStart> {
  static constexpr NameList<SamplerStart, 3> all = {
      {{SamplerStart::prior, "prior"}, {SamplerStart::forward, "forward"}, {SamplerStart::law, "law"}}};
};

/// A second score that a sampler follows: w s_law + (1 - w) s.
struct SamplerGuidance {
  GaussianMixture law;  ///< at the time of the initial law
  double weight = 1;    ///< w
};

/// One [[sampler]]: a sampler of the catalogue with its parameters, and the numbers of steps to compute.
struct SamplerRun {
  std::string kind = "ddim";                                ///< name in the catalogue
  std::string name = kind;                                  ///< label, unique
  std::vector<long> steps = {20};                           ///< numbers of steps, each >= 1
  SamplerSpacing spacing = SamplerSpacing::uniform;         ///< of the times
  double rho = 7;                                           ///< exponent of SamplerSpacing::karras, > 0
  double shift = 3;                                         ///< factor of SamplerSpacing::shift, > 0
  long chain = 1000;                                        ///< length of the chain of leading, trailing and linspace
  SamplerStart start = SamplerStart::prior;                 ///< law at the end time
  std::optional<GaussianMixture> start_law = std::nullopt;  ///< with SamplerStart::law
  double scale = 1;                                         ///< factor of the score; another one is wrong on purpose
  std::optional<SamplerGuidance> guidance = std::nullopt;   ///< empty: none
  Parameters::Values parameters = {};                       ///< of the sampler itself
};

}  // namespace fokker
