// SPDX-License-Identifier: MIT
#include "time/factor_panel.hpp"

namespace fokker {

void LineFactors::resize(Eigen::Index size, bool closed) {
  for (Array* rows : {&up, &down, &inverse}) make_room(*rows, size);
  for (Array* rows : {&corner, &last_row}) make_room(*rows, closed ? size : 0);
}

FactorRows LineFactors::rows() { return {up.data(), down.data(), inverse.data(), corner.data(), last_row.data()}; }

template <int W>
void FactorPanel<W>::step(const PanelTask& task, LineFactors* factors, bool known) {
  const PanelCells<W>& at = rows_.at;
  LineFactors& made = factors ? *factors : own_;
  rows_.place(task);
  if (!known) made.resize(at.n() * W, at.closed());
  LineWork work = rows_.work_on(task, known, at.adjacent());
  work.factors = made.rows();
  double least[W];
  run_by_factors<W>(work, at.closed(), known, least);
  if (!at.adjacent()) at.write(rows_.next, task.masses.data());
  if (task.step.task == LineTask::solve) return;
  const double scale = 1 / implicit_share(task.step.task);
  for (int l = 0; !at.closed() && l < at.used(); ++l) {
    const Eigen::Index last = (at.length(l) - 1) * W + l;
    rows_.first_flux[l] = -scale * made.down[l] * rows_.y[l];
    rows_.last_flux[l] = scale * made.up[last] * rows_.y[last];
  }
  if (rows_.any_negative(least)) limit(task, least);
  rows_.count_boundaries(task.statistics);
}

template <int W>
void FactorPanel<W>::limit(const PanelTask& task, const double* least) {
  const LineStep& step = task.step;
  if (step.task == LineTask::sdirk2) run_low(rows_, task, of_low_);
  rows_.limit(task, least, [&](int l) {
    rows_.fluxes(rows_.y, l, step.rate_factor * step.dt, rows_.limiter.flux);
    rows_.fluxes(rows_.x, l, step.rate_factor * step.dt, rows_.limiter.low_flux);
  });
}

template class FactorPanel<1>;
template class FactorPanel<16>;

}  // namespace fokker
