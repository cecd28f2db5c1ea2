#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "view/report_panels.hpp"

namespace fokker::view::html {
namespace {

/// Mass, mean and covariance of one solution at each snapshot, in space.
struct Moments {
  std::vector<double> mass;
  std::vector<Vector> mean;
  std::vector<Matrix> covariance;
};

void to_space(const Evidence& evidence, Moments& moments) {
  for (std::size_t k = 0; k < evidence.frames.size(); ++k) {
    const FrameAt& frame = evidence.frames[k];
    moments.mean[k] = frame.centre + frame.scale.cwiseProduct(moments.mean[k]);
    moments.covariance[k] = frame.scale.asDiagonal() * moments.covariance[k] * frame.scale.asDiagonal();
  }
}

Moments moments_of(const Evidence& evidence, const std::vector<Array>& densities) {
  Moments moments;
  for (const Array& density : densities) {
    moments.mass.push_back(mass(evidence.grid, density));
    moments.mean.push_back(mean(evidence.grid, density));
    moments.covariance.push_back(covariance(evidence.grid, density));
  }
  to_space(evidence, moments);
  return moments;
}

Moments moments_of(const Evidence& evidence, const ParticleSolution& particles) {
  Moments moments{{}, particles.means, particles.covariances};
  for (const double outside : particles.outside) moments.mass.push_back(1 - outside / particles.total);
  to_space(evidence, moments);
  return moments;
}

struct Solution {
  std::string label, role;
  int number = 0;
  Moments moments;
};

std::vector<Solution> solutions_of(const Evidence& evidence) {
  std::vector<Solution> all = {{"forward", "forward", 0, moments_of(evidence, evidence.forward.densities)}};
  int number = 0;
  for (const auto& reverse : evidence.reversals)
    all.push_back(
        {"reversed: " + reverse.name, "reversed", number++, moments_of(evidence, reverse.solution.densities)});
  if (!evidence.exact.empty()) all.push_back({"exact", "exact", 0, moments_of(evidence, evidence.exact)});
  if (evidence.particles) all.push_back({"particles", "particles", 0, moments_of(evidence, *evidence.particles)});
  number = 0;
  for (const auto& particles : evidence.particle_reversals)
    all.push_back({"particles: " + particles.name, "particles_reversed", number++, moments_of(evidence, particles)});
  return all;
}

Panel moment_panel(const std::vector<Solution>& solutions, const std::string& title, const std::string& text,
                   const std::function<double(const Moments&, std::size_t)>& value) {
  Panel panel{"moments", title, text, false, {}};
  for (const Solution& solution : solutions) {
    Line line{solution.label, solution.role, solution.number, {}};
    for (std::size_t k = 0; k < solution.moments.mass.size(); ++k) line.values.push_back(value(solution.moments, k));
    panel.lines.push_back(std::move(line));
  }
  return panel;
}

}  // namespace

void add_moments(const Evidence& evidence, const Report& report, std::vector<Panel>& panels) {
  const auto solutions = solutions_of(evidence);
  bool near_one = true;  // then what is lacking tells more
  for (const Solution& solution : solutions)
    for (const double m : solution.moments.mass) near_one = near_one && !(std::abs(m - 1) > 1e-3);
  panels.push_back(moment_panel(
      solutions, near_one ? "Mass inside the grid, less 1" : "Mass inside the grid",
      fmt::format("What is inside plus what went through absorbing walls keeps the starting mass to a relative {:.2g}. "
                  "Of particles: the share inside.",
                  report.invariants.mass_error),
      [near_one](const Moments& m, std::size_t k) { return near_one ? m.mass[k] - 1 : m.mass[k]; }));
  const Grid& grid = evidence.grid;
  for (int i = 0; i < grid.dimension(); ++i)
    panels.push_back(moment_panel(solutions, "Mean of " + grid.axis(i).name,
                                  "Of the mass inside the grid; of particles, from their positions.",
                                  [i](const Moments& m, std::size_t k) { return m.mean[k][i]; }));
  for (int i = 0; i < grid.dimension(); ++i)
    for (int j = i; j < grid.dimension(); ++j) {
      const std::string title = i == j ? "Variance of " + grid.axis(i).name
                                       : fmt::format("Covariance of {} and {}", grid.axis(i).name, grid.axis(j).name);
      panels.push_back(moment_panel(
          solutions, title, "Of the mass inside the grid, over cell centres; of particles, from their positions.",
          [i, j](const Moments& m, std::size_t k) { return m.covariance[k](i, j); }));
    }
}

void add_first_passage(const Evidence& evidence, std::vector<Panel>& panels) {
  const auto& rates = evidence.forward.absorption_rates;
  if (rates.empty()) return;
  Panel panel{"moments", "First-passage density", "Probability per time that goes through each wall.", false, {}};
  for (Eigen::Index boundary = 0; boundary < rates.front().size(); ++boundary) {
    const std::string& axis = evidence.grid.axis(static_cast<int>(boundary / 2)).name;
    Line line{fmt::format("{} wall of {}", boundary % 2 ? "upper" : "lower", axis),
              "reversed",
              static_cast<int>(boundary),
              {}};
    for (const Array& rate : rates) line.values.push_back(rate[boundary]);
    panel.lines.push_back(std::move(line));
  }
  panels.push_back(std::move(panel));
}

}  // namespace fokker::view::html
