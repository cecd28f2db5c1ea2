// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fokker/core/error.hpp"
#include "time/exponential_kernels.hpp"
#include "time/panel.hpp"

namespace fokker {
namespace {

/// Where more than this share of the masses comes out negative, the approximation of the exponential does not hold:
/// the spectrum is on the negative axis, but what is carried far follows the pseudospectrum. Shorter steps help.
constexpr double tolerated = 1e-10;
constexpr int most_parts = 1 << 16;

double negative_part(const Array& values, Eigen::Index n) { return -values.head(n).min(0.0).sum(); }

}  // namespace

template <int W>
void Panel<W>::exponentiate(const Direction& direction, const LineStep& step, Array& masses,
                            StepStatistics& statistics) {
  at_.read(direction.up.data(), up_);
  at_.read(direction.down.data(), down_);
  StepStatistics counts;
  for (int parts = 1; !exponentiate_in(parts, step, masses, counts); parts *= 2, counts = {})
    if (parts == most_parts)
      throw Error(
          Fault::numerical,
          fmt::format("the exponential over a step of {} does not stay positive, nor in {} parts", step.dt, parts), {},
          "the stepper 'sdirk2'");
  statistics += counts;
  at_.write(m_, masses.data());
  count_boundaries(statistics);
}

template <int W>
bool Panel<W>::exponentiate_in(int parts, const LineStep& step, const Array& masses, StepStatistics& counts) {
  const bool closed = at_.closed();
  const Eigen::Index size = at_.n() * W, complex_size = 2 * at_.n() * (W == 1 ? poles : W);
  for (Array* rows : {&y_, &next_}) make_room(*rows, size);
  for (Array* rows : {&complex_x_, &complex_inverse_}) make_room(*rows, complex_size);
  make_room(complex_corner_, closed ? complex_size : 0);
  at_.read(masses.data(), m_);
  std::fill_n(first_flux_, W, 0.0);
  std::fill_n(last_flux_, W, 0.0);
  const double dt = step.dt / parts, rate = step.rate_factor * dt;
  for (int part = 0; part < parts; ++part, std::swap(m_, next_)) {
    double least[W];
    (W == 1 ? exponentiate_one : exponentiate_sixteen)(
        {at_.n(), rate, dt, up_.data(), down_.data(), m_.data(), source_.size() > 0 ? source_.data() : nullptr,
         y_.data(), next_.data(), complex_x_.data(), complex_inverse_.data(), complex_corner_.data()},
        closed, least);
    const bool negative = std::any_of(least, least + at_.used(), [](double x) { return x < 0; });
    if (negative && !(negative_part(next_, size) + negative_part(y_, size) <= tolerated * m_.head(size).abs().sum()))
      return false;
    for (int l = 0; l < at_.used(); ++l) {
      const Eigen::Index last = (at_.length(l) - 1) * W + l;
      first_flux_[l] -= rate * down_[l] * y_[l];
      last_flux_[l] += rate * up_[last] * y_[last];
      if (least[l] < 0) cut_fluxes(row(l), next_, counts);
    }
  }
  return true;
}

template void Panel<1>::exponentiate(const Direction&, const LineStep&, Array&, StepStatistics&);
template void Panel<16>::exponentiate(const Direction&, const LineStep&, Array&, StepStatistics&);

}  // namespace fokker
