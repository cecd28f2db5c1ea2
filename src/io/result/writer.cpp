// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "io/result/layout.hpp"

namespace fokker {
namespace {

using namespace io;

/// Builds the content of OUT.h5 from the root down.
class Writer {
 public:
  Writer(hid_t root, const Result& result)
      : root_(root),
        evidence_(result.evidence),
        generator_(result.generator),
        scores_(result.scores),
        samplers_(result.samplers) {
    for (const auto& axis : evidence_.grid.axes()) axes_.push_back(axis.name);
    write_scales(result.report);
  }

  void write_all(const Report& report) {
    write_solution(solution_group(root_, "forward"), evidence_.forward, "forward density");
    if (!evidence_.exact.empty()) {
      const Handle exact = solution_group(root_, "exact");
      write_density(
          exact, evidence_.exact.size(), [&](std::size_t k) { return evidence_.exact_density(k); }, "exact density");
    }
    if (evidence_.stationary.size() > 0) write_stationary();
    if (!evidence_.reversals.empty()) write_reverses();
    if (evidence_.particles || !evidence_.particle_reversals.empty() || !evidence_.sampler_particles.empty())
      write_particle_groups();
    if (framed()) write_frames(solution_group(root_, "frame"), scales_, evidence_.frames);
    write_mesh(root_, scales_, evidence_);
    write_report(root_, scales_, report);
    if (generator_) write_generator(root_, scales_, *generator_);
    if (scores_) write_scores(root_, *scores_, axes_);
    if (samplers_) write_samplers(root_, scales_, *samplers_, framed());
  }

 private:
  bool framed() const { return !evidence_.frames.empty(); }

  void write_scales(const Report& report) {
    write_scale(root_, scales_, "time", evidence_.times, {"process time", "time"});
    write_axis_scales(root_, scales_, evidence_.grid, framed());
    write_boundary_scale(root_, scales_, evidence_.grid);
    if (framed()) write_positions(root_, scales_, evidence_);
    if (!report.checks.empty())
      write_counting_scale(root_, scales_, "check", report.checks.size(), 0, {"row of the verification table", "1"});
  }

  Handle solution_group(hid_t parent, const std::string& name) {
    Handle group = h5g_create(parent, name);
    h5l_create_hard(root_, "time", group);
    for (const auto& axis : axes_)
      for (const auto& scale : {axis, axis + "_edges"}) h5l_create_hard(root_, scale, group);
    for (const auto* scale : {"component", "component_2"}) h5l_create_hard(root_, scale, group);
    for (const auto& axis : axes_)
      if (framed()) h5l_create_hard(root_, position_name(axis), group);
    return group;
  }

  /// Pairs of axes whose marginals are written.
  std::vector<std::pair<int, int>> pairs() const {
    std::vector<std::pair<int, int>> all;
    const int d = evidence_.grid.dimension();
    for (int a = 0; d > 2 && a < d; ++a)
      for (int b = a + 1; b < d; ++b) all.emplace_back(a, b);
    return all;
  }

  /// @param row_at  asked once for each row, in order
  /// @param packed  values that repeat themselves
  template <class RowAt>
  void write_rows(hid_t group, std::size_t count, RowAt&& row_at, const std::string& what, bool packed = false) {
    const Handle dataset =
        create_variable(group, scales_, "density", density_dimensions(evidence_.grid), H5T_IEEE_F64LE,
                        {what + ", cell averages", fmt::format("length^-{}", evidence_.grid.dimension())}, packed);
    if (framed()) name_positions(dataset, axes_);
    const auto all_pairs = pairs();  // by which densities of three axes are looked at
    std::vector<std::vector<Array>> marginals(all_pairs.size());
    bool fits = count == evidence_.times.size();
    for (std::size_t k = 0; fits && k < count; ++k) {
      const auto held = row_at(k);
      const Array& row = *held;
      fits = row.size() == evidence_.grid.cells();
      if (!fits) break;
      h5d_write_row(dataset, k, framed() ? Array(row / volume(evidence_, k)).data() : row.data());
      for (std::size_t p = 0; p < all_pairs.size(); ++p) {
        const auto [a, b] = all_pairs[p];
        marginals[p].emplace_back(pair_density(evidence_.grid, row, a, b) / volume(evidence_, k, {a, b}));
      }
    }
    if (!fits) throw Error(Fault::internal, fmt::format("{} does not have one density per snapshot time", what));
    for (std::size_t p = 0; p < all_pairs.size(); ++p) write_pair(group, marginals[p], what, all_pairs[p]);
  }

  void write_pair(hid_t group, const std::vector<Array>& rows, const std::string& what, std::pair<int, int> axes) {
    const std::string& first = axes_[static_cast<std::size_t>(axes.first)];
    const std::string& second = axes_[static_cast<std::size_t>(axes.second)];
    const Handle dataset = create_variable(group, scales_, "density_" + first + "_" + second, {"time", first, second},
                                           H5T_IEEE_F64LE, {what + ", marginal of a pair", "length^-2"});
    for (std::size_t k = 0; k < rows.size(); ++k) h5d_write_row(dataset, k, rows[k].data());
  }

