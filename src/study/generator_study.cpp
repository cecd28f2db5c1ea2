// SPDX-License-Identifier: MIT
#include "fokker/study/generator_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/allocation.hpp"
#include "fokker/generator/correlation.hpp"
#include "fokker/generator/expectation.hpp"
#include "fokker/generator/stationary.hpp"
#include "fokker/grid/restriction.hpp"
#include "fokker/study/solve.hpp"
#include "levels.hpp"
#include "study/cell_values.hpp"
#include "study/scalars.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index fewest_cells = 32;  ///< per axis, of which a quarter still shows an order

/// The grid with boundaries that absorb where they are named ("x_lower").
Grid with_exits(const Grid& grid, const std::vector<std::string>& names) {
  std::vector<Axis> axes = grid.axes();
  for (Axis& axis : axes)
    for (const std::string& name : names) {
      if (name == axis.name + "_lower" && !axis.periodic()) axis.lower = Boundary::absorbing;
      if (name == axis.name + "_upper" && !axis.periodic()) axis.upper = Boundary::absorbing;
    }
  return Grid(std::move(axes));
}

std::vector<Region> regions_named(const Problem& problem, const std::vector<std::string>& names) {
  std::vector<Region> result;
  for (const RegionFormula& region : problem.tables.regions)
    if (names.empty() || std::find(names.begin(), names.end(), region.name) != names.end())
      result.push_back({region.name, region.inside.at(problem.time.start)});
  return result;
}

/// The tables on one grid.
class TablesOnGrid {
 public:
  /// @param part  the problem has this part of the cells per axis that were asked for
  TablesOnGrid(const Problem& problem, long part, const Control& control)
      : problem_(problem), part_(part), control_(control), results_{problem.grid, {}} {}

  GeneratorResults all() {
    const GeneratorTables& asked = problem_.tables;
    if (asked.stationary) run("stationary", [&] { stationary(); });
    if (asked.spectrum) run("spectrum", [&] { modes(); });
    if (asked.first_passage) run("first_passage", [&] { passage(); });
    if (asked.reset) run("reset", [&] { reset(*asked.reset); });
    for (const CorrelationTable& one : asked.correlations) run("correlation/" + one.name, [&] { correlate(one); });
    for (const ExpectationTable& one : asked.expectations) run("expectation/" + one.name, [&] { expect(one); });
    return std::move(results_);
  }

 private:
  template <class Work>
  void run(const std::string& stage, const Work& work) {
    control_.report({stage, 0, problem_.time.start});
    allocated("the table " + stage, [&] {
      work();
      return 0;
    });
    control_.report({stage, 1, problem_.time.start});
  }

  Operator edges(const Grid& grid) const {
    const Assembler assembler(problem_.process, grid, Flux::scharfetter_gummel, control_.threads);
    Operator L = assembler.blank();
    assembler.assemble(problem_.time.start, L);
    return L;
  }

  void stationary() {
    const Operator L = edges(problem_.grid);
    const Generator rates = generator(L);
    const Array masses = stationary_masses(rates, problem_.grid, control_.stop);
    results_.stationary = {masses / problem_.grid.volumes(), L.current(masses),
                           entropy_production(rates.rates, masses)};
    add_scalars(problem_.grid, *results_.stationary, results_.scalars);
  }

  void modes() {
    const Generator rates = generator(edges(problem_.grid));
    results_.spectrum = spectrum(rates, problem_.grid, problem_.tables.spectrum->count, control_.stop);
    add_scalars(*results_.spectrum, !rates.exits.empty(), results_.scalars);
  }

  void passage() {
    const FirstPassageTable& asked = *problem_.tables.first_passage;
    const Generator exits = generator(edges(with_exits(problem_.grid, asked.to)), regions_named(problem_, asked.to));
    PassageResult found;
    for (const Exit& exit : exits.exits) found.exits.push_back(exit.name);
    found.passage = first_passage(exits, asked.moments, control_.stop);
    add_scalars(found, start_masses(), results_.scalars);
    results_.passage = std::move(found);
    if (asked.committor) transition_paths(*asked.committor);
  }

  void transition_paths(const CommittorTable& asked) {
    const Operator L = edges(problem_.grid);
    const Array masses = stationary_masses(generator(L), problem_.grid, control_.stop);
    std::vector<Region> ends = regions_named(problem_, {asked.from});
    ends.push_back(regions_named(problem_, {asked.to}).front());
    results_.committor = committor(L, ends, masses, control_.stop);
    add_scalars(*results_.committor, results_.scalars);
  }

  /// Without a rate every exit leads back.
  void reset(const ResetTable& asked) {
    const Generator exits = generator(edges(problem_.grid), regions_named(problem_, {}));
    const Array start = asked.to ? masses_of(*asked.to) : start_masses();
    ResetResult found;
    found.frequencies = asked.frequencies;
    if (asked.rate) {
      found.density = poisson_reset_masses(exits, start, *asked.rate, control_.stop);
      if (!exits.exits.empty())
        add_number("reset", "mean_time", reset_passage_time(exits, start, *asked.rate, control_.stop), "time");
    } else {
      const Renewal state = renewal(exits, start, {asked.delay, asked.frequencies}, control_.stop);
      found.density = state.masses;
      found.event_spectrum = state.spectrum;
      add_number("reset", "rate", state.rate, "1/time");
      add_number("reset", "variation", state.variation, "1");
      for (std::size_t k = 0; k < state.spectrum.size(); ++k)
        add_number("reset", fmt::format("event_spectrum_{}", k), state.spectrum[k], "1/time");
    }
    found.density /= problem_.grid.volumes();
    add_moments("reset", problem_.grid, found.density, results_.scalars);
    results_.reset = std::move(found);
  }

