// SPDX-License-Identifier: MIT
#include "sampler/fourier.hpp"

#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>
#include <vector>

namespace fokker {
namespace {

using Spectrum = std::vector<std::complex<double>>;

Spectrum transformed(const Array& values) {
  Eigen::FFT<double> fft;
  fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
  Spectrum spectrum;
  const std::vector<double> samples(values.begin(), values.end());
  fft.fwd(spectrum, samples);
  return spectrum;
}

Array back(const Spectrum& spectrum, Eigen::Index nodes) {
  Eigen::FFT<double> fft;
  fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
  std::vector<double> samples;
  fft.inv(samples, spectrum, nodes);
  return Eigen::Map<const Array>(samples.data(), nodes);
}

}  // namespace

Array spread(const Array& values, double spacing, double variance) {
  Spectrum spectrum = transformed(values);
  const double unit = 2 * std::numbers::pi / (static_cast<double>(values.size()) * spacing);
  for (std::size_t j = 0; j < spectrum.size(); ++j) {
    const double k = unit * static_cast<double>(j);
    spectrum[j] *= std::exp(-0.5 * variance * k * k);
  }
  return back(spectrum, values.size());
}

Array refined(const Array& values, int factor) {
  Spectrum spectrum = transformed(values);
  spectrum.back() *= 0.5;
  spectrum.resize(static_cast<std::size_t>(values.size() * factor / 2 + 1), 0);
  return static_cast<double>(factor) * back(spectrum, values.size() * factor);
}

}  // namespace fokker
