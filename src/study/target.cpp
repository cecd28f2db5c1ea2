// SPDX-License-Identifier: MIT
// The search for cells and steps that reach an accuracy.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "coarse.hpp"
#include "core/memory.hpp"
#include "fokker/core/error.hpp"
#include "refinement.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// Less growth than this ends a search that a limit of cells confines.
constexpr double least_growth = 1.05;

/// Solves that take longer are not made again with half of the cells along each axis.
constexpr double most_seconds_for_parts = 4;

/// One search.
class Search {
 public:
  Search(const Problem& problem, const LevelOptions& options, const Control& control)
      : asked_(problem), target_(*problem.target), options_(options), control_(control), begin_(clock()) {
    options_.predict_extrapolation = true;
    control_.states = {};
  }

  Chosen run(std::vector<std::string>& notes) {
    Settings settings = settings_of(asked_);
    for (int number = 1;; ++number) {
      const Control control = labelled(control_, fmt::format(", round {}", number));
      Round round = solved(settings, control);
      if (const auto flux = other_flux(round)) try_flux(*flux, round, settings, control);
      const auto& [problem, level, found, of_round] = round;
      std::string limit;
      const bool narrow = widen(problem, level, target_, settings);
      if (narrow)
        limit = limit_of(problem, settings);
      else if (!found.meets(target_.tv))
        limit = refine(problem, level, found, control, settings);
      if ((narrow || !found.meets(target_.tv)) && limit.empty()) continue;
      notes = of_round;
      notes.push_back(words(problem, found, limit, number));
      return {std::move(round.problem), std::move(round.level)};
    }
  }

 private:
  /// Result of a solve with some settings.
  struct Round {
    CheckedProblem problem;
    Level level;
    Estimated found;
    std::vector<std::string> notes;
  };

  Round solved(const Settings& settings, const Control& control) {
    const double begin = clock();
    Round round{with_settings(asked_, settings), {}, {}, {}};
    round.level = solve_with_errors(round.problem, options_, control, round.notes);
    round.found = worst_estimate(round.problem->grid, round.level);
    count_absorbed(asked_, round.found);
    seconds_ = clock() - begin;
    return round;
  }

  /// What is tried once where the flux is free: edges in place of flows, whose steps cost more; remaps in place of
  /// edges that show a low order, since they add diffusion of their own.
  std::optional<Flux> other_flux(const Round& round) const {
    const Estimated& found = round.found;
    if (tried_ || wants_extrapolation(round.problem) || round.problem->forward.flux != Flux::automatic ||
        !found.unknown.empty() || found.meets(target_.tv) || clock() - begin_ + seconds_ > target_.max_seconds)
      return std::nullopt;
    if (asked_.process.correlated && carried_part(round.level.forward, 0) == 1) return Flux::scharfetter_gummel;
    return found.order >= lowest_asymptotic_order ? std::nullopt : std::optional(Flux::semi_lagrangian);
  }

  /// Takes remaps where they have less than half the error, edges where the target is nearer in time.
  void try_flux(Flux flux, Round& round, Settings& settings, const Control& control) {
    tried_ = true;
    Settings other = settings;
    other.flux = flux;
    const bool remaps = flux == Flux::semi_lagrangian;
    const double before = seconds_;
    try {
      Round tried = solved(other, labelled(control, remaps ? " with remaps" : " with edges"));
      const auto growth_of = [&](const Round& one) {
        return growth_of_work(one.found, one.level.extrapolated_error, target_.tv, asked_.grid.dimension());
      };
      if (tried.found.unknown.empty() && (remaps ? tried.found.error < 0.5 * round.found.error
                                                 : seconds_ * growth_of(tried) < before * growth_of(round))) {
        settings = other;
        round = std::move(tried);
        return;
      }
    } catch (const Error& error) {
      // characteristics that cross within a step, edges that reach too far
      if (error.fault() != Fault::numerical) throw;
    }
    seconds_ = before;
  }

