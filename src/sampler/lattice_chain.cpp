// SPDX-License-Identifier: MIT
#include "sampler/lattice_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "sampler/column_change.hpp"
#include "sampler/lattice_push.hpp"
#include "sampler/plane_integrals.hpp"

namespace fokker {
namespace {

/// How finely chains are computed, by number of axes.
struct Refinement {
  double nodes = 2.4;       ///< per standard deviation of the narrowest feature, at first
  double tolerance = 1e-8;  ///< of total variation between two lattices, the finer of which is ten times as accurate
  double factor = 1.2;      ///< of the nodes per axis from one lattice to the next
};

Refinement refinement_of(int dimension) { return dimension < 3 ? Refinement{} : Refinement{1.7, 1e-5, 1.25}; }

constexpr int most_levels = 6;
constexpr double space_rounding = 1e-7;  // of densities on three axes, beside the largest

/// A density on its way through a chain on lattices.
class LatticeWay {
 public:
  LatticeWay(LatticeDensity start, const LatticeFineness& fineness, const Control& control)
      : now_{std::move(start)}, fineness_(fineness), control_(control) {}

  /// @param like  the last lattice
  void take(const std::vector<ChainPart>& parts, const std::optional<LatticeDensity>& like) {
    for (std::size_t k = 0; k < parts.size() && clipped_ < 0.5; ++k) {  // else there are too few nodes
      control_.stop.check();
      if (const auto* mean = std::get_if<operation::MeanField>(&parts[k])) {
        take(chain_parts(mean->then(mean_norm(now_.density, mean->field, control_.threads))), {});
        continue;
      }
      const auto& step = std::get<PushStep>(parts[k]);
      LatticeTarget target;
      target.step = std::max(fineness_.least, step.std) / fineness_.nodes;
      target.rounding = fineness_.rounding;
      if (k + 1 == parts.size()) target.like = like;
      now_ = push(now_.density, step, target, control_.threads);
      clipped_ = std::max(clipped_, now_.clipped);
    }
  }

  PushedLattice density() && {
    now_.clipped = clipped_;
    return std::move(now_);
  }

 private:
  PushedLattice now_;
  const LatticeFineness& fineness_;
  double clipped_ = 0;
  const Control& control_;
};

/// A lattice on the same box with more nodes.
LatticeDensity finer(const LatticeDensity& lattice, double factor) {
  LatticeDensity result = lattice;
  for (std::size_t k = 0; k < lattice.count.size(); ++k) {
    const auto n = static_cast<double>(lattice.count[k]);
    result.count[k] = smooth_count(factor * n);
    result.step[k] = lattice.step[k] * n / static_cast<double>(result.count[k]);
  }
  return result;
}

/// Change of columns of three axes at fewer nodes, or on another lattice.
double error_of_sums(const LatticeDensity& density, const LatticeDensity& other, const LatticeTargets& targets,
                     const SamplerRow& row, const Control& control) {
  if (kink_factor(density, targets.data) > 1) return sum_change(density, targets, space_rounding, row, control.threads);
  SamplerRow rough = row;
  compare(other, targets, space_rounding, rough, control.threads);
  return column_change(rough, row, 1);
}

}  // namespace

double least_deviation(const GaussianMixture& law) {
  double least = std::numeric_limits<double>::infinity();
  for (const Matrix& L : law.factors())  // sqrt(d)/|L^-1|: exact for spheres, else at most sqrt(d) times too large
    least = std::min(least, 1 / L.triangularView<Eigen::Lower>().solve(Matrix::Identity(L.rows(), L.cols())).norm());
  return least * std::sqrt(static_cast<double>(law.dimension()));
}

PushedLattice lattice_chain_density(const std::vector<Operation>& operations, const GaussianMixture& start,
                                    const LatticeFineness& fineness, const std::optional<LatticeDensity>& like,
                                    const Control& control) {
  LatticeWay way(lattice_density(start, least_deviation(start) / fineness.nodes, control.threads), fineness, control);
  way.take(chain_parts(operations), like);
  return std::move(way).density();
}

double lattice_difference(LatticeDensity coarse, const LatticeDensity& fine, int threads) {
  for (int k = 0; k < fine.dimension(); ++k)
    coarse = resampled(coarse, k, fine.count[static_cast<std::size_t>(k)], threads);
  return 0.5 * fine.volume() * (coarse.values - fine.values).abs().sum();
}

LatticeDensity noisy_lattice_chain(const std::vector<Operation>& operations, const GaussianMixture& start,
                                   const LatticeTargets& targets, SamplerRow& row, const Control& control) {
  const auto [first, tolerance, factor] = refinement_of(start.dimension());
  LatticeFineness fineness{std::min(least_deviation(targets.stop), least_deviation(start)), first};
  PushedLattice coarse = lattice_chain_density(operations, start, fineness, {}, control);
  LatticeDensity before;
  row.error = 1;
  for (int level = 1; level < most_levels && !(row.error < tolerance); ++level) {
    fineness.nodes *= factor;
    const bool sound = coarse.clipped < 1e-3 && std::abs(coarse.density.mass() - 1) < 1e-3;
    PushedLattice fine = lattice_chain_density(
        operations, start, fineness, sound ? std::optional(finer(coarse.density, factor)) : std::nullopt, control);
    if (sound) row.error = lattice_difference(coarse.density, fine.density, control.threads);
    before = std::exchange(coarse, std::move(fine)).density;
  }
  if (!(row.error < 1e-3))
    throw Error(Fault::numerical, fmt::format("sampler '{}' with {} steps: {:.3g} nodes do not resolve its density",
                                              row.sampler, row.steps, static_cast<double>(coarse.density.size())));
  const double rounding = start.dimension() < 3 ? 1e-12 : space_rounding;
  compare(coarse.density, targets, rounding, row, control.threads);
  if (start.dimension() == 3)
    row.error = std::max(row.error, error_of_sums(coarse.density, before, targets, row, control));
  return std::move(coarse.density);
}

}  // namespace fokker
