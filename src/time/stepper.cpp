#include "fokker/time/stepper.hpp"

#include <algorithm>

#include "fokker/core/control.hpp"
#include "panel.hpp"
#include "remap.hpp"

namespace fokker {
namespace {

template <int W>
void step_panels(const Direction& direction, Stepper kind, double dt, int threads, Array& masses,
                 std::vector<StepStatistics>& panels) {
  const auto number = static_cast<std::size_t>((direction.lines->count() + W - 1) / W);
  const auto walls = static_cast<Eigen::Index>(2 * direction.lines->offset().size());
  panels.resize(number);
  parallel_for(number, 1, threads, [&](std::size_t begin, std::size_t) {
    thread_local Panel<W> panel;
    panels[begin] = {};
    panels[begin].absorbed = Array::Zero(walls);
    panel.step(direction, static_cast<Eigen::Index>(begin) * W, kind, dt, masses, panels[begin]);
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

void ImplicitStepper::advance_direction(const Direction& direction, double dt, Array& masses,
                                        StepStatistics& statistics) {
  if (direction.lines->count() == 1)
    step_panels<1>(direction, kind_, dt, threads_, masses, panels_);
  else
    step_panels<8>(direction, kind_, dt, threads_, masses, panels_);
  for (const StepStatistics& panel : panels_) statistics += panel;
}

void ImplicitStepper::advance(const Operator& L, double dt, Array& masses, StepStatistics& statistics) {
  const std::size_t transports = L.transports.size(), pieces = transports + L.directions.size();
  /// Piece k over the part of the step from `begin` to `end`, fractions of dt.
  const auto piece = [&](std::size_t k, double begin, double end) {
    if (k >= transports) return advance_direction(L.directions[k - transports], (end - begin) * dt, masses, statistics);
    const Transport& transport = L.transports[k];
    remap(L.grid, transport, transport.time + (begin - 0.5) * dt, transport.time + (end - 0.5) * dt, threads_, masses,
          statistics);
  };
  const auto enter = [&] {
    if (!L.inflow) return;
    masses += 0.5 * dt * L.inflow->cells;
    statistics.absorbed -= 0.5 * dt * L.inflow->walls;
  };
  enter();
  for (std::size_t k = 0; k + 1 < pieces; ++k) piece(k, 0, 0.5);
  if (pieces > 0) piece(pieces - 1, 0, 1);
  for (std::size_t k = pieces; k-- > 1;) piece(k - 1, 0.5, 1);
  enter();
  ++statistics.steps;
}

}  // namespace fokker
