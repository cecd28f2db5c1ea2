// QuantLib on W1 to W5.
// Usage: quantlib_peer W1|W2|W3|W4|W5 [file of W3's reference]; prints peer, cells, steps, error, seconds, MB.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <ql/methods/finitedifferences/solvers/fdmbackwardsolver.hpp>
#include <ql/methods/finitedifferences/stepconditions/fdmstepconditioncomposite.hpp>
#include <string>

#include "quantlib.hpp"

namespace fokker::bench {
namespace {

struct Choice {
  std::size_t cells, steps;
};

/// Densities at times[1], times[2], ...
std::vector<ql::Array> solve(const Equation& equation, const ql::FdmSchemeDesc& scheme, const Choice& choice) {
  const Mesher mesher = centres(equation, choice.cells);
  const auto op = ql::ext::make_shared<FokkerPlanckOp>(equation, mesher);
  const auto none = ql::ext::make_shared<ql::FdmStepConditionComposite>(std::list<std::vector<ql::Time>>(),
                                                                        ql::FdmStepConditionComposite::Conditions());
  ql::FdmBackwardSolver solver(op, {}, none, scheme);
  ql::Array p = on(mesher, equation.box.size(), [&](const Point& x) { return equation.density(x, 0); });
  for (std::size_t k = 0; k < equation.box.size(); ++k) p *= inside(mesher, k);
  std::vector<ql::Array> found;
  const double T = equation.times.back();
  for (std::size_t k = 1; k < equation.times.size(); ++k) {
    const double share = (equation.times[k] - equation.times[k - 1]) / T;
    const auto steps = std::max(1L, std::lround(static_cast<double>(choice.steps) * share));
    solver.rollback(p, T - equation.times[k - 1], T - equation.times[k], static_cast<ql::Size>(steps), 0);
    found.push_back(p);
  }
  return found;
}

double relative(const ql::Array& p, const ql::Array& q) {
  double off = 0, all = 0;
  for (std::size_t i = 0; i < p.size(); ++i) off += std::abs(p[i] - q[i]), all += q[i];
  return off / all;
}

using Judge = std::function<double(const Choice&, const std::vector<ql::Array>&)>;

Judge against_exact(const Equation& equation) {
  return [&equation](const Choice& choice, const std::vector<ql::Array>& found) {
    const Mesher mesher = centres(equation, choice.cells);
    double worst = 0;
    for (std::size_t k = 0; k < found.size(); ++k) {
      const auto exact =
          on(mesher, equation.box.size(), [&](const Point& x) { return equation.density(x, equation.times[k + 1]); });
      worst = std::max(worst, relative(found[k], exact));
    }
    return worst;
  };
}

/// Reference: cell averages of n x n cells, the last axis fastest; the mesher's first axis is fastest.
Judge against_file(const std::string& path) {
  return [path](const Choice& choice, const std::vector<ql::Array>& found) {
    std::ifstream file(path);
    std::size_t n = 0;
    file >> n;
    if (!file || choice.cells % n != 0) return std::nan("");
    ql::Array reference(n * n), mean(n * n, 0.0);
    for (double& value : reference) file >> value;
    const std::size_t m = choice.cells / n;
    for (std::size_t j = 0; j < choice.cells; ++j)
      for (std::size_t i = 0; i < choice.cells; ++i)
        mean[(i / m) * n + j / m] += found.back()[j * choice.cells + i] / static_cast<double>(m * m);
    return relative(mean, reference);
  };
}

/// Of this process on a processor: what else runs on the machine counts less.
double seconds_of(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// The first choice of the ladder, which is in order of cost, that reaches the accuracy, or the last one: median of
/// five.
void report(const char* peer, const Equation& equation, const ql::FdmSchemeDesc& scheme,
            const std::vector<Choice>& ladder, double accuracy, const Judge& judge) {
  Choice chosen = ladder.back();
  double error = std::nan("");
  std::vector<double> seconds;
  for (const Choice& choice : ladder) {
    std::vector<ql::Array> found;
    seconds = {seconds_of([&] { found = solve(equation, scheme, choice); })};
    error = judge(choice, found);
    chosen = choice;
    if (error <= accuracy) break;
  }
  while (seconds.size() < 5) seconds.push_back(seconds_of([&] { solve(equation, scheme, chosen); }));
  std::sort(seconds.begin(), seconds.end());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%s\t%zu\t%zu\t%.3g\t%.6g\t%.0f\n", peer, chosen.cells, chosen.steps, error, seconds[2],
              static_cast<double>(usage.ru_maxrss) / 1024);
}

double normal(double x, double mean, double variance) {
  return std::exp(-0.5 * (x - mean) * (x - mean) / variance) / std::sqrt(2 * M_PI * variance);
}

/// dx_k = -theta_k x_k dt + sqrt(2) dw from N(m, c I).
Equation ornstein_uhlenbeck(const Point& theta, const Point& m, double c, double half_width, double T) {
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

Equation variance_preserving() {
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

/// V = (x^2 - 1)^2 + y^2/2, temperature .25; the density at 0 only.
Equation double_well() {
  Equation e;
  e.box = {{-2.5, 2.5}, {-3, 3}};
  e.noise = {0.5, 0.5};
  e.drift = [](int k, const Point& x) { return k == 0 ? -4 * x[0] * (x[0] * x[0] - 1) : -x[1]; };
  e.density = [](const Point& x, double) { return normal(x[0], -1, 0.09) * normal(x[1], 1, 0.09); };
  e.times = {0, 1};
  return e;
}

/// theta = [[1, .6], [-.4, 1.5]], D = 2 [[.5, c], [c, .3]], correlation .8; mean and covariance at 1 in closed form.
Equation correlated() {
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

int run(const std::string& name, const std::string& reference) {
  const auto douglas = ql::FdmSchemeDesc::Douglas();
  if (name == "W1") {
    const Equation e = ornstein_uhlenbeck({1}, {2}, 0.01, 8, 1);
    report("QuantLib Crank-Nicolson", e, ql::FdmSchemeDesc::CrankNicolson(),
           {{400, 20}, {400, 30}, {400, 40}, {500, 40}, {600, 40}, {700, 40}, {700, 50}, {800, 60}, {1000, 80}}, 1e-4,
           against_exact(e));
  } else if (name == "W2") {
    const Equation e = variance_preserving();
    report(
        "QuantLib Crank-Nicolson", e, ql::FdmSchemeDesc::CrankNicolson(),
        {{400, 100}, {500, 100}, {400, 200}, {500, 200}, {600, 200}, {500, 300}, {600, 300}, {800, 300}, {1000, 400}},
        1e-4, against_exact(e));
  } else if (name == "W3") {
    report("QuantLib Douglas", double_well(), douglas, {{768, 40}, {768, 50}, {768, 60}, {1024, 50}}, 1e-4,
           against_file(reference));
  } else if (name == "W4") {
    const Equation e = correlated();
    report("QuantLib modified Craig-Sneyd", e, ql::FdmSchemeDesc::ModifiedCraigSneyd(), {{512, 100}}, 1e-3,
           against_exact(e));
  } else if (name == "W5") {
    const Equation e = ornstein_uhlenbeck({1, 1.5, 2}, {1, -1, 0.5}, 0.25, 5, 0.5);
    report("QuantLib Douglas", e, douglas, {{128, 12}}, 1e-3, against_exact(e));
  } else {
    std::fprintf(stderr, "usage: quantlib_peer W1|W2|W3|W4|W5 [file of W3's reference]\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace fokker::bench

int main(int argc, char** argv) { return fokker::bench::run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : ""); }
