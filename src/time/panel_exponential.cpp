#include <algorithm>

#include "time/exponential_kernels.hpp"
#include "time/panel.hpp"

namespace fokker {

template <int W>
void Panel<W>::exponentiate(const Direction& direction, const LineStep& step, Array& masses,
                            StepStatistics& statistics) {
  read(direction.up.data(), up_);
  read(direction.down.data(), down_);
  read(masses.data(), m_);
  const bool closed = lines_->closed();
  const Eigen::Index complex_size = 2 * n_ * (W == 1 ? poles : W);
  for (Array* rows : {&y_, &next_}) make_room(*rows, n_ * W);
  for (Array* rows : {&complex_x_, &complex_inverse_}) make_room(*rows, complex_size);
  make_room(complex_corner_, closed ? complex_size : 0);
  const double rate = step.pace * step.dt;
  double least[W];
  (W == 1 ? exponentiate_one : exponentiate_sixteen)(
      {n_, rate, step.dt, up_.data(), down_.data(), m_.data(), source_.size() > 0 ? source_.data() : nullptr, y_.data(),
       next_.data(), complex_x_.data(), complex_inverse_.data(), complex_corner_.data()},
      closed, least);
  for (int l = 0; l < used_; ++l) {
    const Eigen::Index last = (lines_->length(first_ + l) - 1) * W + l;
    first_flux_[l] = -rate * down_[l] * y_[l];
    last_flux_[l] = rate * up_[last] * y_[last];
    if (least[l] < 0) cut_fluxes(l, statistics);
  }
  write(next_, masses.data());
  count_walls(statistics);
}

template <int W>
void Panel<W>::cut_fluxes(int l, StepStatistics& statistics) {
  Eigen::Index largest = 0;
  for (Eigen::Index i = 0; i < n_; ++i)
    if (next_[i * W + l] > next_[largest * W + l]) largest = i;
  for (const int towards : {1, -1}) {
    double owed = 0;
    for (Eigen::Index i = towards > 0 ? 0 : n_ - 1; i != largest; i += towards) {
      double& mass = next_[i * W + l];
      mass -= owed;
      owed = std::max(0.0, -mass);
      mass = std::max(0.0, mass);
      statistics.limited_mass += owed;
    }
    next_[largest * W + l] -= owed;
  }
  ++statistics.limited_lines;
  zero_residues(l, next_, statistics);
}

template void Panel<1>::exponentiate(const Direction&, const LineStep&, Array&, StepStatistics&);
template void Panel<16>::exponentiate(const Direction&, const LineStep&, Array&, StepStatistics&);

}  // namespace fokker
