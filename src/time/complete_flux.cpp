// SPDX-License-Identifier: MIT
#include "time/complete_flux.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

/// Negative masses up to this part of a line's largest are those of rounding.
constexpr double rounding = 1e-13;

/// W(z), the mean place of the weights e^-zs in [0, 1], by the ratio e^z.
double mean_place(double ratio) {
  const double z = std::log(ratio);
  if (std::abs(z) < 1e-2) return 0.5 - z * (1.0 / 12 - z * z / 720);
  return 1 / z - 1 / (ratio - 1);
}

}  // namespace

template <int W>
void CompletePanel<W>::weigh(const PanelTask& task, CompleteFactors& made) {
  const Eigen::Index n = rows_.at.n(), size = n * W;
  rows_.at.read(task.step.volumes->data(), volumes_);
  for (Array* weights : {&made.up_weight, &made.down_weight}) {
    make_room(*weights, size);
    weights->head(size).setZero();
  }
  double *const a = made.up_weight.data(), *const b = made.down_weight.data();
  const auto join = [&](Eigen::Index i, Eigen::Index j) {
    const double up = rows_.up[i] * volumes_[i], down = rows_.down[j] * volumes_[j];
    if (volumes_[j] == 0 || (up == 0 && down == 0)) return;  // beyond a shorter line; no edge
    const double place = mean_place(up / down), both = 0.5 * (volumes_[i] + volumes_[j]);
    a[i] = std::max(0.5 - place * both / volumes_[i], 0.0);
    b[j] = std::max((place * both - 0.5 * volumes_[i]) / volumes_[j], 0.0);
  };
  for (Eigen::Index i = 0; i < size - W; ++i) join(i, i + W);
  for (int l = 0; rows_.at.closed() && l < W; ++l) join(size - W + l, l);
  for (Eigen::Index i = 0; i < size; ++i) {
    const double most = 0.5 / std::max(a[i] + b[i], 0.5);
    a[i] *= most;
    b[i] *= most;
  }
}

template <int W>
void CompletePanel<W>::solve(const PanelTask& task, const Array& w, CompleteFactors& made, bool known, Array& result) {
  const Eigen::Index n = rows_.at.n(), size = n * W;
  const double c = implicit_share(LineTask::sdirk2) * task.step.dt;
  const double *const a = made.up_weight.data(), *const b = made.down_weight.data();
  for (Array* rows : {&right_, &result}) make_room(*rows, size);
  for (Eigen::Index i = 0; i < size; ++i) right_[i] = (1 - a[i] - b[i]) * w[i];
  for (Eigen::Index i = W; i < size; ++i) {
    right_[i] += a[i - W] * w[i - W];
    right_[i - W] += b[i] * w[i];
  }
  for (Eigen::Index l = 0; rows_.at.closed() && l < W; ++l) {
    right_[l] += a[size - W + l] * w[size - W + l];
    right_[size - W + l] += b[l] * w[l];
  }
  if (const double* source = rows_.source_rows())
    for (Eigen::Index i = 0; i < size; ++i) right_[i] += c * source[i];
  LineWork work{LineTask::solve,    n,       1,       c,       {up_.data(), W}, {down_.data(), W},  {right_.data(), W},
                {result.data(), W}, nullptr, nullptr, nullptr, rows_.x.data(),  made.factors.rows()};
  double ignored[W];
  run_by_factors<W>(work, rows_.at.closed(), known, ignored);
}

template <int W>
void CompletePanel<W>::move(const PanelTask& task, const CompleteFactors& made, double* least) {
  PanelRows<W>& r = rows_;
  const Eigen::Index n = r.at.n(), size = n * W;
  const double dt = task.step.dt * task.step.rate_factor, scale = 1 / implicit_share(LineTask::sdirk2);
  const double *const a = made.up_weight.data(), *const b = made.down_weight.data();
  make_room(faces_, size + W);
  for (Eigen::Index i = 0; i <= size; i += W)
    for (Eigen::Index l = i; l < i + W; ++l) {
      const double leaving = i < size ? dt * r.down[l] * r.y[l] - scale * b[l] * (r.y[l] - w_[l]) : 0;
      const double coming = i > 0 ? dt * r.up[l - W] * r.y[l - W] - scale * a[l - W] * (r.y[l - W] - w_[l - W]) : 0;
      faces_[l] = coming - leaving;
    }
  for (int l = 0; r.at.closed() && l < W; ++l) faces_[l] = faces_[size + l] = faces_[l] + faces_[size + l];
  make_room(r.next, size);
  for (Eigen::Index i = 0; i < size; ++i) r.next[i] = r.m[i] + (faces_[i] - faces_[i + W]);
  if (const double* source = r.source_rows())
    for (Eigen::Index i = 0; i < size; ++i) r.next[i] += task.step.dt * source[i];
  for (int l = 0; l < r.at.used(); ++l) {
    least[l] = 0;
    for (Eigen::Index i = l; i < r.at.length(l) * W; i += W) least[l] = std::min(least[l], r.next[i]);
    r.first_flux[l] = faces_[l];
    r.last_flux[l] = faces_[r.at.length(l) * W + l];
  }
}

template <int W>
void CompletePanel<W>::limit(const PanelTask& task, const double* least) {
  PanelRows<W>& r = rows_;
  double beyond[W];  // rounding
  for (int l = 0; l < r.at.used(); ++l) {
    double largest = 0;
    for (Eigen::Index i = l; i < r.at.length(l) * W; i += W) largest = std::max(largest, r.m[i]);
    beyond[l] = least[l] < -rounding * largest ? least[l] : 0;
    if (least[l] < 0 && beyond[l] == 0) cut_fluxes(r.row(l), r.next, task.statistics);
  }
  r.at.write(r.next, task.masses.data());
  if (!r.any_negative(beyond)) return;
  run_low(r, task, of_low_);
  r.limit(task, beyond, [&](int l) {
    r.fluxes(r.x, l, task.step.rate_factor * task.step.dt, r.limiter.low_flux);
    r.limiter.flux.resize(r.limiter.low_flux.size());
    for (std::size_t f = 0; f < r.limiter.flux.size(); ++f)
      r.limiter.flux[f] = faces_[static_cast<Eigen::Index>(f) * W + l];
  });
}

template <int W>
void CompletePanel<W>::step(const PanelTask& task, CompleteFactors* kept, bool known) {
  PanelRows<W>& r = rows_;
  CompleteFactors& made = kept ? *kept : own_;
  r.place(task);
  r.read_rates(task.direction);
  r.at.read(task.masses.data(), r.m);
  const Eigen::Index size = r.at.n() * W;
  const double g = implicit_share(LineTask::sdirk2), c = g * task.step.dt * task.step.rate_factor;
  for (Array* rows : {&up_, &down_, &w_, &r.x}) make_room(*rows, size);
  if (!known) {
    weigh(task, made);
    made.factors.resize(size, r.at.closed());
    up_.head(size) = c * r.up.head(size) - made.up_weight.head(size);
    down_.head(size) = c * r.down.head(size) - made.down_weight.head(size);
  }
  solve(task, r.m, made, known, first_);
  w_.head(size) = g * r.m.head(size) + (1 - g) * first_.head(size);
  solve(task, w_, made, true, r.y);
  double least[W];
  move(task, made, least);
  if (r.any_negative(least))
    limit(task, least);
  else
    r.at.write(r.next, task.masses.data());
  r.count_boundaries(task.statistics);
}

template class CompletePanel<1>;
template class CompletePanel<16>;

}  // namespace fokker
