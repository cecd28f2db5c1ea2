// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "fokker/spread/spread.hpp"
#include "fv/noise_flows.hpp"
#include "spread/flow_rows.hpp"
#include "spread/meeting.hpp"
#include "time/known_deposits.hpp"
#include "time/line_solver.hpp"
#include "time/point_masses.hpp"

namespace fokker {

/// The flows of correlated noise, and the edges of noise along single axes beside them, as Assembler::assemble_flows
/// and FlowStep have them: with their bits. Flows move masses in rows. All ranks call its functions together.
class SplitFlows {
 public:
  /// Calls body on all ranks, perhaps twice, as SplitSteps::with_points().
  using Together = std::function<void(const std::function<void()>&)>;
  /// Whether steps of a solve may take flows.
  static bool offered(const SharedSolve& solve);

  /// @param columns  this rank's part of the grid, where axis 0 is whole
  /// @param process  of this rank's rows
  SplitFlows(const Ranks& ranks, const SharedSolve& solve, const Slabs& rows, const Grid& columns, Process process);

  /// Those of a step.
  void assemble(double begin, double end, const Together& with_points);
  /// Whether a step of ImplicitStepper takes them. @param rows  masses
  bool suit(double dt, const Array& rows) const;

  /// Axes along which edges move the noise, in the order of a step.
  const std::vector<int>& axes() const { return axes_; }
  /// Moves it over a time, on the lines of this rank. @return what has counted the batches of lines
  const LineSolver& solve_lines(int axis, double dt, Array& masses);
  /// Pieces of a step beside them.
  std::size_t pieces() const;
  /// One of these over a time. @param number  of what is counted next in the step; goes on
  void advance(std::size_t piece, double dt, std::size_t& number, Array& rows, std::vector<BatchCounts>& counts);
  /// As FlowStep::deposit_error. @param rows  masses
  double deposit_error(const Array& rows);

 private:
  void assemble_at(double t, const Together& with_points);
  NoisePattern pattern(double t) const;
  void find_peclet(double t, const Together& with_points);
  void fill_axes(double t);
  const SharedDeposit& deposit(std::size_t piece, double time);
  void zero_residues(std::size_t number, Array& rows, std::vector<BatchCounts>& counts) const;
  Operator& side_of(int axis) { return sides_[axis == 0 ? 0 : 1]; }

  const Ranks& ranks_;
  const Process process_;
  const Flux flux_;
  const std::optional<EdgesCarry> carry_;  ///< none: flows are taken whatever the edges could do
  const IntegrateOptions& options_;
  Operator whole_;                 ///< the grid, the flows and the rate factor
  std::array<Operator, 2> sides_;  ///< edges in columns, in rows
  std::vector<int> axes_;
  std::array<std::shared_ptr<const Lines>, 3> lines_;
  std::array<LineSolver, 3> solvers_;
  FlowRows rows_;
  RowHalo near_, above_;  ///< for point masses, for fourth differences
  Array peclet_;          ///< of the edges, of this rank's rows
  KnownDeposits<SharedDeposit> known_;
  SharedDeposit::Scratch deposits_;
  PointScratch points_;
  Array wide_;                          ///< rows with neighbours
  std::shared_ptr<const void> origin_;  ///< of a time modulation
};

}  // namespace fokker
