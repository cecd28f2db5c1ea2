#include "sde/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "sde/random.hpp"

namespace fokker::sde {
namespace {

void park_absorbed(Block& block) {
  if (!block.any_gone) return;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) block.x.row(i) = block.run.parking.array().transpose();
  }
}

void draw_normals(Block& block, const Step& step, int axis, double* out) {
  random::normals({block.run.options.seed, block.run.options.stream, random::Use::step, step.index, axis}, block.first,
                  static_cast<std::size_t>(block.x.rows()), out);
}

/// Euler-Maruyama along one axis.
void move(Block& block, const Step& step, int axis) {
  draw_normals(block, step, axis, block.normals.data());
  double* __restrict x = block.x.col(axis).data();
  const double* __restrict a = block.drift.col(axis).data();
  const double* __restrict g = block.noise.col(axis).data();
  const double* __restrict n = block.normals.data();
  const double dt = step.dt, root = std::sqrt(step.dt);
  const Eigen::Index count = block.x.rows();
  for (Eigen::Index i = 0; i < count; ++i) x[i] += a[i] * dt + g[i] * (root * n[i]);
}

/// Euler-Maruyama along all axes, x += a dt + G sqrt(dt) n.
void move_together(Block& block, const Step& step) {
  const int d = static_cast<int>(block.x.cols());
  for (int j = 0; j < d; ++j) draw_normals(block, step, j, block.normals.col(j).data());
  block.normals *= std::sqrt(step.dt);
  for (int i = 0; i < d; ++i) {
    block.x.col(i) += block.drift.col(i) * step.dt;
    for (int j = 0; j < d; ++j) block.x.col(i) += block.noise.col(i * d + j) * block.normals.col(j);
  }
}

[[noreturn]] void throw_not_finite(const Block& block, const Step& step, int axis, Eigen::Index i) {
  throw Error(Fault::numerical,
              fmt::format("particle {}: {} = {} at t = {}", block.first + static_cast<std::size_t>(i),
                          block.run.grid.axis(axis).name, block.x(i, axis), step.time + step.dt),
              "a finite position", "more steps, or a drift and noise that are finite everywhere");
}

void bring_back(Block& block, const Step& step, int axis) {
  const walls::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
  auto x = block.x.col(axis);
  if (walls::count_outside(ends, x.data(), static_cast<std::size_t>(x.size())) == 0) return;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (ends.contain(x[i]) || block.gone[static_cast<std::size_t>(i)]) continue;
    if (!std::isfinite(x[i])) throw_not_finite(block, step, axis, i);
    x[i] = walls::bring_back(ends, x[i]);
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

/// Brings back the particles outside the box along the conormals of their walls.
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
    const bool inside = walls::bring_back_along(
        ends, [&](const Vector& point, int k) { return conormal(step.noise, point, k); }, x);
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

/// Removes particles that met an absorbing wall between two positions inside.
void remove_crossings(Block& block, const Step& step, int axis) {
  const walls::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
  if (!ends.absorb()) return;
  const random::Address address{block.run.options.seed, block.run.options.stream, random::Use::bridge, step.index,
                                axis};
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) continue;
    const double probability = walls::crossing_probability(ends, block.before(i, axis), block.x(i, axis),
                                                           squared_noise(block, i, axis) * step.dt);
    if (probability > 0 && random::uniform(address, block.first + static_cast<std::size_t>(i)) < probability) {
      block.remove(i);
    }
  }
}

}  // namespace

Block::Block(const Run& r, PointsOut positions, std::size_t first_particle)
    : run(r), x(positions), first(first_particle), gone(static_cast<std::size_t>(positions.rows())) {
  const Eigen::Index d = x.cols();
  drift.resize(x.rows(), d);
  noise.resize(x.rows(), run.correlated ? d * d : d);
  normals.resize(x.rows(), run.correlated ? d : 1);
  if (std::any_of(run.ends.begin(), run.ends.end(), [](const auto& ends) { return ends.absorb(); })) {
    before.resize(x.rows(), d);
  }
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    if (x.row(i).isNaN().any()) remove(i);
  }
}

void advance(Block& block, const Step& step) {
  park_absorbed(block);
  step.drift(block.x, block.drift);
  step.noise(block.x, block.noise);
  if (block.before.size() > 0) block.before = block.x;
  if (block.run.correlated) {
    move_together(block, step);
    bring_back_together(block, step);
  }
  for (int axis = 0; axis < static_cast<int>(block.x.cols()); ++axis) {
    if (!block.run.correlated) {
      move(block, step, axis);
      bring_back(block, step, axis);
    }
    remove_crossings(block, step, axis);
  }
}

void mark_absorbed(Block& block) {
  if (!block.any_gone) return;
  for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
    if (block.gone[static_cast<std::size_t>(i)]) block.x.row(i) = std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace fokker::sde
