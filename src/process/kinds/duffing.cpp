// SPDX-License-Identifier: MIT
#include "fokker/process/langevin.hpp"
#include "process/kinds.hpp"

namespace fokker {
namespace {

/// A Langevin process with friction in V = stiffness x^2/2 + hardening x^4/4 - force x cos(frequency t), at the
/// temperature sigma^2 / (2 damping), whose noise is sigma.
Process duffing(const Parameters& given) {
  std::map<std::string, double> numbers;
  for (const char* key : {"stiffness", "hardening", "force", "frequency"}) numbers[key] = given.number(key);
  const Expression potential = Expression::parse("stiffness*x^2/2 + hardening*x^4/4 - force*x*cos(frequency*t)",
                                                 {{"x", "v"}, numbers, true, {}});
  const double damping = given.number("damping"), sigma = given.number("sigma");
  require_position_and_velocity("duffing", given.dimension());
  return kinetic_langevin(potential, damping, sigma * sigma / (2 * damping));
}

}  // namespace

static KindExample duffing_example() {
  return {
      .title = "A driven oscillator between two wells",
      .process =
          R"(kind      = "duffing"   # dv = (-damping v - stiffness x - hardening x^3 + force cos(frequency t)) dt + sigma dw
damping   = 0.5
stiffness = -1.0
hardening = 1.0
force     = 0.3
frequency = 1.2
sigma     = 0.7
)",
      .initial = R"(kind = "gaussian"
mean = [1.0, 0.0]
std  = [0.4, 0.4]
)",
      .time = "end       = 0.5\n",
      .axis = R"(min      = -3.2
max      = 3.2
cells    = 128
)",
      .exact = false,
      .more = R"(
[[axis]]
name     = "v"
min      = -5.0
max      = 5.0
cells    = 128
)",
      .bounds = examples::bounds_of_a_plane};
}

ProcessKind duffing_process_kind() {
  return {
      .rank = 115,
      .name = "duffing",
      .equation =
          "axes x, v: dx = v dt, dv = (-damping v - stiffness x - hardening x^3 + force cos(frequency t)) dt "
          "+ sigma dw",
      .parameters = {{.key = "damping", .range = positive, .standard = "0.5", .meaning = "friction"},
                     {.key = "stiffness", .standard = "-1", .meaning = "linear force; below 0 there are two wells"},
                     {.key = "hardening", .range = positive, .standard = "1", .meaning = "cubic force"},
                     {.key = "force", .standard = "0", .meaning = "amplitude of the driving force"},
                     {.key = "frequency", .standard = "1", .meaning = "angular frequency of the driving force"},
                     {.key = "sigma", .range = positive, .standard = "0.5", .meaning = "noise on the velocity"}},
      .prior = "the Boltzmann density of temperature sigma^2/(2 damping), without a driving force",
      .source = "Duffing, Erzwungene Schwingungen bei veraenderlicher Eigenfrequenz (Vieweg 1918)",
      .example = duffing_example(),
      .make = duffing,
  };
}

}  // namespace fokker
