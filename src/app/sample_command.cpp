// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/new_file.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/tables/csv.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker::app {
namespace {

constexpr std::int64_t most_draws = 1'000'000'000;
constexpr std::uint32_t own_stream = 0x5A3D1E00;  // far from those of a run's particles

/// Densities to draw from.
struct Source {
  std::string name;
  const std::vector<Array>* densities;
  bool backward;  ///< ends at the first snapshot
};

std::vector<Source> sources_of(const Evidence& evidence) {
  std::vector<Source> sources = {{"forward", &evidence.forward.densities, false}};
  if (!evidence.exact.empty()) sources.push_back({"exact", &evidence.exact, false});
  for (const auto& reverse : evidence.reversals)
    sources.push_back({"reverse/" + reverse.name, &reverse.solution.densities, true});
  return sources;
}

/// Particles whose last positions were kept, by name.
std::vector<std::pair<std::string, const ParticleSolution*>> kept_by(const Evidence& evidence) {
  std::vector<std::pair<std::string, const ParticleSolution*>> kept;
  const auto add = [&](const std::string& name, const ParticleSolution& particles) {
    if (particles.samples.size() > 0) kept.emplace_back(name, &particles);
  };
  if (evidence.particles) add("particles/forward", *evidence.particles);
  for (const auto& particles : evidence.particle_reversals) add("particles/reverse/" + particles.name, particles);
  return kept;
}

[[noreturn]] void refuse_solution(const SampleOptions& options, const Evidence& evidence) {
  std::vector<std::string> names;
  for (const auto& source : sources_of(evidence)) names.push_back(source.name);
  for (const auto& [name, particles] : kept_by(evidence)) names.push_back(name);
  std::string legal;
  for (const auto& name : names) legal += (legal.empty() ? "" : ", ") + name;
  std::string advice = nearest_name(options.solution, names);
  if (advice.empty() && options.solution.starts_with("particles/"))
    advice = "a run with 'samples = true' in [particles], which stores them";
  throw Error(Fault::usage, fmt::format("no solution '{}' in {}", options.solution, options.file.string()), legal,
              advice);
}

bool reached(const Array& density) { return density.isFinite().all(); }

/// The snapshot to draw from: the nearest to --time, or the one at which the solution ends.
std::size_t row_of(const SampleOptions& options, const Evidence& evidence, const Source& source) {
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < source.densities->size(); ++k)
    if (reached((*source.densities)[k])) rows.push_back(k);
  if (rows.empty()) throw Error(Fault::data, fmt::format("{}: no finite density", source.name));
  if (!options.time) return source.backward ? rows.front() : rows.back();
  const double wanted = *options.time, first = evidence.times[rows.front()], last = evidence.times[rows.back()];
  const double rounding = 1e-9 * std::max(std::abs(first), std::abs(last));
  if (!(wanted >= first - rounding && wanted <= last + rounding))
    throw Error(Fault::usage, fmt::format("--time {}, where {} has no density", wanted, source.name),
                fmt::format("{} to {}", first, last));
  const auto row = *std::min_element(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(evidence.times[a] - wanted) < std::abs(evidence.times[b] - wanted);
  });
  if (std::abs(evidence.times[row] - wanted) > rounding)
    tell(fmt::format("note: no snapshot at {}; the nearest, at {}, is used\n", wanted, evidence.times[row]));
  return row;
}

Points draws(const SampleOptions& options, const Evidence& evidence, const Source& source) {
  const std::size_t row = row_of(options, evidence, source);
  const Array& density = (*source.densities)[row];
  const double total = mass(evidence.grid, density);
  if (std::abs(total - 1) > 1e-6)
    tell(fmt::format("note: {} at t = {} has mass {:.6g}; the draws come from this mass\n", source.name,
                     evidence.times[row], total));
  const Points positions = sample(evidence.grid, density,
                                  {static_cast<std::size_t>(options.count.value_or(1000)),
                                   static_cast<std::uint64_t>(options.seed), 0, own_stream});
  return evidence.frames.empty() ? positions : from_frame(positions, evidence.frames[row]);
}

/// The first of the kept positions that no boundary has absorbed.
Points kept_positions(const SampleOptions& options, const std::string& name, const ParticleSolution& particles) {
  if (options.time && std::abs(*options.time - particles.samples_time) > 1e-9 * std::abs(particles.samples_time))
    throw Error(Fault::usage, fmt::format("--time {}, where {} has no samples", *options.time, name),
                fmt::format("{:.6g}", particles.samples_time));
  std::vector<Eigen::Index> rows;
  for (Eigen::Index i = 0; i < particles.samples.rows(); ++i)
    if (particles.samples.row(i).isFinite().all()) rows.push_back(i);
  const auto available = std::ssize(rows);
  if (options.count.value_or(available) > available)
    throw Error(Fault::usage, fmt::format("--count {}: {} has {} stored positions", *options.count, name, available),
                fmt::format("at most {}", available));
  rows.resize(static_cast<std::size_t>(options.count.value_or(available)));
  return particles.samples(rows, Eigen::all);
}

Points positions_of(const SampleOptions& options, const Evidence& evidence) {
  for (const Source& source : sources_of(evidence))
    if (source.name == options.solution) return draws(options, evidence, source);
  for (const auto& [name, particles] : kept_by(evidence))
    if (name == options.solution) return kept_positions(options, name, *particles);
  refuse_solution(options, evidence);
}

}  // namespace

int sample_command(const SampleOptions& options) {
  if (options.count && (*options.count < 1 || *options.count > most_draws))
    throw Error(Fault::usage, fmt::format("--count {}", *options.count), fmt::format("1 to {}", most_draws));
  if (options.seed < 0) throw Error(Fault::usage, fmt::format("--seed {}", options.seed), ">= 0");
  if (!options.output.empty()) check_new_file(options.output, options.file, options.force);
  const Result snapshots = read_result(options.file, guarded());
  const Points positions = positions_of(options, snapshots.evidence);
  std::vector<std::string> names;
  for (const Axis& axis : snapshots.evidence.grid.axes()) names.push_back(axis.name);
  if (options.output.empty()) {
    print(csv_text(names, positions));
    return 0;
  }
  write_csv(options.output, names, positions);
  tell(fmt::format("{} positions written to {}\n", positions.rows(), options.output.string()));
  return 0;
}

}  // namespace fokker::app
