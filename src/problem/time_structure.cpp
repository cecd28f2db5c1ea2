// SPDX-License-Identifier: MIT
#include "problem/time_structure.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

/// Times closer than that part of the run are one.
constexpr double distinct = 1e-9;
/// Equal steps in place of those of an adaptive solve, which are not known yet.
constexpr int nominal_steps = 200;
/// More steps than that hide nothing that fewer do not.
constexpr long most_planned = 100000;

/// Points of the grid at which coefficients are looked at: three along its diagonal, and the mean of the initial law.
Points places(const GridProblem& problem) {
  const Grid& grid = problem.grid;
  const bool has_mean = problem.start.mixture.has_value();
  Points x(has_mean ? 4 : 3, grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    const double first = edges[0], length = edges[edges.size() - 1] - first;
    int row = 0;
    for (const double share : {0.27, 0.5, 0.71}) x(row++, k) = first + share * length;
    if (has_mean) x(3, k) = std::clamp(problem.start.mixture->mean()[k], first, first + length);
  }
  return x;
}

Points widths_at(const Grid& grid, const Points& x) {
  Points widths(x.rows(), x.cols());
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, x(i, k)) - edges.begin();
      widths(i, k) = edges[above] - edges[above - 1];
    }
  }
  return widths;
}

Points values_of(const FieldAt& field, double t, const Points& x, Eigen::Index columns) {
  Points values(x.rows(), columns);
  field(t)(x, values);
  return values;
}

/// D_kk alone.
Points noise_at(const Process& process, double t, const Points& x) {
  const Points all = values_of(process.diffusion, t, x, process.noise_columns());
  if (!process.correlated) return all;
  Points diagonal(x.rows(), x.cols());
  for (Eigen::Index k = 0; k < x.cols(); ++k) diagonal.col(k) = all.col(k * x.cols() + k);
  return diagonal;
}

std::vector<double> sorted_apart(std::vector<double> times, double apart) {
  std::sort(times.begin(), times.end());
  std::vector<double> result;
  for (const double t : times)
    if (result.empty() || t - result.back() > apart) result.push_back(t);
  return result;
}

/// Steps that a solve will take as far as they are known.
std::vector<double> planned_steps(const TimeSpan& time) {
  if (time.steps) return step_times(time.snapshots, std::min(*time.steps, most_planned), time.step_spacing).times;
  return step_times(time.snapshots, nominal_steps, Spacing::uniform).times;
}

std::vector<double> given_stops(const TimeSpan& time) {
  std::vector<double> stops = time.events;
  if (time.max_step)
    for (double t = time.start + *time.max_step; t < time.end; t += *time.max_step) stops.push_back(t);
  return stops;
}

/// Times at which a reversal's alpha changes, where a step would hide a tenth of its square.
std::vector<double> stops_of_alpha(const Reversal& reversal, const std::vector<double>& steps, Interval t) {
  if (!reversal.alpha_formula) return {};
  const std::vector<double> changes = changes_in_time(*reversal.alpha_formula, Points(1, 0), t);
  std::vector<double> stops;
  const auto alpha = [&](double time) { return reversal.alpha_in_time(time); };
  for (std::size_t k = 0; k + 1 < steps.size(); ++k) {
    const auto first = std::upper_bound(changes.begin(), changes.end(), steps[k]);
    const auto last = std::lower_bound(first, changes.end(), steps[k + 1]);
    const double middle = alpha(0.5 * (steps[k] + steps[k + 1]));
    const bool hides = std::any_of(first, last, [&](double time) {
      return std::abs(alpha(time) - middle) > HiddenByStep::most_hidden * std::max(1.0, std::abs(middle));
    });
    if (hides) stops.insert(stops.end(), first, last);
  }
  return stops;
}

}  // namespace

TimeStructure::TimeStructure(const GridProblem& problem, std::vector<double> times)
    : problem_(problem), times_(std::move(times)), points_(places(problem)), widths_(widths_at(problem.grid, points_)) {
  const Process& process = problem.process;
  Points drift = Points::Zero(points_.rows(), points_.cols()), D = drift;
  drift_ = {drift};
  D_ = {D};
  broken_ = {0};
  for (std::size_t k = 0; k + 1 < times_.size(); ++k) {
    bool finite = true;
    const auto add = [&](Points& sum, const Points& values, double weight) {
      if (!values.allFinite())
        finite = false;
      else
        sum += weight * values;
    };
    const double half = 0.5 * (times_[k + 1] - times_[k]), middle = 0.5 * (times_[k] + times_[k + 1]);
    for (const double node : {-1 / std::sqrt(3.0), 1 / std::sqrt(3.0)}) {  // Gauss's two points
      add(drift, values_of(process.divergence_drift, middle + node * half, points_, points_.cols()), half);
      add(D, noise_at(process, middle + node * half, points_), half);
    }
    drift_.push_back(drift);
    D_.push_back(D);
    broken_.push_back(broken_.back() + (finite ? 0 : 1));
  }
}