  template <class RowAt>
  void write_density(hid_t group, std::size_t count, RowAt&& row_at, const std::string& what) {
    std::vector<double> masses;
    std::vector<Vector> means;
    std::vector<Matrix> covariances;
    const auto seen = [&](std::size_t k) {
      auto held = row_at(k);
      masses.push_back(mass(evidence_.grid, *held));
      means.push_back(mean(evidence_.grid, *held));
      covariances.push_back(covariance(evidence_.grid, *held));
      return held;
    };
    write_rows(group, count, seen, what);
    write_moments(group, scales_, evidence_, {masses, means, covariances});
  }

  void write_solution(const Handle& group, const GridSolution& solution, const std::string& what) {
    write_density(
        group, solution.densities.size(), [&](std::size_t k) { return solution.density(k); }, what);
    write_ledger(root_, group, scales_, evidence_, solution);
    write_errors(group, scales_, evidence_, solution);
    write_currents(group, scales_, evidence_, solution);
    const StepStatistics& statistics = solution.statistics;
    write_attribute(group, "starting_mass", solution.starting_mass);
    write_attribute(group, "outside_mass", solution.outside_mass);
    write_attribute(group, "steps", statistics.steps);
    write_attribute(group, "rejected", statistics.rejected);
    write_attribute(group, "limited_lines", statistics.limited_lines);
    write_attribute(group, "limited_mass", statistics.limited_mass);
    write_attribute(group, "zeroed_cells", statistics.zeroed_cells);
    write_attribute(group, "zeroed_mass", statistics.zeroed_mass);
    for (const auto& [name, values] : {std::pair{"absorbed", statistics.absorbed},
                                       {"carried_steps", statistics.carried},
                                       {"complete_flux_steps", statistics.completed}})
      if (values.size() > 0) write_attribute(group, name, std::vector<double>(values.begin(), values.end()));
  }

  void write_stationary() {
    if (evidence_.stationary.size() != evidence_.grid.cells())
      throw Error(Fault::internal, "the stationary density does not have one number per cell");
    const Handle dataset = create_variable(root_, scales_, "stationary_density", axes_, H5T_IEEE_F64LE,
                                           {"density that the last forward one is compared with, cell averages",
                                            fmt::format("length^-{}", evidence_.grid.dimension())});
    h5d_write(dataset, H5T_NATIVE_DOUBLE, evidence_.stationary.data());
  }

  void write_reverses() {
    const Handle parent = h5g_create(root_, "reverse");
    for (const auto& reverse : evidence_.reversals) {
      const Handle group = solution_group(parent, reverse.name);
      write_solution(group, reverse.solution, fmt::format("density of the reversal '{}'", reverse.name));
      write_attribute(group, "alpha", reverse.alpha);
      write_attribute(group, "starts_from_forward", reverse.starts_from_forward);
      write_attribute(group, "score_cells", reverse.score_cells);
    }
  }

  void write_particle_groups() {
    const Handle parent = h5g_create(root_, "particles");
    if (evidence_.particles) write_particles(solution_group(parent, "forward"), *evidence_.particles);
    if (!evidence_.sampler_particles.empty()) write_sampler_particles(parent, scales_, evidence_);
    if (evidence_.particle_reversals.empty()) return;
    const Handle reverse = h5g_create(parent, "reverse");
    for (const auto& particles : evidence_.particle_reversals)
      write_particles(solution_group(reverse, particles.name), particles);
  }

  void write_particles(const Handle& group, const ParticleSolution& particles) {
    std::vector<Array> densities;
    std::vector<double> masses;
    std::vector<std::int64_t> counts, outside;
    for (std::size_t k = 0; k < particles.counts.size(); ++k) {
      const Array& count = particles.counts[k];
      // a snapshot that a reversal left out has no particles at all
      const double total = count.sum() + particles.outside[k] > 0 ? particles.total : nan;
      densities.push_back(count / (total * evidence_.grid.volumes()));
      masses.push_back(count.sum() / total);
      for (const double number : count) counts.push_back(std::llround(number));
    }
    for (const double number : particles.outside) outside.push_back(std::llround(number));
    write_rows(
        group, densities.size(), [&](std::size_t k) { return &densities[k]; }, "histogram of the particles", true);
    write_integers(group, scales_, "counts", density_dimensions(evidence_.grid), counts, {"particles per cell", "1"});
    write_integers(group, scales_, "outside", {"time"}, outside, {"particles outside the box or absorbed", "1"});
    write_moments(group, scales_, evidence_, {masses, particles.means, particles.covariances});
    write_attribute(group, "count", static_cast<std::int64_t>(std::llround(particles.total)));
    write_attribute(group, "steps", particles.steps);
    write_attribute(group, "scheme", particles.scheme);
    write_attribute(group, "seed", particles.seed);
    write_coarse_counts(group, scales_, evidence_, particles);
    write_kept_particles(group, scales_, particles);
  }

  hid_t root_;
  const Evidence& evidence_;
  const std::optional<GeneratorResults>& generator_;
  const std::optional<ScoreReport>& scores_;
  const std::optional<SamplerResults>& samplers_;
  std::vector<std::string> axes_;
  Scales scales_;
};

}  // namespace

void io::write_content(hid_t root, const Result& snapshots) {
  write_provenance(root, snapshots);
  Writer(root, snapshots).write_all(snapshots.report);
  if (snapshots.verification)
    write_bounds(Handle(H5Gopen2(root, "verification", H5P_DEFAULT), H5Gclose), *snapshots.verification);
}

}  // namespace fokker
