// SPDX-License-Identifier: MIT
#include "recorder.hpp"

#include "verify/groups.hpp"

namespace fokker {

Recorder::Recorder(const Problem& problem, std::string name, const SimulateOptions& options,
                   const std::vector<Array>& densities, const SharedParticles* shared)
    : problem_(problem), densities_(densities), threads_(options.control.threads), shared_(shared) {
  const std::size_t snapshots = problem.time.snapshots.size();
  const int d = problem.grid.dimension();
  result.name = std::move(name);
  result.counts.assign(snapshots, Array::Zero(problem.grid.cells()));
  result.outside.assign(snapshots, 0);
  result.means.assign(snapshots, Vector::Zero(d));
  result.covariances.assign(snapshots, Matrix::Zero(d, d));
  result.scheme = name_of(options.scheme);
  result.seed = options.seed;
  result.weak_order = weak_order(options.scheme, *options.noise);
  coupled = problem.particles->step_bias && result.weak_order > 0;
  const Array none = Array::Zero(problem.grid.cells());
  if (coupled) result.coarse.assign(snapshots, {none, 0, none, 0});
}

void Recorder::record(std::size_t snapshot, const Ensemble& ensemble, const Ensemble& doubled) {
  Points moved;
  const Points& positions = on_grid(ensemble, snapshot, moved);
  const Histogram counts = summed(histogram(problem_.grid, positions, threads_));
  const auto [mean, covariance] = moments(positions);
  result.counts[snapshot] = counts.counts;
  result.outside[snapshot] = counts.outside;
  result.total = counts.total;
  result.means[snapshot] = mean;
  result.covariances[snapshot] = covariance;
  if (coupled) record_doubled(snapshot, positions, doubled);
}

Histogram Recorder::summed(Histogram here) const {
  if (!shared_) return here;
  Array ends{{here.outside, here.total}};
  shared_->sum(here.counts);
  shared_->sum(ends);
  return {std::move(here.counts), ends[0], ends[1]};
}

SampleMoments Recorder::moments(const Points& positions) const {
  if (!shared_) return sample_moments(positions, threads_);
  return joined_moments(shared_->rows(moments_of_blocks(positions, threads_)));
}

ObserverState Recorder::state() {
  return {[this](StateView& view) { save(view); },
          [this](State& state) {
            load(state);
            return true;
          }};
}

const Points& Recorder::on_grid(const Ensemble& ensemble, std::size_t snapshot, Points& moved) const {
  if (!problem_.frame) return ensemble.positions;
  return moved = to_frame(ensemble.positions, problem_.frame->at(problem_.time.snapshots[snapshot]));
}

void Recorder::record_doubled(std::size_t snapshot, const Points& fine, const Ensemble& doubled) {
  const Groups groups = merged_cells(problem_.grid, densities_[snapshot], result.total);
  Points moved;
  const Points& positions = on_grid(doubled, snapshot, moved);
  const Histogram counts = summed(histogram(problem_.grid, positions, threads_));
  const Histogram shared = summed(shared_histogram(problem_.grid, fine, positions, groups.of_cell, threads_));
  result.coarse[snapshot] = {counts.counts, counts.outside, shared.counts, shared.outside};
}

void Recorder::save(StateView& view) const {
  const std::size_t d = static_cast<std::size_t>(problem_.grid.dimension());
  std::vector<const double*> means, covariances;
  for (const Vector& mean : result.means) means.push_back(mean.data());
  for (const Matrix& covariance : result.covariances) covariances.push_back(covariance.data());
  view.add("counts", result.counts);
  view.add_values("outside", result.outside);
  view.add_values("total", {result.total});
  view.add("means", d, std::move(means));
  view.add("covariances", d * d, std::move(covariances));
  std::vector<const double*> counts, shared;
  std::vector<double> outside;
  for (const CoarseCounts& at : result.coarse) {
    counts.push_back(at.counts.data());
    shared.push_back(at.shared.data());
    outside.insert(outside.end(), {at.outside, at.shared_outside});
  }
  const auto cells = static_cast<std::size_t>(problem_.grid.cells());
  view.add("twin_counts", cells, std::move(counts));
  view.add("twin_shared", cells, std::move(shared));
  view.add_values("twin_outside", std::move(outside));
}

void Recorder::load(State& state) {
  const Eigen::Index cells = problem_.grid.cells(), d = problem_.grid.dimension();
  const std::size_t snapshots = result.counts.size();
  result.counts = state.take_rows("counts", snapshots, cells);
  const Array outside = state.take_rows("outside", 1, std::ssize(result.outside)).front();
  result.outside.assign(outside.begin(), outside.end());
  result.total = state.take_rows("total", 1, 1).front()[0];
  const auto means = state.take_rows("means", snapshots, d),
             covariances = state.take_rows("covariances", snapshots, d * d);
  for (std::size_t k = 0; k < snapshots; ++k) {
    result.means[k] = means[k];
    result.covariances[k] = Eigen::Map<const Matrix>(covariances[k].data(), d, d);
  }
  load_doubled(state);
}

void Recorder::load_doubled(State& state) {
  const std::size_t rows = result.coarse.size();
  const Eigen::Index cells = problem_.grid.cells();
  auto counts = state.take_rows("twin_counts", rows, cells), shared = state.take_rows("twin_shared", rows, cells);
  const Array outside = state.take_rows("twin_outside", 1, 2 * std::ssize(result.coarse)).front();
  for (std::size_t k = 0; k < rows; ++k) {
    const auto i = static_cast<Eigen::Index>(2 * k);
    result.coarse[k] = {std::move(counts[k]), outside[i], std::move(shared[k]), outside[i + 1]};
  }
}

}  // namespace fokker
