// SPDX-License-Identifier: MIT
#include "sampler/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>
#include <utility>

#include "fokker/core/control.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index node_block = 512;  // what caches hold
constexpr std::size_t line_pairs = 16;    // transformed with one plan

using Line = std::vector<std::complex<double>>;

/// First value of line number `line` along an axis.
Eigen::Index line_start(const LatticeDensity& lattice, int axis, Eigen::Index line) {
  const Eigen::Index inner = lattice.stride(axis);
  return line / inner * inner * lattice.count[static_cast<std::size_t>(axis)] + line % inner;
}

/// Changes the spectra of all lines along an axis. Two lines make one complex line: what `change` multiplies by is real
/// and even.
template <class Change>
LatticeDensity transformed_lines(const LatticeDensity& in, int axis, Eigen::Index count, int threads,
                                 const Change& change) {
  const auto place = static_cast<std::size_t>(axis);
  LatticeDensity out{in.low, in.step, in.count, {}};
  out.count[place] = count;
  out.step[place] *= static_cast<double>(in.count[place]) / static_cast<double>(count);
  out.values.resize(out.size());
  const Eigen::Index inner = in.stride(axis), n = in.count[place], lines = in.size() / n;
  const auto pairs = static_cast<std::size_t>((lines + 1) / 2);
  parallel_for(pairs, line_pairs, threads, [&](std::size_t begin, std::size_t end) {
    Eigen::FFT<double> fft;
    Line line(static_cast<std::size_t>(n)), spectrum;
    for (std::size_t pair = begin; pair < end; ++pair) {
      const auto one = static_cast<Eigen::Index>(2 * pair), other = std::min(one + 1, lines - 1);
      const double* a = in.values.data() + line_start(in, axis, one);
      const double* b = in.values.data() + line_start(in, axis, other);
      line.resize(static_cast<std::size_t>(n));
      for (Eigen::Index j = 0; j < n; ++j) line[static_cast<std::size_t>(j)] = {a[j * inner], b[j * inner]};
      fft.fwd(spectrum, line);
      change(spectrum);
      fft.inv(line, spectrum);
      double* to = out.values.data() + line_start(out, axis, one);
      double* to_other = out.values.data() + line_start(out, axis, other);
      for (Eigen::Index j = 0; j < count; ++j) to[j * inner] = line[static_cast<std::size_t>(j)].real();
      if (other != one)
        for (Eigen::Index j = 0; j < count; ++j) to_other[j * inner] = line[static_cast<std::size_t>(j)].imag();
    }
  });
  return out;
}

}  // namespace

Eigen::Index LatticeDensity::size() const {
  Eigen::Index product = 1;
  for (const Eigen::Index n : count) product *= n;
  return product;
}

double LatticeDensity::volume() const {
  double product = 1;
  for (const double h : step) product *= h;
  return product;
}

Eigen::Index LatticeDensity::stride(int axis) const {
  Eigen::Index product = 1;
  for (std::size_t k = static_cast<std::size_t>(axis) + 1; k < count.size(); ++k) product *= count[k];
  return product;
}

std::vector<Array> LatticeDensity::axes() const {
  std::vector<Array> places;
  for (std::size_t k = 0; k < count.size(); ++k)
    places.push_back(Array::LinSpaced(count[k], low[k], low[k] + step[k] * static_cast<double>(count[k] - 1)));
  return places;
}

Points LatticeDensity::nodes(const std::vector<Eigen::Index>& numbers) const {
  Points x(static_cast<Eigen::Index>(numbers.size()), dimension());
  for (int k = 0; k < dimension(); ++k) {
    const auto place = static_cast<std::size_t>(k);
    const Eigen::Index inner = stride(k);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      x(static_cast<Eigen::Index>(i), k) =
          low[place] + step[place] * static_cast<double>(numbers[i] / inner % count[place]);
  }
  return x;
}

Points LatticeDensity::nodes(Eigen::Index first, Eigen::Index number) const {
  std::vector<Eigen::Index> numbers(static_cast<std::size_t>(number));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = first + static_cast<Eigen::Index>(i);
  return nodes(numbers);
}

