// SPDX-License-Identifier: MIT
#include "time/exponential_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fokker/core/error.hpp"
#include "time/exponential_kernels.hpp"

namespace fokker {
namespace {

/// Where more than this share of the masses comes out negative, the approximation of the exponential does not hold:
/// the spectrum is on the negative axis, but what is carried far follows the pseudospectrum. Shorter steps help.
constexpr double tolerated = 1e-10;
constexpr int most_parts = 1 << 16;

double negative_part(const Array& values, Eigen::Index n) { return -values.head(n).min(0.0).sum(); }

}  // namespace

template <int W>
void ExponentialPanel<W>::step(const PanelTask& task) {
  rows_.place(task);
  rows_.read_rates(task.direction);
  StepStatistics counts;
  for (int parts = 1; !step_in(parts, task, counts); parts *= 2, counts = {})
    if (parts == most_parts)
      throw Error(
          Fault::numerical,
          fmt::format("the exponential over a step of {} does not stay positive, nor in {} parts", task.step.dt, parts),
          {}, "the stepper 'sdirk2'");
  task.statistics += counts;
  rows_.at.write(rows_.m, task.masses.data());
  rows_.count_boundaries(task.statistics);
}

template <int W>
bool ExponentialPanel<W>::step_in(int parts, const PanelTask& task, StepStatistics& counts) {
  PanelRows<W>& r = rows_;
  const bool closed = r.at.closed();
  const Eigen::Index size = r.at.n() * W, complex_size = 2 * r.at.n() * (W == 1 ? poles : W);
  for (Array* rows : {&r.y, &r.next}) make_room(*rows, size);
  for (Array* rows : {&x_, &inverse_}) make_room(*rows, complex_size);
  make_room(corner_, closed ? complex_size : 0);
  r.at.read(task.masses.data(), r.m);
  std::fill_n(r.first_flux, W, 0.0);
  std::fill_n(r.last_flux, W, 0.0);
  const double dt = task.step.dt / parts, rate = task.step.rate_factor * dt;
  for (int part = 0; part < parts; ++part, std::swap(r.m, r.next)) {
    double least[W];
    (W == 1 ? exponentiate_one : exponentiate_sixteen)(
        {r.at.n(), rate, dt, r.up.data(), r.down.data(), r.m.data(), r.source_rows(), r.y.data(), r.next.data(),
         x_.data(), inverse_.data(), corner_.data()},
        closed, least);
    if (r.any_negative(least) &&
        !(negative_part(r.next, size) + negative_part(r.y, size) <= tolerated * r.m.head(size).abs().sum()))
      return false;
    for (int l = 0; l < r.at.used(); ++l) {
      const Eigen::Index last = (r.at.length(l) - 1) * W + l;
      r.first_flux[l] -= rate * r.down[l] * r.y[l];
      r.last_flux[l] += rate * r.up[last] * r.y[last];
      if (least[l] < 0) cut_fluxes(r.row(l), r.next, counts);
    }
  }
  return true;
}

template class ExponentialPanel<1>;
template class ExponentialPanel<16>;

}  // namespace fokker
