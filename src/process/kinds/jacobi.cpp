// SPDX-License-Identifier: MIT
#include "fokker/core/error.hpp"
#include "process/kinds.hpp"
#include "process/linear.hpp"

namespace fokker {

Process jacobi(const Vector& a, const Vector& b, const Vector& sigma) {
  require_same_size(a, b);
  require_same_size(a, sigma);
  if (!(a.array() >= 0).all() || !(b.array() >= 0).all() || !(b.array() <= 1).all())
    throw Error(Fault::problem, "a process that is driven out of [0, 1]", "a >= 0 and 0 <= b <= 1");
  require_noise(sigma);
  Process process;
  process.dimension = static_cast<int>(a.size());
  process.name = "jacobi";
  process.modulation = steady();
  process.drift =
      field_per_axis([a, b](Eigen::Index k, const ArrayIn& x, ArrayOut values) { values = a[k] * (b[k] - x); });
  process.noise = field_per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) {
    values = sigma[k] * (x * (1 - x)).max(0.0).sqrt();
  });
  process.diffusion = field_per_axis([sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) {
    values = sigma[k] * sigma[k] * (x * (1 - x)).max(0.0);
  });
  // at the ends the drift alone acts, as in `cir`
  process.divergence_drift = field_per_axis([a, b, sigma](Eigen::Index k, const ArrayIn& x, ArrayOut values) {
    const double half = 0.5 * sigma[k] * sigma[k];
    values = a[k] * (b[k] - x) - (x > 0 && x < 1).select(half * (1 - 2 * x), Array::Zero(x.size()));
  });
  if ((a.array() > 0).all() && (b.array() > 0).all() && (b.array() < 1).all() && (sigma.array() != 0).all())
    process.prior = [a, b, sigma](double) {
      const Array rate = 2 * a.array() / sigma.array().square();
      return beta_law(rate * b.array(), rate * (1 - b.array()));
    };
  return process;
}

ProcessKind jacobi_process_kind() {
  static constexpr NumberRange share{0, 1, false, "a number from 0 to 1"};
  return {
      .rank = 105,
      .name = "jacobi",
      .equation = "dx = a (b - x) dt + sigma sqrt(x (1 - x)) dw (Ito), Wright-Fisher",
      .parameters = {{.key = "a",
                      .type = ParameterType::per_axis,
                      .range = not_negative,
                      .standard = "required",
                      .meaning = "rate of the pull towards b"},
                     {.key = "b",
                      .type = ParameterType::per_axis,
                      .range = share,
                      .standard = "required",
                      .meaning = "mean for large times"},
                     {.key = "sigma",
                      .type = ParameterType::per_axis,
                      .range = not_negative,
                      .standard = "required",
                      .meaning = "noise per sqrt(x (1 - x)); none outside [0, 1]"}},
      .prior = "beta distribution of exponents 2 a b/sigma^2 and 2 a (1 - b)/sigma^2",
      .source = "Karlin and Taylor, A Second Course in Stochastic Processes (1981), section 15.2",
      .example = {.title = "The frequency of a gene under mutation and drift, and its time reversal",
                  .process = R"(kind  = "jacobi"        # dx = a (b - x) dt + sigma sqrt(x (1 - x)) dw (Ito)
a     = 1.0
b     = 0.4
sigma = 0.5
)",
                  .initial = R"(kind = "gaussian"
mean = 0.6
std  = 0.05
)",
                  .time = "end       = 1.0\n",
                  .axis = R"(min      = 0.0          # the process stays in [0, 1]
max      = 1.0
cells    = 512
)",
                  .exact = false},
      .make = [](const Parameters& p) { return jacobi(p.per_axis("a"), p.per_axis("b"), p.per_axis("sigma")); },
  };
}

}  // namespace fokker