Eigen::Index smooth_count(double n) {
  for (auto count = 2 * std::max<Eigen::Index>(4, static_cast<Eigen::Index>(std::ceil(0.5 * n)));; count += 2) {
    Eigen::Index rest = count;
    for (const Eigen::Index prime : {2, 3, 5})
      while (rest % prime == 0) rest /= prime;
    if (rest == 1) return count;
  }
}

LatticeDensity empty_lattice(const std::vector<Interval>& box, double step) {
  return empty_lattice(box, std::vector<double>(box.size(), step));
}

LatticeDensity empty_lattice(const std::vector<Interval>& box, const std::vector<double>& steps) {
  LatticeDensity lattice;
  for (std::size_t k = 0; k < box.size(); ++k) {
    const Interval& side = box[k];
    lattice.low.push_back(side.low);
    lattice.count.push_back(smooth_count((side.high - side.low) / steps[k]));
    lattice.step.push_back((side.high - side.low) / static_cast<double>(lattice.count.back()));
  }
  lattice.values = Array::Zero(lattice.size());
  return lattice;
}

std::vector<Interval> box_around(const GaussianMixture& law, double deviations) {
  std::vector<Interval> box;
  for (int k = 0; k < law.dimension(); ++k) {
    Interval side{law.means()[0][k], law.means()[0][k]};
    for (std::size_t j = 0; j < law.size(); ++j) {
      const double reach = deviations * std::sqrt(law.covariances()[j](k, k));
      side = {std::min(side.low, law.means()[j][k] - reach), std::max(side.high, law.means()[j][k] + reach)};
    }
    box.push_back(side);
  }
  return box;
}

void for_node_blocks(Eigen::Index size, int threads, const std::function<void(Eigen::Index, Eigen::Index)>& body) {
  parallel_for(static_cast<std::size_t>(size), static_cast<std::size_t>(node_block), threads,
               [&](std::size_t begin, std::size_t end) {
                 body(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin));
               });
}

Array log_density_at(const GaussianMixture& law, const LatticeDensity& lattice, int threads) {
  Array logs(lattice.size());
  for_node_blocks(lattice.size(), threads, [&](Eigen::Index first, Eigen::Index number) {
    logs.segment(first, number) = law.log_density(lattice.nodes(first, number));
  });
  return logs;
}

LatticeDensity lattice_density(const GaussianMixture& law, double step, int threads) {
  LatticeDensity density = empty_lattice(box_around(law, 9), step);
  density.values = log_density_at(law, density, threads).exp();
  return density;
}

void spread(LatticeDensity& density, const std::vector<double>& variances, int threads) {
  for (int k = 0; k < density.dimension(); ++k) {
    const auto place = static_cast<std::size_t>(k);
    const Eigen::Index n = density.count[place];
    const double unit = 2 * std::numbers::pi / (static_cast<double>(n) * density.step[place]);
    Array factor(n);
    for (Eigen::Index j = 0; j < n; ++j) {
      const double wave = unit * static_cast<double>(std::min(j, n - j));
      factor[j] = std::exp(-0.5 * variances[place] * wave * wave);
    }
    density = transformed_lines(density, k, n, threads, [&](Line& spectrum) {
      for (Eigen::Index j = 0; j < n; ++j) spectrum[static_cast<std::size_t>(j)] *= factor[j];
    });
  }
}

LatticeDensity resampled(const LatticeDensity& density, int axis, Eigen::Index count, int threads) {
  const auto n = static_cast<std::size_t>(density.count[static_cast<std::size_t>(axis)]);
  const auto m = static_cast<std::size_t>(count);
  if (m <= n) return density;
  const double scale = static_cast<double>(m) / static_cast<double>(n);
  return transformed_lines(density, axis, count, threads, [&](Line& spectrum) {
    Line wide(m, 0);
    for (std::size_t j = 0; j < n / 2; ++j) wide[j] = scale * spectrum[j];
    for (std::size_t j = n / 2 + 1; j < n; ++j) wide[m - n + j] = scale * spectrum[j];
    wide[n / 2] = wide[m - n / 2] = 0.5 * scale * spectrum[n / 2];
    spectrum = std::move(wide);
  });
}

LatticeDensity refined(const LatticeDensity& density, int factor, int threads) {
  LatticeDensity result = density;
  for (int k = 0; k < density.dimension(); ++k)
    result = resampled(result, k, factor * density.count[static_cast<std::size_t>(k)], threads);
  return result;
}

}  // namespace fokker
