// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/expression/expression.hpp"
#include "fokker/process/law.hpp"

namespace fokker {

/// A named set of points.
struct RegionFormula {
  std::string name;   ///< a letter, then letters, digits, _ and -
  Expression inside;  ///< > 0 in the set; a comparison serves. In the axes alone
};

/// What is asked of the stationary density.
struct StationaryTable {};

/// What is asked of the spectrum.
struct SpectrumTable {
  int count = 10;  ///< slowest modes, >= 1; one more where that would cut a complex pair
};

/// From one region to another.
struct CommittorTable {
  std::string from;  ///< a region
  std::string to;    ///< a region
};

/// What is asked of first passages.
struct FirstPassageTable {
  /// Exits beside the absorbing boundaries: regions, or boundaries ("x_lower") that then absorb; empty: all regions.
  std::vector<std::string> to = {};
  int moments = 2;                               ///< of the time, 1 to 20
  std::optional<CommittorTable> committor = {};  ///< empty: none
};

/// A process that starts again: from a law after it has ended, or at the times of a Poisson process.
struct ResetTable {
  std::optional<Law> to = {};            ///< where it starts again; empty: the initial law
  std::optional<double> rate = {};       ///< of the Poisson process, > 0, 1/time; empty: when it has ended
  double delay = 0;                      ///< between an end and the next start, >= 0; 0 with a rate
  std::vector<double> frequencies = {};  ///< > 0, of the power spectrum of the ends; none with a rate
};

/// What is asked of the entropy balance at the snapshots of the forward solve.
struct ThermodynamicsTable {};

/// A value at an exit.
struct ExitValue {
  std::string exit;  ///< an absorbing boundary or a region
  double value = 0;  ///< received there
};

/// An expectation of the process from each start, see expectation().
struct ExpectationTable {
  std::string name;                        ///< a letter, then letters, digits, _ and -
  Expression payoff;                       ///< received at time.end, a formula in the axes
  std::optional<Expression> killing = {};  ///< discount rate, in the axes, 1/time; empty: 0
  std::optional<Expression> running = {};  ///< received per time, in the axes; empty: 0
  std::vector<ExitValue> at_exit = {};     ///< 0 at exits that are not named
  std::vector<Vector> at = {};             ///< points at which the value and its derivatives are reported
  long steps = 200;                        ///< of equal length, >= 1
};

/// A correlation of the stationary process, E[first(x(t)) second(x(0))] - E[first] E[second].
struct CorrelationTable {
  std::string name;                       ///< a letter, then letters, digits, _ and -
  Expression first;                       ///< in the axes
  std::optional<Expression> second = {};  ///< in the axes; empty: the same
  double end = 0;                         ///< last lag, > 0; 0: no lags
  long lags = 101;                        ///< equally spaced, both ends counted, >= 2
  std::vector<double> frequencies = {};   ///< > 0, of the power spectrum; none with a second observable
};

/// A process conditioned to go from the initial law to another one, with the least change.
struct BridgeTable {
  Law target;                ///< at time.end
  long snapshots = 11;       ///< equally spaced, both ends counted, >= 2
  long steps = 200;          ///< from time.start to time.end, >= 1
  double tolerance = 1e-10;  ///< L1 distance of the start from the initial law, > 0
  long iterations = 1000;    ///< at most, >= 1
  /// Forward solve, reversals and particles are of the bridge; it is stored at the snapshots of the run.
  bool process = false;
  /// Of the target, >= time.end; later for a point, towards which the drift has no bound. Empty: time.end.
  std::optional<double> end = {};
};

/// What is asked of the generator beside densities.
struct GeneratorTables {
  std::vector<RegionFormula> regions = {};              ///< for first_passage
  std::optional<StationaryTable> stationary = {};       ///< [stationary]
  std::optional<SpectrumTable> spectrum = {};           ///< [spectrum]
  std::optional<FirstPassageTable> first_passage = {};  ///< [first_passage]

  std::optional<ResetTable> reset = {};                    ///< [reset]
  std::optional<ThermodynamicsTable> thermodynamics = {};  ///< [thermodynamics]
  std::vector<CorrelationTable> correlations = {};         ///< every [[correlation]]
  std::optional<BridgeTable> bridge = {};                  ///< [bridge]
  std::vector<ExpectationTable> expectations = {};         ///< every [[expectation]]

  /// Whether anything is asked. @return false: densities alone
  bool any() const {
    return stationary || spectrum || first_passage || reset || thermodynamics || !correlations.empty() || bridge ||
           !expectations.empty();
  }
};

}  // namespace fokker
