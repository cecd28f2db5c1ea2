// SPDX-License-Identifier: MIT
#include "time/panel_rows.hpp"

namespace fokker {

template <int W>
void PanelRows<W>::place(const PanelTask& task) {
  at.place(*task.direction.lines, task.first);
  source.resize(0);
  if (task.source.size() > 0) at.read(task.source.data(), source);
}

template <int W>
void PanelRows<W>::read_rates(const Direction& direction) {
  at.read(direction.up.data(), up);
  at.read(direction.down.data(), down);
}

template <int W>
LineWork PanelRows<W>::work_on(const PanelTask& task, bool known, bool in_place) {
  const LineStep& step = task.step;
  for (Array* rows : {&m, &y}) make_room(*rows, at.n() * W);
  double* const before = step.task == LineTask::solve ? nullptr : m.data();
  LineWork work{step.task,
                at.n(),
                implicit_share(step.task) * step.dt * step.rate_factor,
                step.dt,
                {},
                {},
                {},
                {},
                nullptr,
                source_rows(),
                before,
                y.data(),
                {}};
  if (in_place) {
    const std::ptrdiff_t start = at.adjacent() ? at.starts()[0] : 0, stride = at.adjacent() ? at.lines().stride() : 0;
    work.up = {task.direction.up.data() + start, stride};
    work.down = {task.direction.down.data() + start, stride};
    work.masses = {task.masses.data() + start, stride};
    work.result = {task.masses.data() + start, stride};
    work.starts = at.adjacent() ? nullptr : at.starts();
  } else {
    if (!known) read_rates(task.direction);
    at.read(task.masses.data(), m);
    make_room(next, at.n() * W);
    work.up = {up.data(), W};
    work.down = {down.data(), W};
    work.masses = {m.data(), W};
    work.result = {next.data(), W};
  }
  return work;
}

template <int W>
LineWork PanelRows<W>::low_work(const PanelTask& task) {
  read_rates(task.direction);
  for (Array* rows : {&x, &low}) make_room(*rows, at.n() * W);
  return {LineTask::backward_euler,
          at.n(),
          task.step.dt * task.step.rate_factor,
          task.step.dt,
          {up.data(), W},
          {down.data(), W},
          {m.data(), W},
          {low.data(), W},
          nullptr,
          source_rows(),
          m.data(),
          x.data(),
          {}};
}

template <int W>
void PanelRows<W>::count_boundaries(StepStatistics& statistics) const {
  if (at.closed()) return;
  for (int l = 0; l < at.used(); ++l) {
    statistics.absorbed[at.lines().first_end(at.line(l)).boundary] -= first_flux[l];
    statistics.absorbed[at.lines().last_end(at.line(l)).boundary] += last_flux[l];
  }
}

template <int W>
void PanelRows<W>::fluxes(const Array& of, int l, double dt, std::vector<double>& faces) const {
  const Eigen::Index n = at.n();
  const bool closed = at.closed();
  faces.resize(static_cast<std::size_t>(n) + 1);
  for (Eigen::Index i = 1; i < n; ++i)
    faces[static_cast<std::size_t>(i)] =
        dt * (up[(i - 1) * W + l] * of[(i - 1) * W + l] - down[i * W + l] * of[i * W + l]);
  const double out_below = dt * down[l] * of[l], out_above = dt * up[(n - 1) * W + l] * of[(n - 1) * W + l];
  faces.front() = closed ? out_above - out_below : -out_below;
  faces.back() = closed ? faces.front() : out_above;
}

template struct PanelRows<1>;
template struct PanelRows<16>;
template struct PanelRows<broad_width>;

}  // namespace fokker
