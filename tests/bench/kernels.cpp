// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <memory>

#include "fokker/fv/operator.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/score/score.hpp"
#include "fv/bernoulli.hpp"
#include "results.hpp"
#include "streams.hpp"

namespace fokker::bench {
namespace {

constexpr std::size_t kTriad = 16'000'000;
constexpr int kPairs = 4096, kVaryingCells = 512, kReversedCells = 1024, kCorrelatedCells = 512;
constexpr std::array<int, 4> kSizes = {256, 512, 1024, 2048};

MakeWork triads(void (*kernel)(double*, const double*, const double*, double, std::size_t)) {
  return [kernel] {
    auto a = std::make_shared<Array>(Array::Zero(kTriad)), b = std::make_shared<Array>(Array::Ones(kTriad)),
         c = std::make_shared<Array>(Array::Ones(kTriad));
    return [=] { kernel(a->data(), b->data(), c->data(), 0.5, kTriad); };
  };
}

MakeWork sweeps(int n) {
  return [n] {
    auto x = std::make_shared<Array>(Array::Ones(n * n));
    return [=] { sweep(x->data(), 0.5, 0.5, static_cast<std::size_t>(x->size())); };
  };
}

struct Pairs {
  Array D = Array::Ones(kPairs), w = Array::LinSpaced(kPairs, -2, 2), plus = D, minus = D;
};

Work scalar_pairs() {
  auto pairs = std::make_shared<Pairs>();
  return [pairs] {
    for (int i = 0; i < kPairs; ++i) {
      const BernoulliPair pair = bernoulli(pairs->w[i]);
      pairs->plus[i] = pair.plus;
      pairs->minus[i] = pair.minus;
    }
  };
}

Work block_pairs() {
  auto pairs = std::make_shared<Pairs>();
  return [p = pairs] { scaled_bernoulli(p->D.data(), p->w.data(), kPairs, p->plus.data(), p->minus.data()); };
}

/// Assembles at another time whenever it is called.
Work assembly(const Process& process, const Grid& grid, int threads = 1) {
  auto assembler = std::make_shared<Assembler>(process, grid, Flux::automatic, threads);
  auto L = std::make_shared<Operator>(assembler->blank());
  return [=, k = 0]() mutable { assembler->assemble(0.2 + 1e-4 * (k++ % 1000), *L); };
}

/// No part of it is a function of t times one of x.
Work varying_assembly() {
  const auto parse = [](const char* text) { return Expression::parse(text, {{"x", "y"}, {}, true, {}}); };
  const Process process = custom_process({parse("-x + sin(t) * y"), parse("-y - cos(t) * x * exp(-x^2)")},
                                         {parse("1 + t/2"), parse("1")}, Interpretation::ito);
  return assembly(process, Grid({uniform_axis("x", -5, 5, kVaryingCells), uniform_axis("y", -5, 5, kVaryingCells)}));
}

Work reversed_assembly() {
  const Matrix c = Matrix::Constant(1, 1, 0.04);
  const GaussianMixture data({0.4, 0.6}, {Vector{{-1}}, Vector{{1}}}, {c, c});
  const Process vp = variance_preserving(0.1, 20, 1);
  return assembly(reversed(vp, exact_score(vp, data, 0), 1.0, 1), Grid({uniform_axis("x", -6, 6, kReversedCells)}));
}

/// The process of examples/correlated.toml, assembled anew at each time.
MakeWork correlated_assembly(int threads) {
  return [threads] {
    Process process = coupled_ornstein_uhlenbeck(Matrix{{1, .6}, {-.4, 1.5}}, Vector::Zero(2),
                                                 Matrix{{1, 0}, {0.619677335393187, 0.464758001544890}});
    process.modulation.reset();
    const int n = kCorrelatedCells;
    return assembly(process, Grid({uniform_axis("x", -4, 4, n), uniform_axis("y", -4, 4, n)}), threads);
  };
}

std::string correlated_name(int threads) { return "assembly/correlated/" + std::to_string(threads) + " threads"; }

}  // namespace

void register_kernels() {
  measure("triad", triads(triad));
  measure("triad/2 threads", triads(triad_by_two));
  for (const int n : kSizes) measure("sweep/" + std::to_string(n), sweeps(n));
  measure("bernoulli/one", scalar_pairs);
  measure("bernoulli/block", block_pairs);
  measure("assembly/varying", varying_assembly);
  measure("assembly/reversed", reversed_assembly);
  for (const int threads : {1, 2}) measure(correlated_name(threads), correlated_assembly(threads));
}

double sweep_seconds(const Results& results, int n) { return results.seconds("sweep/" + std::to_string(n)); }

void print_kernels(const Results& results) {
  if (std::isnan(sweep_seconds(results, kSizes[0]))) return;
  heading("### Memory and coefficients", {"kernel", "measured", "reference"});
  const auto gigabytes = [&](const char* name) { return figure(24e-9 * kTriad / results.elapsed(name)) + " GB/s"; };
  row({"STREAM triad", gigabytes("triad"), "10 GB/s"});
  row({"STREAM triad, 2 threads", gigabytes("triad/2 threads"), ""});
  const std::array<const char*, 4> reference = {"0.016 ms", "0.073 ms", "0.43 ms", "4.0 ms"};
  for (std::size_t k = 0; k < kSizes.size(); ++k)
    row({"in-place sweep, " + std::to_string(kSizes[k]) + "^2", figure(1e3 * sweep_seconds(results, kSizes[k])) + " ms",
         reference[k]});
  row({"Bernoulli pair, one by one", figure(1e9 / kPairs * results.seconds("bernoulli/one")) + " ns", "9 to 12 ns"});
  row({"Bernoulli pair, in blocks", figure(1e9 / kPairs * results.seconds("bernoulli/block")) + " ns", "1.4 ns"});
  row({"assembly, formulas of x, y and t, 512^2, per cell",
       figure(1e9 / kVaryingCells / kVaryingCells * results.seconds("assembly/varying")) + " ns", ""});
  row({"assembly, VP reversed with the exact score, 1024 cells, per cell",
       figure(1e9 / kReversedCells * results.seconds("assembly/reversed")) + " ns", "310 ns"});
  const double one = results.elapsed(correlated_name(1)), two = results.elapsed(correlated_name(2));
  row({"assembly, correlated noise, 512^2, per cell", figure(1e9 / kCorrelatedCells / kCorrelatedCells * one) + " ns",
       ""});
  row({"the same by 2 threads: gain", figure(one / two), "1.6"});
}

}  // namespace fokker::bench
