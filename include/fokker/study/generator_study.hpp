// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/first_passage.hpp"
#include "fokker/generator/renewal.hpp"
#include "fokker/generator/spectrum.hpp"
#include "fokker/generator/thermodynamics.hpp"
#include "fokker/problem/checked.hpp"
#include "fokker/verify/scalar.hpp"

namespace fokker {

/// The stationary state.
struct StationaryState {
  Array density;                  ///< cell averages, 1/length^d
  Points current;                 ///< probability current, cells x d, see Operator::current
  double entropy_production = 0;  ///< 1/time
};

/// First passages with the names of their exits.
struct PassageResult {
  std::vector<std::string> exits;  ///< absorbing boundaries, then regions
  FirstPassage passage;            ///< functions of the start
};

/// A process that starts again.
struct ResetResult {
  Array density;                            ///< stationary, cell averages, 1/length^d; its mass is 1 - rate times delay
  std::vector<double> frequencies = {};     ///< as asked, 1/time
  std::vector<double> event_spectrum = {};  ///< power spectrum of the ends, 1/time
};

/// Entropy at one snapshot of the forward solve.
struct EntropyAt {
  double time = 0;              ///< of the snapshot
  double entropy = 0;           ///< - integral of p log p, in units of length
  double fisher = 0;            ///< integral of p |grad log p|^2, 1/length^2
  EntropyBalance balance = {};  ///< against the stationary density
};

/// An expectation from each start at time.start.
struct ExpectationResult {
  std::string name;  ///< of the table
  Array value;       ///< per cell
};

/// A correlation of the stationary process.
struct CorrelationResult {
  std::string name;                      ///< of the table
  std::vector<double> lags = {};         ///< times
  std::vector<double> values = {};       ///< one per lag
  std::vector<double> frequencies = {};  ///< as asked, 1/time
  std::vector<double> spectrum = {};     ///< one per frequency, times time
};

/// A bridge between two densities.
struct BridgeResult {
  std::vector<double> times = {};     ///< increasing
  std::vector<Array> densities = {};  ///< cell averages, one per time
  std::vector<Array> factors = {};    ///< h, one per time: the drift is that of the process plus D grad log h
  int iterations = 0;                 ///< taken
  double end_error = 0;               ///< L1 distance from the initial law at the start
  bool process = false;               ///< whether the run solves it, at these times
};

/// What the tables of a problem gave. Fields are on the problem's grid, numbers as its forward.accuracy asks.
struct GeneratorResults {
  Grid grid;                                         ///< of all fields
  std::vector<Scalar> scalars;                       ///< in the order of the tables
  std::optional<StationaryState> stationary = {};    ///< with [stationary]
  std::optional<Spectrum> spectrum = {};             ///< with [spectrum]
  std::optional<PassageResult> passage = {};         ///< with [first_passage]
  std::optional<Committor> committor = {};           ///< with its key committor
  std::optional<ResetResult> reset = {};             ///< with [reset]
  std::vector<CorrelationResult> correlations = {};  ///< one per [[correlation]]
  std::optional<BridgeResult> bridge = {};           ///< with [bridge]
  std::vector<ExpectationResult> expectations = {};  ///< one per [[expectation]]
  std::vector<EntropyAt> thermodynamics = {};        ///< with [thermodynamics] of a run, one per snapshot
};

/// Computes the tables of a problem from the rates of its fitted edges (Flux::scharfetter_gummel), whatever flux it is
/// solved with. Numbers f are also computed on half and a quarter of the cells per axis. The error of f(n) is
/// |f(n) - f(n/2)| / 3 where the order log2 |f(n/2) - f(n/4)| / |f(n) - f(n/2)| lies within 1.7 to 2.6, else
/// |f(n) - f(n/2)|; with Accuracy::extrapolated the number is E(n) = (4 f(n) - f(n/2)) / 3 and its error
/// |E(n) - E(n/2)| / 3. Errors are unknown where the cells of an axis are no multiple of 4, or fewer than 32, and where
/// a coarse grid cannot hold what is asked for.
/// @throws Error{Fault::problem} as stationary_masses, spectrum, first_passage and committor do, and of a Problem where
///         coefficients depend on time, in a moving frame, or if an axis has no noise; Error{Fault::interrupted}
/// @param problem  with tables; without any the result is empty. [thermodynamics] needs the densities of a run
/// @param control  threads, stop, progress ("stationary", "spectrum", ...)
/// @return fields and numbers of each table
GeneratorResults generator_study(const CheckedProblem& problem, const Control& control = {});

}  // namespace fokker
