// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "fokker/spread/spread.hpp"
#include "spread/agreement.hpp"
#include "spread/exchange.hpp"
#include "spread/kept_rows.hpp"
#include "spread/meeting.hpp"
#include "spread/point_score.hpp"
#include "spread/split_flows.hpp"
#include "spread/tensor_edges.hpp"
#include "time/line_solver.hpp"
#include "time/net_peclet.hpp"
#include "time/remap.hpp"

namespace fokker {

/// The part of a grid whose masses a rank has between steps: columns.
Grid home_part(const Ranks& ranks, const Grid& grid);
std::size_t count_of_all(std::size_t here);

/// Which ranks get the densities of the whole grid, the others as many without numbers; none: each keeps its part.
enum class Holders { none, leader, all };
/// As integrate(), of a run. @param rows  that the start may ask for
Integration integrate(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement, Holders holders,
                      KeptRows& rows);

/// Steps of ImplicitStepper, the masses being shared out among ranks. They lie in columns between steps.
class SplitSteps {
 public:
  SplitSteps(const Ranks& ranks, const SharedSolve& solve, Agreement& agreement);

  /// One step. @throws as advance() in time/solve.hpp, on all ranks alike
  void advance(double t, double end, Array& columns, StepStatistics& statistics);
  /// As the functions of ImplicitStepper.
  const std::vector<int>& choice() const { return choice_; }
  void hold_choice(const std::vector<int>* choice) { held_ = choice; }
  double deposit_error() const { return deposit_error_; }
  /// Mass per time through each boundary at t, 2 d.
  Array absorption_rates(double t, const Array& columns);

  const Grid& part() const { return sides_[0].grid; }

 private:
  /// One of the two ways to cut the grid, and the operator along the axes that are whole in it.
  struct Side {
    Side(const SharedSolve& solve, const Grid& part, const std::vector<int>& axes, const Array& log_p,
         PointScore& points);
    Grid grid;
    std::optional<Assembler> assembler;  ///< none where noise is correlated
    Operator L;
    std::optional<Assembler> forward;  ///< whose outflow comes in
    std::optional<Operator> forward_L;
    std::vector<BoundaryFlux> inflow;                      ///< per axis; none without
    std::array<int, 4> directions, transports, may_carry;  ///< of the operator, per axis; -1: none
    /// Where the operator has what, per axis.
    void index();
  };
  /// What moves along one axis in a step: everything that edges take, the noise alone where drift is carried, or a
  /// drift that is carried. Or what edges take along the offset of a line layout. Or, in a step by flows, what edges
  /// take beside them, and one of them.
  struct Piece {
    enum class Kind { edges, noise, transport, choice, line, beside_flow, flow } kind;
    int axis;  ///< or number of TensorEdges::lines(), or of a flow
  };
  /// Where masses lie: in columns, in rows, or from `at_lines` on in line layouts.
  enum Place { at_columns, at_rows, at_lines };
  /// The score in the middle of a step of a reversal.
  void bring_score(double t, double end);
  /// The edges of a step.
  void assemble(double t, double end);
  /// Calls body on all ranks, again where it asked for a score that they had to gather first.
  void with_score(const std::function<void()>& body);
  void to_rows(const Array& columns, Array& rows) const;
  /// What asks for a score at points: once more where the ranks had to gather some first.
  /// @return whether they did
  bool with_points(const std::function<void()>& body);
  void gather_points(double t);
  bool by_cells() const { return solve_.reversed && solve_.score->log_density; }
  const Side& side_of(int axis) const { return sides_[axis == 0 ? 0 : 1]; }
  /// Axes along which a rank has one of these. @param all  else any
  std::vector<int> axes_with(std::array<int, 4> Side::*entries, bool all) const;
  void require_alike() const;
  /// What comes in through the boundaries at a process time.
  void let_in(double t);
  void let_in_along(const TensorEdges::Line& line, double rate_factor);
  void count_inflow(int axis, std::size_t number, double dt);
  /// Chooses for each axis as ImplicitStepper does.
  void choose(const Array& columns);
  /// A step by edges and remaps.
  void advance_edges(double t, double end, Array& columns, StepStatistics& statistics);
  /// A step by flows, where they suit. @return whether it was taken
  bool advance_flows(double t, double end, Array& columns, StepStatistics& statistics);
  bool flows_suit(double dt, const Array& columns);
  DriftBy drift_by(int axis, const Array& columns);
  std::vector<int> carried_axes() const;
  bool completes(int axis) const;
  void make_noise(int axis);
  std::vector<Piece> pieces() const;
  std::vector<Piece> flow_pieces() const;
  void advance_pieces(const std::vector<Piece>& all, double dt, Array& columns, StepStatistics& statistics);
  /// Piece `number` over a part of the step; the number of the next one.
  void move(const Piece& piece, std::size_t& number, const std::array<double, 2>& part, double dt, Array& masses);
  /// Where its masses have to lie.
  static int place_of(const Piece& piece);
  /// Piece `number` by edges over a time, on the masses of its side.
  void solve_lines(const Piece& piece, std::size_t number, double dt, Array& masses);
  void solve_line_layout(const Piece& piece, std::size_t number, double dt, Array& masses);
  void solve_beside_flow(const Piece& piece, std::size_t number, double dt, Array& masses);
  void count_batches(const LineSolver& solver, std::size_t number);
  /// Takes the masses, which are `at` a place, to another one.
  /// @return where they lie
  Array& bring(int& at, int to, Array& columns);
  /// The same by a remap over a part of the step, fractions of dt.
  void carry(const Piece& piece, std::size_t number, const std::array<double, 2>& part, double dt, Array& masses);
  /// Null where this rank's part has no such drift.
  const Transport* transport_of(const Piece& piece) const;
  void count_remap(int axis, std::size_t number);

  const Ranks& ranks_;
  Agreement& agreement_;
  const SharedSolve solve_;
  Slabs rows_, columns_;
  Exchange exchange_;
  std::array<Array, 2> log_p_;                      ///< of a reversal's score, in the middle of the step
  PointScore points_;                               ///< of the same
  bool asks_points_ = false;                        ///< edges asked for points before
  std::vector<Side> sides_;                         ///< columns, rows
  std::unique_ptr<TensorEdges> tensor_, entering_;  ///< where noise is correlated; of what comes in
  std::unique_ptr<SplitFlows> flows_;               ///< where steps may take them
  std::array<LineSolver, 4> solvers_, complete_solvers_, noise_solvers_;
  /// The noise alone, along axes whose drift is carried, and the operator's origin of then.
  std::array<std::pair<Direction, std::shared_ptr<const void>>, 4> noise_;
  std::array<std::optional<SlopeStencils>, 4> stencils_;  ///< of axes with remaps
  RemapScratch remaps_;
  NetPeclet peclet_;
  Array in_rows_, before_;
  std::vector<int> transported_, moving_;   ///< of the step, axes along which a rank has transports, directions
  std::vector<int> choice_;                 ///< as ImplicitStepper::choice()
  const std::vector<int>* held_ = nullptr;  ///< the choice of the steps to come
  double deposit_error_ = 0;
  std::vector<BatchCounts> counts_;
  std::optional<Error> error_;  ///< of the step on this rank
};

}  // namespace fokker
