// SPDX-License-Identifier: MIT
#include "time/panel.hpp"

#include <algorithm>

namespace fokker {
void LineFactors::resize(Eigen::Index size, bool closed) {
  for (Array* rows : {&up, &down, &inverse}) make_room(*rows, size);
  for (Array* rows : {&corner, &last_row}) make_room(*rows, closed ? size : 0);
}

FactorRows LineFactors::rows() { return {up.data(), down.data(), inverse.data(), corner.data(), last_row.data()}; }

template <int W>
void Panel<W>::count_boundaries(StepStatistics& statistics) const {
  const Lines& lines = at_.lines();
  if (lines.closed()) return;
  for (int l = 0; l < at_.used(); ++l) {
    statistics.absorbed[lines.first_end(at_.line(l)).boundary] -= first_flux_[l];
    statistics.absorbed[lines.last_end(at_.line(l)).boundary] += last_flux_[l];
  }
}

template <int W>
LineWork Panel<W>::work_on(const Direction& direction, const LineStep& step, bool known, bool in_place, Array& masses) {
  for (Array* rows : {&m_, &y_}) make_room(*rows, at_.n() * W);
  LineWork work{step.task,
                at_.n(),
                implicit_share(step.task) * step.dt * step.rate_factor,
                step.dt,
                {},
                {},
                {},
                {},
                nullptr,
                source_.size() > 0 ? source_.data() : nullptr,
                step.task == LineTask::solve ? nullptr : m_.data(),
                y_.data(),
                {}};
  if (in_place) {
    const std::ptrdiff_t start = at_.adjacent() ? at_.starts()[0] : 0,
                         stride = at_.adjacent() ? at_.lines().stride() : 0;
    work.up = {direction.up.data() + start, stride};
    work.down = {direction.down.data() + start, stride};
    work.masses = {masses.data() + start, stride};
    work.result = {masses.data() + start, stride};
    work.starts = at_.adjacent() ? nullptr : at_.starts();
  } else {
    if (!known) at_.read(direction.up.data(), up_), at_.read(direction.down.data(), down_);
    at_.read(masses.data(), m_);
    make_room(next_, at_.n() * W);
    work.up = {up_.data(), W};
    work.down = {down_.data(), W};
    work.masses = {m_.data(), W};
    work.result = {next_.data(), W};
  }
  return work;
}

template <int W>
void Panel<W>::run(const Direction& direction, const LineStep& step, bool known, Array& masses, double* least) {
  LineWork work = work_on(direction, step, known, at_.adjacent(), masses);
  work.factors = factors_->rows();
  (W == 1 ? run_one : run_sixteen)(work, at_.closed(), known, least);
  if (!at_.adjacent()) at_.write(next_, masses.data());
}

template <int W>
void Panel<W>::take_boundary_fluxes(const LineStep& step) {
  if (at_.closed()) return;
  const double scale = 1 / implicit_share(step.task);
  for (int l = 0; l < at_.used(); ++l) {
    const Eigen::Index last = (at_.length(l) - 1) * W + l;
    first_flux_[l] = -scale * factors_->down[l] * y_[l];
    last_flux_[l] = scale * factors_->up[last] * y_[last];
  }
}

template <int W>
void Panel<W>::fluxes(const Array& x, int l, double dt, std::vector<double>& faces) const {
  faces.resize(static_cast<std::size_t>(at_.n()) + 1);
  for (Eigen::Index i = 1; i < at_.n(); ++i)
    faces[static_cast<std::size_t>(i)] =
        dt * (up_[(i - 1) * W + l] * x[(i - 1) * W + l] - down_[i * W + l] * x[i * W + l]);
  const double out_below = dt * down_[l] * x[l], out_above = dt * up_[(at_.n() - 1) * W + l] * x[(at_.n() - 1) * W + l];
  faces.front() = at_.closed() ? out_above - out_below : -out_below;
  faces.back() = at_.closed() ? faces.front() : out_above;
}

template <int W>
LineWork Panel<W>::low_work(const Direction& direction, const LineStep& step) {
  at_.read(direction.up.data(), up_);
  at_.read(direction.down.data(), down_);
  for (Array* rows : {&x_, &low_}) make_room(*rows, at_.n() * W);
  return {LineTask::backward_euler,
          at_.n(),
          step.dt * step.rate_factor,
          step.dt,
          {up_.data(), W},
          {down_.data(), W},
          {m_.data(), W},
          {low_.data(), W},
          nullptr,
          source_.size() > 0 ? source_.data() : nullptr,
          m_.data(),
          x_.data(),
          {}};
}

template <int W>
void Panel<W>::mend(const Direction& direction, const LineStep& step, const double* least, Array& masses,
                    StepStatistics& statistics) {
  if (step.task == LineTask::sdirk2) {
    of_low_.resize(at_.n() * W, at_.closed());
    LineWork work = low_work(direction, step);
    work.factors = of_low_.rows();
    double least_of_low[W];
    (W == 1 ? run_one : run_sixteen)(work, at_.closed(), false, least_of_low);
  }
  mend_lines(step, least, masses, statistics, [&](int l) {
    fluxes(y_, l, step.rate_factor * step.dt, limiter_.flux);
    fluxes(x_, l, step.rate_factor * step.dt, limiter_.low_flux);
  });
}

template <int W>
void Panel<W>::step(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                    LineFactors* factors, bool known, Array& masses, StepStatistics& statistics) {
  at_.place(*direction.lines, first);
  factors_ = factors ? factors : &own_;
  if (!known && step.task != LineTask::exponential) factors_->resize(at_.n() * W, at_.closed());
  source_.resize(0);
  if (source.size() > 0) at_.read(source.data(), source_);
  if (step.task == LineTask::exponential) return exponentiate(direction, step, masses, statistics);
  double least[W];
  run(direction, step, known, masses, least);
  if (step.task == LineTask::solve) return;
  take_boundary_fluxes(step);
  if (std::any_of(least, least + at_.used(), [](double x) { return x < 0; }))
    mend(direction, step, least, masses, statistics);
  count_boundaries(statistics);
}

template class Panel<1>;
template class Panel<16>;
// Lines of panels this wide are moved by shares only.
template void Panel<broad_width>::count_boundaries(StepStatistics&) const;
template LineWork Panel<broad_width>::work_on(const Direction&, const LineStep&, bool, bool, Array&);
template LineWork Panel<broad_width>::low_work(const Direction&, const LineStep&);

}  // namespace fokker