std::size_t TimeStructure::place(double t) const {
  return static_cast<std::size_t>(std::lower_bound(times_.begin(), times_.end(), t) - times_.begin());
}

HiddenByStep TimeStructure::hidden(std::size_t begin, std::size_t end) const {
  HiddenByStep result{.begin = times_[begin], .end = times_[end]};
  const double dt = times_[end] - times_[begin], middle = times_[begin] + 0.5 * dt;
  const Points drift =
      (drift_[end] - drift_[begin] - dt * values_of(problem_.process.divergence_drift, middle, points_, points_.cols()))
          .abs() /
      widths_;
  const Points noise =
      (D_[end] - D_[begin] - dt * noise_at(problem_.process, middle, points_)).abs() / widths_.square();
  if (broken_[begin] != broken_[end] || !drift.allFinite() || !noise.allFinite()) return result;
  for (int k = 0; k < problem_.grid.dimension(); ++k) {
    const double of_drift = drift.col(k).maxCoeff(), of_noise = noise.col(k).maxCoeff();
    if (std::max(of_drift, of_noise) <= std::max(result.drift, result.noise)) continue;
    result.drift = of_drift;
    result.noise = of_noise;
    result.axis = k;
  }
  return result;
}

HiddenByStep TimeStructure::worst(const std::vector<double>& steps) const {
  HiddenByStep worst;
  for (std::size_t k = 0; k + 1 < steps.size(); ++k) {
    const HiddenByStep now = hidden(place(steps[k]), place(steps[k + 1]));
    if (std::max(now.drift, now.noise) > std::max(worst.drift, worst.noise)) worst = now;
  }
  return worst;
}

void TimeStructure::cut(std::size_t begin, std::size_t end, std::vector<double>& stops) const {
  if (end - begin < 2 || !hidden(begin, end).matters()) return;
  const double middle = 0.5 * (times_[begin] + times_[end]);
  const std::size_t at = std::clamp(place(middle), begin + 1, end - 1);
  stops.push_back(times_[at]);
  cut(begin, at, stops);
  cut(at, end, stops);
}

std::vector<double> TimeStructure::stops(const std::vector<double>& steps) const {
  std::vector<double> stops;
  for (std::size_t k = 0; k + 1 < steps.size(); ++k) {
    const std::size_t before = stops.size();
    cut(place(steps[k]), place(steps[k + 1]), stops);
    // adaptive steps end elsewhere, and one that ends at the first cut would hide more than its part of this step
    if (!problem_.time.steps && stops.size() > before) stops.insert(stops.end(), {steps[k], steps[k + 1]});
  }
  return stops;
}

std::vector<double> sampled_times(const GridProblem& problem, const std::vector<double>& steps) {
  constexpr int parts = 4;
  std::vector<double> times = {steps.front()};
  for (std::size_t k = 0; k + 1 < steps.size(); ++k)
    for (int part = 1; part <= parts; ++part)
      times.push_back(part == parts ? steps[k + 1] : steps[k] + (steps[k + 1] - steps[k]) * part / parts);
  for (const Expression& formula : problem.process.time_formulas)
    for (const double t : changes_in_time(formula, places(problem), {steps.front(), steps.back()})) times.push_back(t);
  return sorted_apart(std::move(times), 0);
}

bool may_change_in_time(const Process& process) {
  if (!process.time_formulas.empty()) return true;
  return !process.transition && !process.modulation;
}

std::vector<double> required_stops(const Problem& problem) {
  const TimeSpan& time = problem.time;
  const Interval run{std::min(time.initial, time.start), time.end};
  std::vector<double> stops = given_stops(time);
  const bool searches = !problem.process.time_formulas.empty() ||
                        std::any_of(problem.reversals.begin(), problem.reversals.end(),
                                    [](const Reversal& reversal) { return reversal.alpha_formula.has_value(); });
  const std::vector<double> steps = searches ? planned_steps(time) : std::vector<double>();
  if (!problem.process.time_formulas.empty()) {
    const GridProblem moved = on_grid(problem);
    const std::vector<double> found = TimeStructure(moved, sampled_times(moved, steps)).stops(steps);
    stops.insert(stops.end(), found.begin(), found.end());
  }
  for (const Reversal& reversal : problem.reversals) {
    const std::vector<double> found = stops_of_alpha(reversal, steps, {time.start, time.end});
    stops.insert(stops.end(), found.begin(), found.end());
  }
  std::erase_if(stops, [&](double t) { return !(t > run.low && t < run.high); });
  return sorted_apart(std::move(stops), distinct * (run.high - run.low));
}

}  // namespace fokker
