// SPDX-License-Identifier: MIT
// Where formulas change fast in time.
#include <algorithm>
#include <queue>

#include "expression/tree.hpp"
#include "problem/time_structure.hpp"

namespace fokker {
namespace {

constexpr int most_evaluations = 3000;
/// Shortest interval, of the run.
constexpr double shortest = 1e-12;

struct Part {
  Interval t;
  double range = 0;
  double key() const { return range * (t.high - t.low); }
  friend bool operator<(const Part& a, const Part& b) { return a.key() < b.key(); }
};

/// Widest enclosure over the points.
double range_of(const Expression& formula, const Points& points, Interval t) {
  double widest = 0;
  std::vector<Interval> box(static_cast<std::size_t>(points.cols()));
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    for (Eigen::Index k = 0; k < points.cols(); ++k) box[static_cast<std::size_t>(k)] = {points(i, k), points(i, k)};
    const Interval values = formula.enclosure(box, t);
    widest = std::max(widest, std::min(values.high - values.low, 1e300));
  }
  return widest;
}

/// Centres of parts that depend on t alone: where they change sign or turn, from samples refined by bisection.
std::vector<double> critical_times(const Expression& formula, Interval t) {
  using namespace expression;
  const Tree& tree = formula.tree();
  const std::vector<Dependence> depends = dependences(tree);
  constexpr int samples = 65;
  std::vector<std::vector<double>> values;
  const std::vector<double> origin(tree.variables.size(), 0.0);
  const auto time = [&](int s) { return t.low + (t.high - t.low) * s / (samples - 1); };
  for (int s = 0; s < samples; ++s) values.push_back(values_at(tree, origin.data(), time(s)));
  std::vector<double> found;
  for (std::size_t i = 0; i < tree.nodes.size() && found.size() < 100; ++i) {
    if (!depends[i].time || depends[i].space || tree.nodes[i].op == Op::time) continue;
    for (int s = 0; s + 1 < samples; ++s) {
      double low = time(s), high = time(s + 1);
      const bool below = values[static_cast<std::size_t>(s)][i] < 0;
      if (below == (values[static_cast<std::size_t>(s) + 1][i] < 0)) continue;
      for (int halvings = 0; halvings < 40; ++halvings) {
        const double middle = 0.5 * (low + high);
        ((values_at(tree, origin.data(), middle)[i] < 0) == below ? low : high) = middle;
      }
      found.push_back(low);
      if (found.size() >= 100) break;
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<double> changes_in_time(const Expression& formula, const Points& points, Interval t) {
  std::priority_queue<Part> parts;
  std::vector<double> cuts = critical_times(formula, t);
  cuts.insert(cuts.begin(), t.low);
  cuts.push_back(t.high);
  int evaluations = 0;
  const auto add = [&](double low, double high) {
    parts.push({{low, high}, range_of(formula, points, {low, high})});
    ++evaluations;
  };
  for (std::size_t k = 0; k + 1 < cuts.size(); ++k) add(cuts[k], cuts[k + 1]);
  const double length = t.high - t.low;
  std::vector<double> times;
  while (!parts.empty()) {
    const Part part = parts.top();
    parts.pop();
    const double middle = 0.5 * (part.t.low + part.t.high);
    if (evaluations >= most_evaluations || part.key() == 0 || part.t.high - part.t.low < shortest * length) {
      times.push_back(part.t.low);
      continue;
    }
    add(part.t.low, middle);
    add(middle, part.t.high);
  }
  times.push_back(t.high);
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace fokker
