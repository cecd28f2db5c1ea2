// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "fokker/process/kind.hpp"
#include "fokker/process/operations.hpp"

namespace fokker {

/// n x d points to n x d values; further columns are tangents (see operations.hpp).
using PointMap = std::function<Points(const PointsIn& x)>;

/// What a sampler knows of a process x(t) = alpha(t) x(0) + sigma(t) xi and of its score s.
/// Times are those of the process; sigma is 0 at the time of the initial law.
struct SamplerModel {
  int dimension = 1;                                      ///< number of axes, d
  double initial = 0;                                     ///< time of the initial law
  std::function<double(double t)> alpha;                  ///< factor of the signal
  std::function<double(double t)> sigma;                  ///< standard deviation of the noise, length
  std::function<double(double t)> rate;                   ///< f of the drift f(t) x, 1/time
  std::function<double(double t)> diffusion;              ///< g^2, length^2/time
  std::function<double(double log_ratio)> time_of_ratio;  ///< t where log(alpha/sigma) has this value
  std::function<PointMap(double t)> score;                ///< s(x, t), 1/length
  /// Velocity -f x + g^2 s/2 of the reversed probability flow, length/time. Where f and g are not finite it comes from
  /// -(alpha' D + sigma' (x - alpha D)/sigma): the flow from t = 1 of `rectified-flow` starts with x - D.
  std::function<PointMap(double t)> flow;

  /// log(alpha/sigma) at t, half the logarithm of the signal-to-noise ratio.
  /// @param t  process time
  /// @return infinite where sigma is 0
  double log_ratio(double t) const;
  /// Its growth from t to u < t, infinite where sigma is 0 at u.
  /// @param t  process time
  /// @param u  earlier time
  /// @return >= 0
  double log_step(double t, double u) const;
  /// Denoised point (x + sigma^2 s)/alpha, length.
  /// @param t  process time
  /// @return n x d points to n x d
  PointMap denoised(double t) const;
  /// Estimate -sigma s of the noise, of unit variance.
  /// @param t  process time
  /// @return n x d points to n x d
  PointMap noise(double t) const;
};

/// What a sampler needs of the process.
enum class SamplerForm {
  any,        ///< alpha and sigma may be anything
  variance,   ///< alpha = 1: the process adds noise and does nothing else (`edm`, `ve`)
  preserving  ///< alpha^2 + sigma^2 = 1 (`vp`, `cosine`)
};

/// A sampler as a sequence of operations.
struct SamplerChain {
  std::vector<Operation> operations;  ///< from the end time to the stopping time
  long evaluations = 0;               ///< of the score
};

/// A sampler of diffusion models: an entry of the catalogue. Reader, lists and key reference use it.
struct SamplerEntry {
  int rank = 1000;                         ///< place in lists
  std::string name;                        ///< `kind` in [[sampler]]
  std::string other_names;                 ///< in diffusers, k-diffusion and papers
  std::string step;                        ///< one step from t to u < t, in one line
  std::string source;                      ///< reference
  SamplerForm form = SamplerForm::any;     ///< what it needs of the process
  std::vector<Parameter> parameters = {};  ///< keys of its own
  /// @param model  process and score
  /// @param times  decreasing, from the end to where the sampler stops
  std::function<SamplerChain(const SamplerModel& model, const std::vector<double>& times, const Parameters& parameters)>
      make;
};

/// The samplers, from the files of src/sampler/samplers.
/// @return by rank
const std::vector<SamplerEntry>& sampler_entries();

/// The sampler of this name. @throws Error{Fault::problem} if there is none
/// @param name  `kind` in [[sampler]]
/// @return the entry
const SamplerEntry& sampler_entry(const std::string& name);

}  // namespace fokker
