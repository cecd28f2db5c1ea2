// SPDX-License-Identifier: MIT
#pragma once
// What programs that run another solver on W1 to W5 have in common: the problems, and how they are measured. Standard
// library only. On n^d cells values stand at the centres, the first axis fastest.
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace fokker::bench {

using Point = std::vector<double>;
using Values = std::vector<double>;

/// p_t = pace (-sum_i (a_i p)_i + sum_ij D_ij p_ij / 2) with constant D.
struct Equation {
  std::vector<std::pair<double, double>> box;
  std::function<double(int axis, const Point& x)> drift;  ///< a_i
  std::vector<double> noise;                              ///< D_ii
  double mixed = 0;                                       ///< D_12
  std::function<double(double t)> pace = [](double) { return 1.0; };
  std::function<double(const Point& x, double t)> density;  ///< exact; at 0 the start
  std::vector<double> times;                                ///< 0, ..., T: the error is the worst at the later ones
};

inline double normal(double x, double mean, double variance) {
  return std::exp(-0.5 * (x - mean) * (x - mean) / variance) / std::sqrt(2 * M_PI * variance);
}

/// dx_k = -theta_k x_k dt + sqrt(2) dw from N(m, c I): W1 and W5.
inline Equation ornstein_uhlenbeck(const Point& theta, const Point& m, double c, double half_width, double T) {
  Equation e;
  e.box.assign(theta.size(), {-half_width, half_width});
  e.noise.assign(theta.size(), 2.0);
  e.drift = [theta](int k, const Point& x) { return -theta[k] * x[k]; };
  e.density = [=](const Point& x, double t) {
    double product = 1;
    for (std::size_t k = 0; k < x.size(); ++k) {
      const double s = std::exp(-theta[k] * t);
      product *= normal(x[k], m[k] * s, c * s * s + (1 - s * s) / theta[k]);
    }
    return product;
  };
  e.times = {0, T};
  return e;
}

/// W2.
inline Equation variance_preserving() {
  Equation e;
  e.box = {{-6, 6}};
  e.noise = {1.0};
  e.drift = [](int, const Point& x) { return -0.5 * x[0]; };
  e.pace = [](double t) { return 0.1 + 19.9 * t; };
  e.density = [](const Point& x, double t) {
    const double s = std::exp(-0.5 * (0.1 * t + 9.95 * t * t)), c = 0.04 * s * s + 1 - s * s;
    return 0.4 * normal(x[0], -s, c) + 0.6 * normal(x[0], s, c);
  };
  e.times = {0, 0.1, 0.2, 0.3, 0.5, 1};
  return e;
}

/// W3: V = (x^2 - 1)^2 + y^2/2, temperature .25; the density at 0 only.
inline Equation double_well() {
  Equation e;
  e.box = {{-2.5, 2.5}, {-3, 3}};
  e.noise = {0.5, 0.5};
  e.drift = [](int k, const Point& x) { return k == 0 ? -4 * x[0] * (x[0] * x[0] - 1) : -x[1]; };
  e.density = [](const Point& x, double) { return normal(x[0], -1, 0.09) * normal(x[1], 1, 0.09); };
  e.times = {0, 1};
  return e;
}

/// W4: theta = [[1, .6], [-.4, 1.5]], D = 2 [[.5, c], [c, .3]], correlation .8; mean and covariance at 1 in closed
/// form.
inline Equation correlated() {
  Equation e;
  e.box = {{-4, 4}, {-4, 4}};
  e.noise = {1.0, 0.6};
  e.mixed = 1.6 * std::sqrt(0.15);
  e.drift = [](int k, const Point& x) { return k == 0 ? -x[0] - 0.6 * x[1] : 0.4 * x[0] - 1.5 * x[1]; };
  e.density = [](const Point& x, double t) {
    if (t == 0) return normal(x[0], 1.5, 0.09) * normal(x[1], -1, 0.09);
    const double a = 0.34797851, b = 0.22623792, c = 0.24433190;  // given x, y has mean m + b/a (x - mean), c - b^2/a
    const double u = x[0] - 0.66332842;
    return normal(u, 0, a) * normal(x[1], -0.02506305 + b / a * u, c - b * b / a);
  };
  e.times = {0, 1};
  return e;
}

inline double width(const Equation& equation, std::size_t axis, std::size_t cells) {
  return (equation.box[axis].second - equation.box[axis].first) / static_cast<double>(cells);
}

/// f at all centres.
inline Values on_centres(const Equation& equation, std::size_t cells, const std::function<double(const Point&)>& f) {
  const std::size_t d = equation.box.size();
  std::size_t count = 1;
  for (std::size_t k = 0; k < d; ++k) count *= cells;
  Values values(count);
  Point x(d);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0, rest = i; k < d; ++k, rest /= cells)
      x[k] = equation.box[k].first + width(equation, k, cells) * (static_cast<double>(rest % cells) + 0.5);
    values[i] = f(x);
  }
  return values;
}