  /// Changes the settings; a limit that forbids it, in words.
  std::string refine(const CheckedProblem& problem, const Level& level, const Estimated& found, const Control& control,
                     Settings& settings) {
    const double plain = growth_of_work(found, NAN, target_.tv, asked_.grid.dimension());
    std::vector<double> parts(settings.cells.size() + 1, 1);
    if (const auto other = extrapolation(asked_, {settings, parts}, level, found);
        other && work_of(*other, settings) <= (has_fewest_cells(*other) ? plain : 1)) {  // parts change nothing
      settings = *other;
      return limit_of(problem, settings);
    }
    const PartsFrom from = seconds_ > most_seconds_for_parts ? PartsFrom::half_the_cells : PartsFrom::all_cells;
    if (found.unknown.empty()) parts = error_parts(problem, level, found.error, from, options_, control);
    std::vector<double> factors = growth(parts, found, target_.tv, wants_extrapolation(problem));
    const std::string largest = largest_part(problem, parts, found);
    const std::optional<Settings> other = extrapolation(asked_, {settings, parts}, level, found);
    double growth_of_cells = 1;
    for (std::size_t k = 0; k + 1 < factors.size(); ++k) growth_of_cells *= factors[k];
    if (const double room = target_.max_cells / cells_of(settings); growth_of_cells > room) {
      const double share = std::log(std::max(room, 1.0)) / std::log(growth_of_cells);
      for (std::size_t k = 0; k + 1 < factors.size(); ++k) factors[k] = std::pow(factors[k], share);
      if (!other && std::pow(growth_of_cells, share) < least_growth && factors.back() < least_growth)
        return fmt::format("max_cells = {:.6g}{}", target_.max_cells, largest);
    }
    Settings next = grown(problem, settings, factors);
    if (other && work_of(*other, settings) < std::max(work_of(next, settings), plain)) next = *other;
    if (std::string limit = limit_of(problem, next); !limit.empty()) return limit + largest;
    settings = next;
    return "";
  }

  /// @param problem  with the settings of this round
  std::string limit_of(const CheckedProblem& problem, const Settings& next) const {
    const Settings now = settings_of(problem);
    if (cells_of(next) > target_.max_cells) return fmt::format("max_cells = {:.6g}", target_.max_cells);
    const double work = work_of(next, now) * seconds_;
    if (clock() - begin_ + work > target_.max_seconds)
      return fmt::format("max_seconds = {:.6g}: {} would take about {:.2g} more", target_.max_seconds, text_of(next),
                         work);
    const double bytes =
        estimate(problem, {options_.score_memory, options_.keep_score}).memory_bytes * cells_of(next) / cells_of(now);
    if (const auto available = available_memory(); available && bytes > *available)
      return fmt::format("the available memory: {} would take about {:.3g} bytes", text_of(next), bytes);
    return next == now ? "settings that cannot be refined" : "";
  }

  double clock() const { return control_.seconds ? control_.seconds() : 0; }

  static std::string largest_part(const Problem& problem, const std::vector<double>& parts, const Estimated& found) {
    if (!found.unknown.empty()) return "";
    const auto largest = std::max_element(parts.begin(), parts.end());
    const auto k = static_cast<std::size_t>(largest - parts.begin());
    const std::string what = k + 1 == parts.size() ? "the steps" : "the cells along " + problem.grid.axes()[k].name;
    return fmt::format("; {} have the largest part of the error, {:.2g}", what, *largest);
  }

  std::string words(const Problem& problem, const Estimated& found, const std::string& limit, int round) const {
    std::string reached = found.unknown.empty() ? fmt::format("total variation {:.2g}", found.total_variation)
                                                : "an error not known: " + found.unknown;
    if (found.unknown.empty() && found.absorbed > 0)
      reached += fmt::format(" and {:.2g} of the absorbed mass", found.absorbed);
    const std::string with =
        fmt::format("{} after {} round{}", text_of(settings_of(problem)), round, round == 1 ? "" : "s");
    if (limit.empty()) return fmt::format("target.tv = {:.3g} is met: {} with {}", target_.tv, reached, with);
    return fmt::format("target.tv = {:.3g} is not met: {} with {}; the search ended at {}", target_.tv, reached, with,
                       limit);
  }

  const Problem& asked_;
  const Target& target_;
  LevelOptions options_;
  Control control_;
  double begin_;
  bool tried_ = false;  ///< another flux
  double seconds_ = 0;  ///< that the solves of this round took
};

}  // namespace

Chosen meet_target(const Problem& problem, const LevelOptions& options, const Control& control,
                   std::vector<std::string>& notes) {
  return Search(problem, options, control).run(notes);
}

}  // namespace fokker
