// SPDX-License-Identifier: MIT
#include "random_problems.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace fokker::test {
namespace {

/// Numbers of one problem; distributions of the standard library differ between its implementations, so none is used.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : engine_(seed) {}
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  double log_between(double low, double high) { return std::exp(between(std::log(low), std::log(high))); }
  int one_of(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }

 private:
  std::mt19937_64 engine_;
};

/// What a problem on [-4, 4] has beside its process.
struct Parts {
  std::string process;
  std::string initial;
  double end = 1;
  double min = -4, max = 4;
};

std::string file_of(const Parts& parts, int cells) {
  return fmt::format(
      "schema = 1\n[process]\n{}\n[initial]\n{}\n[time]\nend = {}\nsnapshots = 4\n[[axis]]\nname = \"x\"\nmin = {}\n"
      "max = {}\ncells = {}\n",
      parts.process, parts.initial, parts.end, parts.min, parts.max, cells);
}

std::string gaussian(double mean, double std) {
  return fmt::format("kind = \"gaussian\"\nmean = {}\nstd = {}", mean, std);
}

std::string broad(Numbers& r) { return gaussian(r.between(-1, 1), r.between(0.15, 0.6)); }

std::string custom(const std::string& drift, const std::string& noise) {
  return fmt::format("kind = \"custom\"\ndrift = \"{}\"\nnoise = \"{}\"", drift, noise);
}

std::string interpretation(Numbers& r) {
  return fmt::format("\ninterpretation = \"{}\"",
                     std::array{"ito", "stratonovich", "isothermal"}.at(static_cast<std::size_t>(r.one_of(3))));
}

std::string correlated(Numbers& r, int cells) {
  const double correlation = r.between(0, 0.99), a = r.between(0.5, 1), b = r.between(0.5, 1);
  std::string text = fmt::format(
      "schema = 1\n[process]\nkind = \"ou\"\ntheta = 1\nsigma = [[{}, 0.0], [{}, {}]]\n[initial]\nkind = \"gaussian\"\n"
      "mean = [{}, 0.3]\nstd = [0.4, 0.5]\n[time]\nend = 0.5\nsnapshots = 3\n",
      a, correlation * b, std::sqrt(1 - correlation * correlation) * b, r.between(-0.5, 0.5));
  for (const char* name : {"x", "y"})
    text += fmt::format("[[axis]]\nname = \"{}\"\nmin = -4.0\nmax = 4.0\ncells = {}\n", name, cells);
  return text;
}

std::string two_wells(Numbers& r, int cells) {
  std::string text = fmt::format(
      "schema = 1\n[process]\nkind = \"langevin\"\npotential = \"{}*(x^2 - 1)^2 + {}*y^2 + {}*x*y\"\ntemperature = {}\n"
      "[initial]\nkind = \"gaussian\"\nmean = [-0.8, 0.4]\nstd = [0.3, 0.4]\n[time]\nend = 0.5\nsnapshots = 3\n",
      r.between(0.5, 1.5), r.between(0.3, 1), r.between(-0.4, 0.4), r.between(0.15, 0.6));
  for (const char* name : {"x", "y"})
    text += fmt::format("[[axis]]\nname = \"{}\"\nmin = -3.0\nmax = 3.0\ncells = {}\n", name, cells);
  return text;
}

using Maker = std::function<std::string(Numbers&, int cells)>;

std::string drift_and_diffusion(Numbers& r, int cells) {
  const double speed = r.between(0.5, 1.5), peclet = r.log_between(0.1, 30);
  const double variance = 2 * speed * 8.0 / cells / peclet;  // per time: P = v h / (D / 2)
  return file_of({fmt::format("kind = \"brownian\"\nmu = {}\nsigma = {}", speed, std::sqrt(variance)),
                  gaussian(-1.5, r.between(0.15, 0.4))},
                 cells);
}

