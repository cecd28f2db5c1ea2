// SPDX-License-Identifier: MIT
#include "fokker/generator/renewal.hpp"

#include <cmath>
#include <complex>
#include <numbers>

#include "fokker/generator/elimination.hpp"
#include "generator/complex_shift.hpp"
#include "generator/exits.hpp"

namespace fokker {
namespace {

using Complex = std::complex<double>;
/// E exp(2 pi i f T)
Complex characteristic(const Generator& generator, const Array& start, double frequency) {
  const Array leak = generator.leak();
  const Complex s(0, -2 * std::numbers::pi * frequency);
  return (leak.cast<Complex>() * resolvent(generator.rates, leak, s, start)).sum();
}

double event_spectrum(double rate, Complex r) { return rate * (1 - std::norm(r)) / std::norm(1.0 - r); }

}  // namespace

Renewal renewal(const Generator& generator, const Array& start, const RenewalOptions& options, const StopToken& stop) {
  require_exits(generator);
  const Elimination factor(generator.rates, generator.leak(), stop);
  const Array spent = factor.solve(start * generator.outside);
  const double mean = spent.sum(), square = 2 * factor.solve(spent * generator.outside).sum();
  Renewal result;
  result.rate = 1 / (options.delay + mean);
  result.variation = std::sqrt(square - mean * mean) * result.rate;
  result.masses = result.rate * spent;
  for (const double f : options.frequencies) {
    stop.check();
    const Complex wait = std::polar(1.0, 2 * std::numbers::pi * f * options.delay);
    result.spectrum.push_back(event_spectrum(result.rate, wait * characteristic(generator, start, f)));
  }
  return result;
}

PoissonReset poisson_reset(const Generator& generator, const Array& start, double reset_rate, const StopToken& stop) {
  if (!generator.exits.empty()) require_exits(generator);
  const Array leak = generator.leak();
  const Array spent = Elimination(generator.rates, leak + reset_rate, stop).solve(start);
  const double reached = (leak * spent).sum();  // E exp(-r T); the rest is reset: r sum spent = 1 - reached
  return {spent / spent.sum(), spent.sum() / reached};
}

}  // namespace fokker
