// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "view/moments.hpp"
#include "view/report_panels.hpp"

namespace fokker::view::html {
namespace {

Panel moment_panel(const std::vector<SeriesMoments>& solutions, const std::string& title, const std::string& text,
                   const std::function<double(const SeriesMoments&, std::size_t)>& value) {
  Panel panel{"moments", title, text, false, {}};
  for (const SeriesMoments& solution : solutions) {
    Line line{solution.series.label, role_name(solution.series.role), solution.series.number, {}};
    for (std::size_t k = 0; k < solution.mass.size(); ++k) line.values.push_back(value(solution, k));
    panel.lines.push_back(std::move(line));
  }
  return panel;
}

}  // namespace

void add_moments(const Evidence& evidence, const Report& report, std::vector<Panel>& panels) {
  const auto solutions = moments_of(evidence);
  bool near_one = true;  // then mass - 1 is shown
  for (const SeriesMoments& solution : solutions)
    for (const double m : solution.mass) near_one = near_one && !(std::abs(m - 1) > 1e-3);
  panels.push_back(
      moment_panel(solutions, near_one ? "Mass inside the grid, less 1" : "Mass inside the grid",
                   fmt::format("Mass inside plus absorbed mass equals the initial mass to a relative {:.2g}. "
                               "Of particles: the share inside.",
                               report.invariants.mass_error),
                   [near_one](const SeriesMoments& m, std::size_t k) { return near_one ? m.mass[k] - 1 : m.mass[k]; }));
  const Grid& grid = evidence.grid;
  for (int i = 0; i < grid.dimension(); ++i)
    panels.push_back(moment_panel(solutions, "Mean of " + grid.axis(i).name,
                                  "Of the mass inside the grid; of particles, from their positions.",
                                  [i](const SeriesMoments& m, std::size_t k) { return m.mean[k][i]; }));
  for (int i = 0; i < grid.dimension(); ++i)
    for (int j = i; j < grid.dimension(); ++j) {
      const std::string title = i == j ? "Variance of " + grid.axis(i).name
                                       : fmt::format("Covariance of {} and {}", grid.axis(i).name, grid.axis(j).name);
      panels.push_back(moment_panel(
          solutions, title, "Of the mass inside the grid, over cell centres; of particles, from their positions.",
          [i, j](const SeriesMoments& m, std::size_t k) { return m.covariance[k](i, j); }));
    }
}

void add_first_passage(const Evidence& evidence, std::vector<Panel>& panels) {
  const auto& rates = evidence.forward.absorption_rates;
  if (rates.empty()) return;
  Panel panel{"moments", "First-passage density", "Probability per time through each boundary.", false, {}};
  for (Eigen::Index boundary = 0; boundary < rates.front().size(); ++boundary) {
    const std::string& axis = evidence.grid.axis(static_cast<int>(boundary / 2)).name;
    Line line{fmt::format("{} boundary of {}", boundary % 2 ? "upper" : "lower", axis),
              "reversed",
              static_cast<int>(boundary),
              {}};
    for (const Array& rate : rates) line.values.push_back(rate[boundary]);
    panel.lines.push_back(std::move(line));
  }
  panels.push_back(std::move(panel));
}

}  // namespace fokker::view::html
