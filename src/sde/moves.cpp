// SPDX-License-Identifier: MIT
// The maps of the schemes: x at the end of a step from x at its start, without boundaries.
#include <algorithm>
#include <cmath>

#include "core/matrices.hpp"
#include "sde/block.hpp"
#include "sde/gamma_draws.hpp"

namespace fokker::sde {
namespace {

/// Increments sqrt(dt) n of all axes into block.normals.
void draw_increments(Block& block, const Step& step) {
  for (int j = 0; j < static_cast<int>(block.x.cols()); ++j)
    draw_normals(block, step, random::Use::step, j, block.normals.col(j).data());
  block.normals *= std::sqrt(step.dt);
}

/// to += weight G w for increments w (n x d), along axis i.
void add_noise(const Block& block, const Points& G, const Points& w, double weight, Eigen::Index i, PointsOut to) {
  const Eigen::Index d = block.x.cols();
  if (!block.run.correlated) {
    to.col(i) += weight * (G.col(i) * w.col(i));
    return;
  }
  for (Eigen::Index j = 0; j < d; ++j) to.col(i) += weight * (G.col(i * d + j) * w.col(j));
}
void add_noise(const Block& block, const Points& G, const Points& w, double weight, PointsOut to) {
  for (Eigen::Index i = 0; i < block.x.cols(); ++i) add_noise(block, G, w, weight, i, to);
}

/// Stages may not leave the box, outside which formulas need not hold: the nearest point of it counts.
void keep_inside(const Block& block, Points& stage) {
  for (Eigen::Index axis = 0; axis < stage.cols(); ++axis) {
    const boundaries::Ends& ends = block.run.ends[static_cast<std::size_t>(axis)];
    auto x = stage.col(axis);
    if (boundaries::count_outside(ends, x.data(), static_cast<std::size_t>(x.size())) == 0) continue;
    for (double& value : x) {
      if (ends.contain(value) || !std::isfinite(value)) continue;
      value = ends.at_lower == Boundary::periodic ? boundaries::bring_back(ends, value)
                                                  : std::clamp(value, ends.lower, ends.upper);
    }
  }
}

/// a <- (a + v)/2, the Stratonovich drift of diagonal noise; that of additive noise is a.
void to_stratonovich(Block& block, const Field& divergence_drift, const PointsIn& x, Points& drift) {
  if (block.run.additive) return;
  divergence_drift(x, block.divergence_drift);
  drift = 0.5 * (drift + block.divergence_drift);
}

void move_euler_maruyama(Block& block, const Step& step) {
  draw_increments(block, step);
  block.x += block.drift * step.dt;
  add_noise(block, block.noise, block.normals, 1, block.x);
}

void move_milstein(Block& block, const Step& step) {
  draw_increments(block, step);
  step.start.divergence_drift(block.x, block.divergence_drift);
  block.x += block.drift * step.dt + block.noise * block.normals +
             0.5 * (block.drift - block.divergence_drift) * (block.normals.square() - step.dt);
}

/// Euler predictor into block.stage.
void predict(Block& block, const Step& step) {
  block.stage = block.x + block.drift * step.dt;
  add_noise(block, block.noise, block.normals, 1, block.stage);
  keep_inside(block, block.stage);
}

void move_heun(Block& block, const Step& step) {
  draw_increments(block, step);
  to_stratonovich(block, step.start.divergence_drift, block.x, block.drift);
  predict(block, step);
  step.end.drift(block.stage, block.second_drift);
  to_stratonovich(block, step.end.divergence_drift, block.stage, block.second_drift);
  step.end.noise(block.stage, block.second_noise);
  block.x += (0.5 * step.dt) * (block.drift + block.second_drift);
  block.second_noise += block.noise;
  add_noise(block, block.second_noise, block.normals, 0.5, block.x);
}

void move_platen(Block& block, const Step& step) {
  draw_increments(block, step);
  predict(block, step);
  step.end.drift(block.stage, block.second_drift);
  const double root = std::sqrt(step.dt);
  for (const double sign : {1.0, -1.0}) {  // supporting values of the noise on both sides
    block.stage = block.x + block.drift * step.dt + (sign * root) * block.noise;
    keep_inside(block, block.stage);
    step.end.noise(block.stage, sign > 0 ? block.second_noise : block.third_noise);
  }
  block.x += (0.5 * step.dt) * (block.drift + block.second_drift) +
             0.25 * (block.second_noise + block.third_noise + 2 * block.noise) * block.normals +
             (0.25 / root) * (block.second_noise - block.third_noise) * (block.normals.square() - step.dt);
}

/// dW in block.normals and I_(1,0)/h = (dW + dZ/sqrt(3))/2 in block.area.
void draw_areas(Block& block, const Step& step) {
  draw_increments(block, step);
  for (int j = 0; j < static_cast<int>(block.x.cols()); ++j)
    draw_normals(block, step, random::Use::area, j, block.area.col(j).data());
  block.area = 0.5 * (block.normals + std::sqrt(step.dt / 3) * block.area);
}

void move_sra1(Block& block, const Step& step) {
  draw_areas(block, step);
  step.end.noise(block.x, block.second_noise);
  block.stage = block.x + (0.75 * step.dt) * block.drift;
  add_noise(block, block.second_noise, block.area, 1.5, block.stage);
  keep_inside(block, block.stage);
  step.inner_drift(block.stage, block.second_drift);
  block.x += (step.dt / 3) * (block.drift + 2 * block.second_drift);
  add_noise(block, block.second_noise, block.normals, 1, block.x);
  block.second_noise = block.noise - block.second_noise;
  add_noise(block, block.second_noise, block.area, 1, block.x);
}

/// The transition law of the process or, with Phi, of its linear part.
void move_exactly(Block& block, const Step& step) {
  const Eigen::Index d = block.x.cols();
  const AffineLaw& law = step.transition;
  for (int j = 0; j < static_cast<int>(d); ++j)
    if (!law.C.col(j).isZero(0)) draw_normals(block, step, random::Use::step, j, block.normals.col(j).data());
  for (Eigen::Index i = 0; i < d; ++i) {
    block.stage.col(i).setConstant(law.b[i]);
    for (Eigen::Index j = 0; j < d; ++j) {
      if (law.A(i, j) != 0) block.stage.col(i) += law.A(i, j) * block.x.col(j);
      if (law.C(i, j) != 0) block.stage.col(i) += law.C(i, j) * block.normals.col(j);
      if (step.Phi.size() > 0 && step.Phi(i, j) != 0) block.stage.col(i) += step.Phi(i, j) * block.drift.col(j);
    }
  }
  block.x = block.stage;
}

void move_by_gammas(Block& block, const PoissonGammaLaw& law, std::uint32_t step) {
  const SimulateOptions& options = block.run.options;
  for (int k = 0; k < static_cast<int>(block.x.cols()); ++k) {
    const random::Address address{options.seed, options.stream, random::Use::gamma, step, k};
    for (Eigen::Index i = 0; i < block.x.rows(); ++i) {
      if (block.gone[static_cast<std::size_t>(i)]) continue;
      random::Uniforms uniforms(address, block.first + static_cast<std::size_t>(i));
      const double jumps = random::poisson(law.weight[k] * std::max(0.0, block.x(i, k)), uniforms);
      block.x(i, k) = random::gamma(law.shape[k] + jumps, uniforms) / law.rate[k];
    }
  }
}

void move_along_flow(Block& block, const Step& step) {
  if (!block.flow) block.flow.emplace([&block](Points& stage) { keep_inside(block, stage); });
  block.stage = block.x;
  block.flow->advance(step.flow, block.stage);
  block.x = block.stage;
}

/// Symmetric root of a positive semidefinite matrix; rounding below 0 counts as 0.
Matrix root(const Matrix& C) {
  if (C.isDiagonal(0)) return C.diagonal().cwiseMax(0).cwiseSqrt().asDiagonal();
  const SymmetricParts parts = symmetric_parts(C);
  return parts.vectors * parts.values.cwiseMax(0).cwiseSqrt().asDiagonal() * parts.vectors.transpose();
}

}  // namespace

void move(Block& block, const Step& step) {
  switch (block.run.scheme) {
    case Scheme::euler_maruyama:
      return move_euler_maruyama(block, step);
    case Scheme::milstein:
      return move_milstein(block, step);
    case Scheme::heun:
      return move_heun(block, step);
    case Scheme::platen:
      return move_platen(block, step);
    case Scheme::sra1:
      return move_sra1(block, step);
    case Scheme::exact:
      if (step.poisson_gamma) return move_by_gammas(block, *step.poisson_gamma, step.index);
      [[fallthrough]];
    case Scheme::exponential:
      return move_exactly(block, step);
    case Scheme::dopri5:
      return move_along_flow(block, step);
  }
}

Run make_run(const Process& process, const Grid& grid, const SimulateOptions& options, NoiseKind noise) {
  Vector middle(grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    middle[k] = 0.5 * (edges[0] + edges[edges.size() - 1]);
  }
  const bool additive = noise <= NoiseKind::additive;
  Scheme scheme = options.scheme;
  if (additive && scheme == Scheme::milstein) scheme = Scheme::euler_maruyama;
  if (additive && scheme == Scheme::platen) scheme = Scheme::heun;
  if (scheme == Scheme::exponential && !process.split) scheme = Scheme::exact;
  return {grid, boundaries::ends_of(grid), options, middle, process.correlated, scheme, additive, {}};
}

Step make_step(const Process& process, const Run& run, std::uint32_t index, double from, double to) {
  Step step{index, from, to - from, {{}, {}, process.noise(from)}, {}, {}, {}, {}, {}, {}, nullptr};
  if (run.scheme == Scheme::exact && !process.transition) {
    step.poisson_gamma = process.poisson_gamma(from, to);
  } else if (run.scheme == Scheme::exact) {
    step.transition = process.transition(from, to);
  } else if (run.scheme == Scheme::exponential) {
    const FrozenStep frozen = process.split->step(from, to);
    step.transition = frozen.linear;
    step.Phi = frozen.Phi;
    step.start.drift = process.split->frozen(from);
  } else if (run.scheme == Scheme::dopri5) {
    step.flow = step_fields(process.drift, from, to);
  } else {
    step.start.drift = process.drift(from);
  }
  if (step.transition.C.size() > 0) step.transition.C = root(step.transition.C);
  const bool multiplicative = !run.additive;
  if (multiplicative && (run.scheme == Scheme::milstein || run.scheme == Scheme::heun))
    step.start.divergence_drift = process.divergence_drift(from);
  if (run.scheme == Scheme::heun || run.scheme == Scheme::platen || run.scheme == Scheme::sra1) {
    step.end = {process.drift(to), {}, process.noise(to)};
    if (multiplicative && run.scheme == Scheme::heun) step.end.divergence_drift = process.divergence_drift(to);
  }
  if (run.scheme == Scheme::sra1) step.inner_drift = process.drift(from + 0.75 * (to - from));
  return step;
}

}  // namespace fokker::sde
