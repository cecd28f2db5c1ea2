// SPDX-License-Identifier: MIT
#pragma once
#include "study/cell_values.hpp"
#include "study/levels.hpp"
#include "study/scalars.hpp"

namespace fokker {

/// The generator's tables of a problem on one grid, each in a file of its own.
class TableSolver {
 public:
  /// @param part  the problem has this part of the cells per axis that were asked for
  TableSolver(const Problem& problem, long part, const Control& control)
      : problem_(problem), part_(part), control_(control), results_{problem.grid, {}} {}

  /// @param forward  solution of a run, for [thermodynamics]; may be null
  GeneratorResults all(const GridSolution* forward);
  /// The bridge with h at every step, for a run of it.
  SolvedBridge solved_bridge();

 private:
  void stationary();
  void modes();
  void passage();
  void passage_by_end(const Generator& exits);
  void transition_paths(const CommittorTable& asked);
  void reset(const ResetTable& asked);
  void correlate(const CorrelationTable& asked);
  void bridge(const BridgeTable& asked);
  BridgeOptions bridge_options(const BridgeTable& asked) const;
  Bridge bridge_over(const BridgeTable& asked, const BridgeOptions& options);
  void expect(const ExpectationTable& asked);
  void thermodynamics(const GridSolution& forward);

  template <class Work>
  void run(const std::string& stage, const Work& work);
  /// Fitted edges on a grid.
  Operator edges_on(const Grid& grid) const;
  /// Those on the problem's own grid, assembled once.
  const Operator& edges();
  /// Stationary masses of these edges, found once.
  const Array& masses_at_rest();
  /// Masses of a law, of points between the centres of cells so that their mean stays.
  Array masses_of(const Law& law) const;
  void add_number(const std::string& table, const std::string& name, double value, const std::string& units);
  void add_point(const std::string& name, const PointDerivatives& point);

  const Problem& problem_;
  long part_;
  const Control& control_;
  GeneratorResults results_;
  std::optional<Operator> edges_;
  std::optional<Array> masses_at_rest_;
};

}  // namespace fokker
