// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "sampler/column_change.hpp"
#include "sampler/lattice_chain.hpp"
#include "sampler/lattice_inverse.hpp"

namespace fokker {
namespace {

constexpr double nodes_per_least_deviation = 5;
constexpr double least_folded = 1e-10;

void require_no_fold(const PlaneImage& image, const SamplerRow& row) {
  if (!(image.folded() > least_folded)) return;
  throw Error(Fault::problem,
              Diagnostic{{},
                         fmt::format("sampler.{}.steps", row.sampler),
                         fmt::format("{} steps, which fold the plane: they turn round {:.3g} of the mass", row.steps,
                                     image.folded()),
                         "steps that fold no mass, beside two axes",
                         "more steps, or a sampler of first order"});
}

/// Every second node along each axis.
LatticeDensity halved(const LatticeDensity& lattice) {
  LatticeDensity result{lattice.low, lattice.step, lattice.count, {}};
  for (std::size_t k = 0; k < 2; ++k) {
    result.count[k] /= 2;
    result.step[k] *= 2;
  }
  result.values.resize(result.size());
  for (Eigen::Index a = 0; a < result.count[0]; ++a)
    for (Eigen::Index b = 0; b < result.count[1]; ++b)
      result.values[a * result.count[1] + b] = lattice.values[2 * a * lattice.count[1] + 2 * b];
  return result;
}

}  // namespace

LatticeDensity noiseless_lattice_chain(const std::vector<Operation>& operations, const GaussianMixture& start,
                                       const LatticeTargets& targets, SamplerRow& row, const Control& control) {
  const PlaneImage image(operations, start, control);
  require_no_fold(image, row);
  const double step = least_deviation(targets.stop) / nodes_per_least_deviation;
  std::vector<Interval> box = image.box();
  for (Interval& side : box) side = {side.low - 4 * step, side.high + 4 * step};
  LatticeDensity density = empty_lattice(box, step);
  density.values = image.log_density_at(density).exp();
  SamplerRow coarse = row;
  compare(halved(density), targets, 1e-280, coarse, control.threads);
  compare(density, targets, 1e-280, row, control.threads);
  row.error = column_change(coarse, row, 1) + std::abs(density.mass() - 1);
  return density;
}

}  // namespace fokker