  void expect(const ExpectationTable& asked) {
    const Grid& grid = problem_.grid;
    const Generator exits = generator(edges(grid), regions_named(problem_, {}));
    const Array none = Array::Zero(grid.cells());
    Claim claim{formula_averages(grid, asked.payoff), none, none, none};
    if (asked.killing) claim.killing = formula_averages(grid, *asked.killing);
    if (asked.running) claim.running = formula_averages(grid, *asked.running);
    for (const Exit& exit : exits.exits)
      for (const ExitValue& given : asked.at_exit)
        if (given.exit == exit.name) claim.at_exit += given.value * exit.rate;
    // on half the cells half the steps, so that both errors fall together
    const long steps = std::max<long>(1, asked.steps / part_);
    const Array value = expectation(exits, claim, {problem_.time.end - problem_.time.start, steps}, control_.stop);
    for (std::size_t k = 0; k < asked.at.size(); ++k)
      add_point(fmt::format("{}_{}", asked.name, k), derivatives_at(grid, value, asked.at[k]));
    results_.expectations.push_back({asked.name, value});
  }

  void correlate(const CorrelationTable& asked) {
    constexpr long steps_per_lag = 20;
    const Generator rates = generator(edges(problem_.grid));
    const Array masses = stationary_masses(rates, problem_.grid, control_.stop);
    const Array first = formula_averages(problem_.grid, asked.first);
    const Observables both{first, asked.second ? formula_averages(problem_.grid, *asked.second) : first};
    CorrelationResult found{asked.name};
    const double spacing = asked.end / static_cast<double>(asked.lags - 1);
    for (long k = 0; asked.end > 0 && k < asked.lags; ++k) found.lags.push_back(spacing * static_cast<double>(k));
    if (asked.end > 0)
      found.values = stationary_correlation(
          rates, masses, both, {spacing, found.lags.size(), std::max<long>(1, steps_per_lag / part_)}, control_.stop);
    found.frequencies = asked.frequencies;
    found.spectrum = power_spectrum(rates, masses, first, asked.frequencies, control_.stop);
    const double now =
        (both.first * both.second * masses).sum() - (both.first * masses).sum() * (both.second * masses).sum();
    const double integral = integrated_correlation(rates, masses, both, control_.stop);
    add_number("correlation", asked.name + "_at_0", now, "1");
    add_number("correlation", asked.name + "_integral", integral, "time");
    if (!asked.second) add_number("correlation", asked.name + "_time", integral / now, "time");
    for (std::size_t k = 0; k < found.spectrum.size(); ++k)
      add_number("correlation", fmt::format("{}_spectrum_{}", asked.name, k), found.spectrum[k], "time");
    results_.correlations.push_back(std::move(found));
  }

  void add_point(const std::string& name, const PointDerivatives& point) {
    add_number("expectation", name, point.value, "1");
    for (int k = 0; k < problem_.grid.dimension(); ++k) {
      const std::string& axis = problem_.grid.axis(k).name;
      add_number("expectation", name + "_d_" + axis, point.first[k], "1/length");
      add_number("expectation", name + "_d2_" + axis, point.second[k], "1/length^2");
    }
  }

  void add_number(const std::string& table, const std::string& name, double value, const std::string& units) {
    results_.scalars.push_back({table, name, value, std::numeric_limits<double>::quiet_NaN(), units});
  }

  /// Masses of a law, of points between the centres of cells so that their mean stays.
  Array start_masses() const { return masses_of(problem_.initial); }
  Array masses_of(const Law& law) const {
    const Law kept = law.mixture ? mean_keeping_law(problem_.grid, *law.mixture) : law;
    const Array masses = law_averages(problem_.grid, kept, control_.threads) * problem_.grid.volumes();
    return masses / masses.sum();
  }

  const Problem& problem_;
  long part_;
  const Control& control_;
  GeneratorResults results_;
};

bool can_be_quartered(const Grid& grid) {
  return std::all_of(grid.axes().begin(), grid.axes().end(),
                     [](const Axis& axis) { return axis.cells() % 4 == 0 && axis.cells() >= fewest_cells; });
}

std::vector<Scalar> scalars_on_part(const Problem& problem, Eigen::Index part, const Control& control) {
  const Problem coarse = at_level(problem, 1, part);
  return TablesOnGrid(coarse, part, labelled(control, " on " + cells_text(coarse.grid))).all().scalars;
}

}  // namespace

GeneratorResults generator_results(const Problem& problem, const GridSolution* forward, const Control& control) {
  if (!problem.tables.any()) return {problem.grid, {}};
  GeneratorResults results = TablesOnGrid(problem, 1, control).all();
  if (problem.tables.thermodynamics && forward) results.thermodynamics = entropies(problem, *forward, control);
  if (can_be_quartered(problem.grid))
    set_errors({results.scalars, scalars_on_part(problem, 2, control), scalars_on_part(problem, 4, control)},
               problem.forward.accuracy, results.scalars);
  return results;
}

GeneratorResults generator_study(const CheckedProblem& problem, const Control& control) {
  return generator_results(problem, nullptr, control);
}

}  // namespace fokker
