#include "fokker/time/stepper.hpp"

#include <algorithm>

#include "fokker/core/control.hpp"
#include "panel.hpp"

namespace fokker {
namespace {

/// Lines [first, first + W) of the grid along `axis`, numbered by their first cells.
template <int W>
PanelLines<W> panel_lines(const Grid& grid, int axis, Eigen::Index first) {
  PanelLines<W> lines;
  lines.stride = grid.stride(axis);
  lines.cells = grid.axis(axis).cells();
  lines.periodic = grid.axis(axis).periodic();
  const Eigen::Index count = grid.cells() / lines.cells;
  lines.used = static_cast<int>(std::min<Eigen::Index>(W, count - first));
  for (int l = 0; l < W; ++l) {
    const Eigen::Index line = std::min(first + l, count - 1);
    lines.base[l] = line / lines.stride * lines.stride * lines.cells + line % lines.stride;
  }
  return lines;
}

template <int W>
void step_panels(const Grid& grid, const Direction& direction, Stepper kind, double dt, int threads, Array& masses,
                 std::vector<StepStatistics>& panels) {
  const Eigen::Index count = grid.cells() / grid.axis(direction.axis).cells();
  const auto number = static_cast<std::size_t>((count + W - 1) / W);
  panels.resize(number);
  parallel_for(number, 1, threads, [&](std::size_t begin, std::size_t) {
    thread_local Panel<W> panel;
    panels[begin] = {};
    panels[begin].absorbed = Array::Zero(2 * grid.dimension());
    panel.step(panel_lines<W>(grid, direction.axis, static_cast<Eigen::Index>(begin) * W), direction, kind, dt, masses,
               panels[begin]);
  });
}

}  // namespace

int order(Stepper stepper) { return stepper == Stepper::sdirk2 ? 2 : 1; }

StepStatistics& StepStatistics::operator+=(const StepStatistics& other) {
  steps += other.steps;
  rejected += other.rejected;
  limited_lines += other.limited_lines;
  limited_mass += other.limited_mass;
  zeroed_cells += other.zeroed_cells;
  zeroed_mass += other.zeroed_mass;
  if (absorbed.size() == 0) absorbed = Array::Zero(other.absorbed.size());
  if (other.absorbed.size() != 0) absorbed += other.absorbed;
  return *this;
}

void ImplicitStepper::advance_direction(const Operator& L, const Direction& direction, double dt, Array& masses,
                                        StepStatistics& statistics) {
  const bool one_line = L.grid.cells() == L.grid.axis(direction.axis).cells();
  if (one_line)
    step_panels<1>(L.grid, direction, kind_, dt, threads_, masses, panels_);
  else
    step_panels<8>(L.grid, direction, kind_, dt, threads_, masses, panels_);
  for (const StepStatistics& panel : panels_) statistics += panel;
}

void ImplicitStepper::advance(const Operator& L, double dt, Array& masses, StepStatistics& statistics) {
  const std::size_t last = L.directions.size() - 1;
  for (std::size_t k = 0; k < last; ++k) advance_direction(L, L.directions[k], 0.5 * dt, masses, statistics);
  advance_direction(L, L.directions[last], dt, masses, statistics);
  for (std::size_t k = last; k-- > 0;) advance_direction(L, L.directions[k], 0.5 * dt, masses, statistics);
  ++statistics.steps;
}

}  // namespace fokker
