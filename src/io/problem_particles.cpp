#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "io/problem_data.hpp"

namespace fokker::io {
namespace {

const std::vector<std::pair<std::string, StepSpacing>> step_spacings = {{"uniform", StepSpacing::uniform},
                                                                        {"geometric", StepSpacing::geometric},
                                                                        {"karras", StepSpacing::karras},
                                                                        {"log-snr", StepSpacing::log_snr}};

/// Equal steps of at most `step` over [time.initial, time.end].
long steps_of_length(TableReader& table, const TimeTable& time, double step) {
  const double span = time.end - time.initial;
  const double exact = span / step;
  if (!(exact <= static_cast<double>(step_limit))) {
    table.context().diagnostics.add(Fault::resources, {table.place("step"),
                                                       table.key_path("step"),
                                                       fmt::format("{} needs {:.3g} steps", step, exact),
                                                       fmt::format("at most {} steps", step_limit),
                                                       {}});
    return 1;
  }
  const double whole = std::max(1.0, std::round(exact));
  const bool fits = std::abs(exact - whole) <= 1e-9 * whole;
  const long steps = static_cast<long>(fits ? whole : std::ceil(exact));
  if (!fits)
    table.context().notes.push_back(fmt::format("{}: {} = {} does not divide {}: {} steps of {} are taken",
                                                table.place("step"), table.key_path("step"), step, span, steps,
                                                span / static_cast<double>(steps)));
  return steps;
}

void read_schemes(TableReader& table, ParticlesTable& particles) {
  std::vector<std::pair<std::string, Scheme>> schemes;
  for (const SchemeEntry& entry : scheme_catalogue()) schemes.emplace_back(entry.name, entry.scheme);
  particles.scheme = table.choice("scheme", Scheme::euler_maruyama, schemes);
  particles.reverse_scheme = table.choice("reverse_scheme", particles.scheme, schemes);
  if (table.has("reverse_scheme") && particles.reverse.empty())
    table.fail("reverse_scheme", "a scheme of reversed particles, of which there are none", "beside 'reverse'");
}

void read_steps(TableReader& table, const std::optional<TimeTable>& time, ParticlesTable& particles) {
  particles.step_spacing = table.choice("step_spacing", StepSpacing::uniform, step_spacings);
  // the transition law needs no steps between the snapshots
  if (particles.scheme == Scheme::exact && particles.reverse.empty()) particles.steps = 1;
  particles.steps = read_count(table, "steps", 1, step_limit).value_or(particles.steps);
  const auto step = table.number("step", positive);
  if (table.has("step") && table.has("steps")) table.fail("step", "both 'step' and 'steps'", "one of them");
  if (table.has("step") && particles.step_spacing != StepSpacing::uniform)
    table.fail("step", "a step length beside steps that are not uniform", "'steps'");
  if (step && time) particles.steps = steps_of_length(table, *time, *step);
  const bool from_zero =
      particles.step_spacing == StepSpacing::geometric || particles.step_spacing == StepSpacing::karras;
  if (from_zero && time && time->initial < 0)
    table.fail("step_spacing", fmt::format("such steps from time.initial = {}", time->initial), ">= 0");
}

void read_reversals(TableReader& table, const std::vector<ReverseTable>& reverses, ParticlesTable& particles) {
  particles.reverse = table.strings("reverse");
  if (!particles.reverse.empty() && table.context().grid && absorbs(*table.context().grid))
    table.fail("reverse", "reversed particles across an absorbing wall, where they would have to be born",
               "no reversed particles: the grid feeds the absorbed flux back in");
  std::vector<std::string> names;
  for (const auto& reverse : reverses) names.push_back(reverse.name);
  for (auto name = particles.reverse.begin(); name != particles.reverse.end(); ++name) {
    if (std::find(names.begin(), names.end(), *name) == names.end()) table.fail_choice("reverse", *name, names);
    if (std::find(particles.reverse.begin(), name, *name) != name)
      table.fail("reverse", fmt::format("'{}' twice", *name), "each reversal once");
  }
}

/// What the schemes ask of a reversal, before there is a score.
Process stand_in(const Problem& problem) {
  Process reversed = problem.process;
  reversed.name = "reversed " + reversed.name;
  reversed.transition = nullptr;
  reversed.split.reset();
  if (!problem.process.transition) return reversed;
  const Matrix C = problem.process.transition(problem.time.initial, problem.time.end).C;
  if (Eigen::LLT<Matrix>(C).info() == Eigen::Success) reversed.split.emplace();
  return reversed;
}

}  // namespace

std::optional<std::int64_t> read_count(TableReader& table, std::string_view key, std::int64_t least,
                                       std::int64_t limit) {
  const auto* node = table.find(key);
  const auto* found = node ? node->as_integer() : nullptr;
  if (!found || **found <= limit) return table.integer(key, least, limit);
  table.context().diagnostics.add(
      Fault::resources,
      {table.place(key), table.key_path(key), fmt::format("{}", **found), fmt::format("at most {}", limit), {}});
  return std::nullopt;
}

ParticlesTable read_particles(TableReader& table, const std::optional<TimeTable>& time,
                              const std::vector<ReverseTable>& reverses) {
  ParticlesTable particles;
  constexpr std::int64_t count_limit = std::int64_t{1} << 40;
  particles.count = static_cast<std::size_t>(
      read_count(table, "count", 1, count_limit).value_or(static_cast<std::int64_t>(particles.count)));
  read_reversals(table, reverses, particles);
  read_schemes(table, particles);
  read_steps(table, time, particles);
  particles.seed =
      static_cast<std::uint64_t>(table.integer("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(1));
  particles.paths =
      static_cast<std::size_t>(table.integer("paths", 0, static_cast<std::int64_t>(particles.count)).value_or(0));
  particles.step_bias = table.boolean("step_bias").value_or(true);
  particles.samples = table.boolean("samples").value_or(false);
  table.finish();
  return particles;
}

void check_particles(const Problem& problem, const toml::table& document, ReadContext& context) {
  if (!problem.particles) return;
  TableReader table(context, *document["particles"].as_table(), "particles");
  const ParticlesTable& particles = *problem.particles;
  const NoiseKind noise = noise_kind(problem);
  const auto& axes = problem.grid.axes();
  const bool absorbing = std::any_of(axes.begin(), axes.end(), [](const Axis& axis) {
    return axis.lower == Wall::absorbing || axis.upper == Wall::absorbing;
  });
  if (const auto refusal = scheme_refusal(particles.scheme, problem.process, noise, absorbing))
    table.fail("scheme", refusal->found, refusal->legal);
  for (const ReverseTable& reverse : problem.reverses) {
    if (std::find(particles.reverse.begin(), particles.reverse.end(), reverse.name) == particles.reverse.end())
      continue;
    const auto refusal =
        scheme_refusal(particles.reverse_scheme, stand_in(problem), noise_kind(problem, reverse), absorbing);
    if (!refusal) continue;
    table.fail(table.has("reverse_scheme") ? "reverse_scheme" : "scheme", refusal->found, refusal->legal,
               table.has("reverse_scheme") ? "" : "'reverse_scheme' for the reversed particles");
    break;
  }
  if (particles.step_spacing == StepSpacing::log_snr && !problem.process.transition)
    table.fail("step_spacing", fmt::format("'{}' has no closed-form transition law", problem.process.name),
               "'uniform', 'geometric' or 'karras'");
}

}  // namespace fokker::io

namespace fokker {

NoiseKind noise_kind(const Problem& problem) {
  const TimeTable& time = problem.time;
  const Points centres = noise_probes(problem.grid);
  NoiseKind kind = NoiseKind::none;
  for (const double t : {time.start, 0.5 * (time.start + time.end), time.end}) {
    const Points probes = problem.frame ? from_frame(centres, problem.frame->at(t)) : centres;
    kind = std::max(kind, noise_kind(problem.process, probes, {t}));
  }
  return kind;
}

NoiseKind noise_kind(const Problem& problem, const ReverseTable& reverse) {
  return !reverse.alpha_in_time && reverse.alpha == 0 ? NoiseKind::none : noise_kind(problem);
}

}  // namespace fokker