struct Choice {
  std::size_t cells, steps;
};
/// Densities at times[1], times[2], ...; none where the time was up. `steps`: those taken.
struct Found {
  std::vector<Values> densities;
  std::size_t steps;
};

/// Processor time that one solve may take: what needs more does not reach the accuracy.
class Budget {
 public:
  bool spent() const { return std::clock() - begin_ > 20 * CLOCKS_PER_SEC; }

 private:
  std::clock_t begin_ = std::clock();
};

using Solve = std::function<Found(const Choice&, const Budget&)>;
using Judge = std::function<double(const Choice&, const std::vector<Values>&)>;

inline double relative(const Values& p, const Values& q) {
  double off = 0, all = 0;
  for (std::size_t i = 0; i < p.size(); ++i) off += std::abs(p[i] - q[i]), all += q[i];
  return off / all;
}

inline Judge against_exact(const Equation& equation) {
  return [equation](const Choice& choice, const std::vector<Values>& found) {
    double worst = 0;
    for (std::size_t k = 0; k < found.size(); ++k) {
      const double t = equation.times[k + 1];
      const Values exact = on_centres(equation, choice.cells, [&](const Point& x) { return equation.density(x, t); });
      worst = std::max(worst, relative(found[k], exact));
    }
    return worst;
  };
}

/// Means over blocks of m x m values of n x n.
inline Values means(const Values& values, std::size_t n, std::size_t m) {
  Values result(values.size() / (m * m), 0.0);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = 0; i < n; ++i)
      result[j / m * (n / m) + i / m] += values[j * n + i] / static_cast<double>(m * m);
  return result;
}

/// The file holds cell averages of n x n cells, the last axis fastest; the coarser of the two grids is compared on.
inline Judge against_file(const std::string& path) {
  return [path](const Choice& choice, const std::vector<Values>& found) {
    std::ifstream file(path);
    std::size_t n = 0;
    file >> n;
    const std::size_t finer = std::max(n, choice.cells), coarser = std::min(n, choice.cells);
    if (!file || finer % coarser != 0) return std::nan("");
    Values reference(n * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) file >> reference[j * n + i];
    return relative(means(found.back(), choice.cells, choice.cells / coarser), means(reference, n, n / coarser));
  };
}

/// Prints peer, cells, steps, error, seconds, MB for the first choice of the ladder, which is in order of cost, that
/// reaches the accuracy, or the last one for which the time sufficed: median of five (of one where it takes seconds).
inline void report(const char* peer, const std::vector<Choice>& ladder, double accuracy, const Solve& solve,
                   const Judge& judge) {
  Choice chosen = ladder.front();
  double error = std::nan("");
  std::vector<double> seconds;
  const auto measured = [&](const Choice& choice, double& time) {
    const std::clock_t begin = std::clock();
    Found found = solve(choice, Budget());
    time = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return found;
  };
  std::size_t steps = 0;
  long kilobytes = 0;
  for (const Choice& choice : ladder) {
    double time = 0;
    const Found found = measured(choice, time);
    if (found.densities.empty()) break;
    seconds = {time};
    error = judge(choice, found.densities);
    chosen = choice;
    steps = found.steps;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    kilobytes = usage.ru_maxrss;
    if (error <= accuracy) break;
  }
  while (!seconds.empty() && seconds.size() < 5 && seconds[0] < 5) measured(chosen, seconds.emplace_back());
  std::sort(seconds.begin(), seconds.end());
  std::printf("%s\t%zu\t%zu\t%.3g\t%.6g\t%.0f\n", peer, chosen.cells, steps, error,
              seconds.empty() ? std::nan("") : seconds[seconds.size() / 2], static_cast<double>(kilobytes) / 1024);
}

}  // namespace fokker::bench