std::string square_root(Numbers& r, int cells) {
  const double kappa = r.between(0.5, 2), theta = r.between(0.3, 1), ratio = r.log_between(0.1, 3);
  return file_of({fmt::format("kind = \"cir\"\nkappa = {}\ntheta = {}\nsigma = {}", kappa, theta,
                              std::sqrt(2 * kappa * theta / ratio)),
                  gaussian(r.between(0.5, 1), 0.1), 1, 0, 8},
                 cells);
}

std::string thin_structure(Numbers& r, int cells) {
  const double width = r.log_between(0.05, 5) * 8.0 / cells;
  const double height = r.one_of(2) == 0 ? r.between(3, 10) : -r.between(2, 7);
  return file_of({fmt::format("kind = \"langevin\"\npotential = \"{}*exp(-0.5*((x - {})/{})^2) + 0.3*x^2\"", height,
                              r.between(-0.5, 0.5), width),
                  broad(r)},
                 cells);
}

std::string pulse(Numbers& r, int cells) {
  const double width = r.log_between(3e-4, 0.3), kick = r.between(0.5, 1.5);
  return file_of({custom(fmt::format("-x + {}*exp(-0.5*((t - {})/{})^2)", kick / (width * std::sqrt(2 * M_PI)),
                                     r.between(0.3, 0.7), width),
                         fmt::format("{}", r.between(0.3, 0.8))),
                  broad(r)},
                 cells);
}

std::string narrow_start(Numbers& r, int cells) {
  const double width = r.log_between(0.05, 3) * 8.0 / cells;
  const std::string law =
      fmt::format("kind = \"expression\"\ndensity = \"0.4*exp(-0.5*((x - {})/{})^2)/{} + exp(-0.5*((x + 1)/0.4)^2)\"",
                  r.between(0.5, 1.5), width, width);
  return file_of({custom("-0.5*x", fmt::format("{}", r.between(0.3, 0.8))), law}, cells);
}

const std::vector<std::pair<std::string, Maker>>& makers() {
  const auto formula = [](const char* drift, const char* noise) {
    return [=](Numbers& r, int cells) {
      const double a = r.between(0.5, 2), b = r.between(0.3, 0.9);
      return file_of({custom(fmt::format(fmt::runtime(drift), a), fmt::format(fmt::runtime(noise), b)), broad(r)},
                     cells);
    };
  };
  static const std::vector<std::pair<std::string, Maker>> all = {
      {"linear drift", formula("-{}*(x - 0.3)", "{}")},
      {"double well",
       [](Numbers& r, int cells) {
         return file_of({fmt::format("kind = \"langevin\"\npotential = \"(x^2 - 1)^2\"\ntemperature = {}",
                                     r.log_between(0.05, 0.5)),
                         broad(r)},
                        cells);
       }},
      {"sine drift", formula("{}*sin(3*x) - 0.3*x", "{}")},
      {"smooth noise",
       [](Numbers& r, int cells) {
         return file_of({custom("-x", fmt::format("{}*(1 + 0.6*sin({}*x))", r.between(0.4, 0.8), r.between(1, 4))) +
                             interpretation(r),
                         broad(r)},
                        cells);
       }},
      {"drift and diffusion", drift_and_diffusion},
      {"square root", square_root},
      {"thin structure", thin_structure},
      {"pulse", pulse},
      {"noise that jumps",
       [](Numbers& r, int cells) {
         return file_of({custom("-0.3*x", fmt::format("if(x < {}, {}, {})", r.between(-0.5, 0.5), r.between(0.3, 0.5),
                                                      r.between(0.7, 1.2))) +
                             interpretation(r),
                         broad(r)},
                        cells);
       }},
      {"correlated", [](Numbers& r, int cells) { return correlated(r, cells / 3); }},
      {"two wells", [](Numbers& r, int cells) { return two_wells(r, cells / 3); }},
      {"narrow start", narrow_start}};
  return all;
}

}  // namespace

RandomProblem random_problem(std::uint64_t number) {
  Numbers numbers(number + 1);
  const auto& [kind, make] = makers()[number % makers().size()];
  const int cells = 12 * (5 + numbers.one_of(16));  // 60 to 240
  return {kind, make(numbers, cells)};
}

}  // namespace fokker::test
