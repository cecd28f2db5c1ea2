// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "fokker/spread/spread.hpp"
#include "fv/cell_tensor.hpp"
#include "spread/exchange.hpp"
#include "spread/line_layout.hpp"
#include "time/line_solver.hpp"

namespace fokker {

/// The edges of correlated noise, of which each rank has those along its lines: with the bits of Assembler's. Rows know
/// the coefficients of their cells; these go to the layouts whose lines take them.
class TensorEdges {
 public:
  /// Calls body on all ranks, perhaps twice, as SplitSteps::with_points().
  using Together = std::function<void(const std::function<void()>&)>;
  /// What moves along an offset that moves along several axes.
  struct Line {
    Line(LineLayout laid_out, const Array& all_volumes)
        : layout(std::move(laid_out)), volumes(layout.part(all_volumes)), masses(volumes.size()) {
      direction.lines = layout.lines();
    }
    LineLayout layout;
    Direction direction;
    Array volumes, masses;  ///< of this rank's lines
    LineSolver solver;
  };
  /// The operators along axes: the first one in columns, the others in rows.
  struct Sides {
    Operator& columns;
    Operator& rows;
  };

  /// Of which solve they are.
  struct Of {
    const Grid& grid;  ///< the whole one
    Flux flux;
    int threads;
  };

  /// @param process  of this rank's rows
  TensorEdges(const Ranks& ranks, const Of& of, const Exchange& exchange, Slabs rows, Process process);

  /// The operator of a step.
  void assemble(double begin, double end, const Together& with_points, const Sides& sides);
  /// Those that move something, in the order of a step.
  const std::vector<Line*>& lines() const { return moving_; }
  /// Takes the masses of one of lines() to the one before it or after it.
  void pass(std::size_t from, std::size_t to);

 private:
  struct Drive {
    Points D, v;
  };
  static void any_of_all(std::vector<int>& flags);
  void assemble_at(double t, const Together& with_points, const Sides& sides);
  /// Values at the cells of this rank's rows; transports of all ranks.
  Drive drive(double t, const Together& with_points, const Sides& sides);
  CellCoefficients coefficients(const Drive& drive);
  /// The last superbase of the rank before.
  Superbase handed_on(const Superbase& last) const;
  /// Offsets along which some rank has noise, and the axes.
  std::vector<std::vector<int>> offsets(const CellCoefficients& at) const;
  void fill_axis(int axis, const Array& weights, const CellCoefficients& at, const Sides& sides);
  void fill_line(Line& line, const Array& weights, const CellCoefficients& at);
  /// Keeps the first error of this rank in an assembly.
  void note(const std::function<void()>& body);
  Line& line_of(const std::vector<int>& offset);
  /// Makes the graphs between neighbours among those that move.
  void join_moving();
  void keep_moving(const std::vector<std::vector<int>>& offsets, const Sides& sides);
  Direction& along(int axis, const Sides& sides) const;

  const Ranks& ranks_;
  const Exchange& exchange_;
  Slabs rows_;
  const Process process_;
  const Grid whole_, grid_;  ///< and this rank's rows
  Flux flux_;
  int threads_;
  Points centres_, widths_;
  std::array<std::shared_ptr<const Lines>, 3> axis_lines_;
  double t_ = 0;  ///< of the last assembly
  Array phi_;     ///< of the same; empty: none
  std::vector<Superbase> superbases_;
  std::map<std::vector<int>, Line, CanonicalOrder> lines_;  ///< met so far
  std::vector<Line*> moving_;
  using Pair = std::pair<const Line*, const Line*>;
  std::map<Pair, Graph> graphs_;        ///< between lines that were neighbours
  std::vector<const Graph*> between_;   ///< moving_, from each to the next one
  std::shared_ptr<const void> origin_;  ///< of a time modulation
  std::optional<Error> error_;          ///< of this rank, in an assembly
};

}  // namespace fokker
