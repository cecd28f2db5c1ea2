// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "fokker/spread/spread.hpp"
#include "spread/agreement.hpp"
#include "spread/exchange.hpp"
#include "spread/meeting.hpp"
#include "spread/point_score.hpp"
#include "time/line_solver.hpp"
#include "time/net_peclet.hpp"

namespace fokker {

/// The part of a grid whose masses a rank has between steps: columns.
Grid home_part(const Ranks& ranks, const Grid& grid);
std::size_t count_of_all(std::size_t here);

/// As integrate(), of a run.
Integration integrate(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement);

/// Steps of ImplicitStepper by edges, the masses being shared out among ranks. They lie in columns between steps.
class SplitSteps {
 public:
  SplitSteps(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement);

  /// One step. @throws as advance() in time/solve.hpp, on all ranks alike
  void advance(double t, double end, Array& columns, StepStatistics& statistics);
  /// Mass per time through each boundary at t, 2 d.
  Array absorption_rates(double t, const Array& columns);

  const std::vector<int>& choice() const { return choice_; }
  void hold_choice(const std::vector<int>* choice) { held_ = choice; }

  const Exchange& exchange() const { return exchange_; }
  const Grid& part() const { return sides_[0].grid; }
  /// The cells of this rank's part.
  Array part(const Array& cells) const { return part_of(solve_.grid, columns_, ranks_.rank(), cells); }

 private:
  /// One of the two ways to cut the grid, and the operator along the axes that are whole in it.
  struct Side {
    Side(const SharedSolve& solve, const Grid& part, const std::vector<int>& axes, const Array& log_p,
         PointScore& points);
    Grid grid;
    Assembler assembler;
    Operator L;
    std::array<int, 4> directions;  ///< of the operator, per axis; -1: none
    void assemble(double t, double end);
  };
  void assemble(double t, double end);
  void to_rows(const Array& columns, Array& rows) const;
  void gather_points(double t);
  const Side& side_of(int axis) const { return sides_[axis == 0 ? 0 : 1]; }
  /// Axes along which something moves on some rank.
  std::vector<int> present_axes() const;
  /// Axes whose drift might be carried.
  std::vector<int> offered_axes() const;
  /// Chooses the complete flux as ImplicitStepper does; refuses to carry drift by remaps, which ranks cannot share yet.
  void choose_flux(double t, const Array& columns);
  void solve_along(int axis, std::size_t piece, double dt, Array& masses);

  const Ranks& ranks_;
  Agreement& agreement_;
  const SharedSolve solve_;
  Slabs rows_, columns_;
  Exchange exchange_;
  std::array<Array, 2> log_p_;  ///< of a reversal's score, in the middle of the step
  PointScore points_;           ///< of the same
  std::vector<Side> sides_;     ///< columns, rows
  std::array<LineSolver, 4> solvers_;
  NetPeclet peclet_;
  std::vector<int> choice_;  ///< as ImplicitStepper::choice
  const std::vector<int>* held_ = nullptr;
  Array in_rows_;
  std::vector<BatchCounts> counts_;
  std::optional<Error> error_;  ///< of the step on this rank
};

}  // namespace fokker
