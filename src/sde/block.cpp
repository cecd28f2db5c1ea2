// SPDX-License-Identifier: MIT
#include "sde/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/clones.hpp"
#include "fokker/core/error.hpp"

namespace fokker::sde {
namespace {

void park_absorbed(Block& block) {
  if (!block.any_gone) return;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) block.x.row(i) = block.run.parking.array().transpose();
  }
}

/// x += a dt + g sqrt(dt) n
FOKKER_CLONES void add_increments(double* __restrict x, const double* __restrict a, const double* __restrict g,
                                  const double* __restrict n, double dt, double root, Eigen::Index count) {
  for (Eigen::Index i = 0; i < count; ++i) x[i] += a[i] * dt + g[i] * (root * n[i]);
}

/// Euler-Maruyama along one axis.
void move_axis(Block& block, const Step& step, int axis) {
  draw_normals(block, step, random::Use::step, axis, block.normals.data());
  add_increments(block.x.col(axis).data(), block.drift.col(axis).data(), block.noise.col(axis).data(),
                 block.normals.data(), step.dt, std::sqrt(step.dt), block.x.rows());
}

/// One axis after the other needs memory for the normals of one axis only.
bool by_axis(const Run& run) { return !run.correlated && run.scheme == Scheme::euler_maruyama; }

void keep_path(const Block& block, const Step& step) {
  const auto first = static_cast<Eigen::Index>(block.first - block.run.options.part.first);
  if (!step.path || first >= step.path->rows()) return;
  const Eigen::Index count = std::min(block.x.rows(), step.path->rows() - first);
  step.path->middleRows(first, count) = block.x.topRows(count);
  for (Eigen::Index i = 0; i < count; ++i)
    if (block.gone[static_cast<std::size_t>(i)]) step.path->row(first + i) = std::numeric_limits<double>::quiet_NaN();
}

[[noreturn]] void throw_not_finite(const Block& block, const Step& step, int axis, Eigen::Index i) {
  throw Error(Fault::numerical,
              fmt::format("particle {}: {} = {} at t = {}", block.first + static_cast<std::size_t>(i),
                          block.run.grid.axis(axis).name, block.x(i, axis), step.time + step.dt),
              "a finite position", "more steps, or a drift and noise that are finite everywhere");
}

void bring_back(Block& block, const Step& step, int axis) {
  const boundaries::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
  auto x = block.x.col(axis);
  if (boundaries::count_outside(ends, x.data(), static_cast<std::size_t>(x.size())) == 0) return;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (ends.contain(x[i]) || block.gone[static_cast<std::size_t>(i)]) continue;
    if (!std::isfinite(x[i])) throw_not_finite(block, step, axis, i);
    x[i] = boundaries::bring_back(ends, x[i]);
    if (std::isnan(x[i])) block.remove(i);
  }
}

/// D e_k at a point, from the noise there.
Vector conormal(const Field& noise, const Vector& point, int k) {
  const auto d = point.size();
  Points x(1, d), G(1, d * d);
  x.row(0) = point.array().transpose();
  noise(x, G);
  const Matrix root = G.reshaped<Eigen::RowMajor>(d, d).matrix();
  return root * root.row(k).transpose();
}

/// Brings back the particles outside the box along the conormals of their boundaries.
void bring_back_together(Block& block, const Step& step) {
  const int d = static_cast<int>(block.x.cols());
  const auto& ends = block.run.ends;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    bool outside = false;
    for (int k = 0; k < d; ++k) outside |= !ends[static_cast<std::size_t>(k)].contain(block.x(i, k));
    if (!outside || block.gone[static_cast<std::size_t>(i)]) continue;
    for (int k = 0; k < d; ++k)
      if (!std::isfinite(block.x(i, k))) throw_not_finite(block, step, k, i);
    Vector x = block.x.row(i).transpose().matrix();
    const bool inside = boundaries::bring_back_along(
        ends, [&](const Vector& point, int k) { return conormal(step.start.noise, point, k); }, x);
    block.x.row(i) = x.array().transpose();
    if (!inside) block.remove(i);
  }
}

/// Square of the noise along an axis, D_kk.
double squared_noise(const Block& block, Eigen::Index i, int axis) {
  const Eigen::Index d = block.x.cols();
  if (!block.run.correlated) return block.noise(i, axis) * block.noise(i, axis);
  return block.noise.row(i).segment(axis * d, d).square().sum();
}

/// Removes particles that met an absorbing boundary between two positions inside.
void remove_crossings(Block& block, const Step& step, int axis) {
  const boundaries::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
  if (!ends.absorb()) return;
  const random::Address address{block.run.options.seed, block.run.options.stream, random::Use::bridge, step.index,
                                axis};
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) continue;
    const double probability = boundaries::crossing_probability(ends, block.before(i, axis), block.x(i, axis),
                                                                squared_noise(block, i, axis) * step.dt);
    if (probability > 0 && random::uniform(address, block.first + static_cast<std::size_t>(i)) < probability) {
      block.remove(i);
    }
  }
}

}  // namespace

Block::Block(const Run& r, PointsOut positions, std::size_t first_particle)
    : run(r), x(positions), first(first_particle), gone(static_cast<std::size_t>(positions.rows())) {
  const Eigen::Index n = x.rows(), d = x.cols(), columns = run.correlated ? d * d : d;
  drift.resize(n, d);
  noise.resize(n, columns);
  normals.resize(n, by_axis(run) ? 1 : d);
  if (std::any_of(run.ends.begin(), run.ends.end(), [](const auto& ends) { return ends.absorb(); }))
    before.resize(n, d);
  if (run.scheme != Scheme::euler_maruyama) {
    for (Points* points : {&stage, &second_drift, &divergence_drift, &area}) points->resize(n, d);
    for (Points* points : {&second_noise, &third_noise}) points->resize(n, columns);
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    if (x.row(i).isNaN().any()) remove(i);
  }
}

void draw_normals(const Block& block, const Step& step, random::Use use, int axis, double* out) {
  const auto count = static_cast<std::size_t>(block.x.rows());
  if (block.run.normals) return block.run.normals(step, use, axis, block.first, count, out);
  random::normals({block.run.options.seed, block.run.options.stream, use, step.index, axis}, block.first, count, out);
}

void advance(Block& block, const Step& step) {
  park_absorbed(block);
  if (step.start.drift) step.start.drift(block.x, block.drift);
  step.start.noise(block.x, block.noise);
  if (block.before.size() > 0) block.before = block.x;
  if (!by_axis(block.run)) move(block, step);
  if (block.run.correlated) bring_back_together(block, step);
  for (int axis = 0; axis < static_cast<int>(block.x.cols()); ++axis) {
    if (by_axis(block.run)) move_axis(block, step, axis);
    if (!block.run.correlated) bring_back(block, step, axis);
    remove_crossings(block, step, axis);
  }
  keep_path(block, step);
}

void mark_absorbed(Block& block) {
  if (!block.any_gone) return;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) block.x.row(i) = std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace fokker::sde
