// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/problem/grid_problem.hpp"

namespace fokker {

/// Times at which a formula may change, the ends of intervals found by bisection: the interval whose enclosure is
/// widest times longest is cut first, after cuts at the critical points of parts of t alone.
/// @param points  coordinates at which it is looked at, n x d, in space
std::vector<double> changes_in_time(const Expression& formula, const Points& points, Interval t);

/// Part of a coefficient that a step hides: its integral over the step against its value at the middle.
struct HiddenByStep {
  double drift = 0;  ///< in cells
  double noise = 0;  ///< of D, in squares of cells
  int axis = 0;
  double begin = 0, end = 0;  ///< of the step

  bool matters() const { return drift > most_hidden || noise > most_hidden; }
  static constexpr double most_hidden = 0.1;
};

/// Integrals over time of drift and D of a process at a few points of the grid.
class TimeStructure {
 public:
  /// @param times  increasing; between neighbours the coefficients are taken as smooth
  TimeStructure(const GridProblem& problem, std::vector<double> times);

  /// Of a step between two of the times; nothing where a coefficient is not finite, which the solve is to meet.
  HiddenByStep hidden(std::size_t begin, std::size_t end) const;
  /// The worst of the steps, whose times are among those of this structure.
  HiddenByStep worst(const std::vector<double>& steps) const;
  /// Further times that cut these steps so that none hides more than it may.
  std::vector<double> stops(const std::vector<double>& steps) const;

 private:
  std::size_t place(double t) const;
  void cut(std::size_t begin, std::size_t end, std::vector<double>& stops) const;

  const GridProblem& problem_;
  std::vector<double> times_;
  Points points_, widths_;         ///< of the cells around the points
  std::vector<Points> drift_, D_;  ///< integrals from the first time on
  std::vector<int> broken_;        ///< intervals before each time in which a coefficient is not finite
};

/// Times between which coefficients can be taken as smooth: those of the steps, four parts of each, and where the
/// formulas of the process change.
std::vector<double> sampled_times(const GridProblem& problem, const std::vector<double>& steps);

/// Whether time enters the coefficients by formulas or functions of the user.
bool may_change_in_time(const Process& process);

/// Times between the first and the last of a run at which steps must end so that they hide nothing: those that the user
/// gave, and those that the formulas of process and reversals ask for.
std::vector<double> required_stops(const Problem& problem);

}  // namespace fokker
