#include <algorithm>
#include <cmath>

#include "time/panel.hpp"

// What a panel does where new masses would be below 0.
namespace fokker {
namespace {

/// Part of a cell's mass that limited fluxes may take: the rest covers rounding, so that zero is not crossed.
constexpr double payable = 1 - 1e-9;

}  // namespace

template <int W>
void Panel<W>::fluxes(const Array& x, int l, double dt, std::vector<double>& faces) const {
  faces.resize(static_cast<std::size_t>(n_) + 1);
  for (Eigen::Index i = 1; i < n_; ++i)
    faces[static_cast<std::size_t>(i)] =
        dt * (up_[(i - 1) * W + l] * x[(i - 1) * W + l] - down_[i * W + l] * x[i * W + l]);
  const double out_below = dt * down_[l] * x[l], out_above = dt * up_[(n_ - 1) * W + l] * x[(n_ - 1) * W + l];
  faces.front() = lines_->closed() ? out_above - out_below : -out_below;
  faces.back() = lines_->closed() ? faces.front() : out_above;
}

template <int W>
void Panel<W>::zero_residues(int l, Array& masses, StepStatistics& statistics) const {
  for (Eigen::Index i = l; i < n_ * W; i += W)
    if (masses[i] < 0) {
      ++statistics.zeroed_cells;
      statistics.zeroed_mass -= masses[i];
      masses[i] = 0;
    }
}

template <int W>
void Panel<W>::limit(int l, StepStatistics& statistics) {
  zero_residues(l, low_, statistics);
  const auto n = static_cast<std::size_t>(n_);
  const auto difference = [&](std::size_t f) { return flux_[f] - low_flux_[f]; };
  share_.resize(n);  // of its outgoing differences that each cell can pay
  for (std::size_t i = 0; i < n; ++i) {
    const double outgoing = std::max(0.0, difference(i + 1)) + std::max(0.0, -difference(i));
    const double limit = payable * low_[static_cast<Eigen::Index>(i) * W + l];
    share_[i] = outgoing > limit ? limit / outgoing : 1;
  }
  const bool closed = lines_->closed();
  for (std::size_t f = 0; f <= n; ++f) {
    const double d = difference(f);
    const std::size_t below = f > 0 ? f - 1 : (closed ? n - 1 : f), above = f < n ? f : (closed ? 0 : f - 1);
    const double share = share_[d > 0 ? below : above];
    if (f < n || !closed) statistics.limited_mass += (1 - share) * std::abs(d);
    flux_[f] = share * d;  // moved beside the flux of backward Euler
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Index k = static_cast<Eigen::Index>(i) * W + l;
    next_[k] = low_[k] + (flux_[i] - flux_[i + 1]);
  }
  const auto length = static_cast<std::size_t>(lines_->length(first_ + l));
  first_flux_[l] = low_flux_[0] + flux_[0];
  last_flux_[l] = low_flux_[length] + flux_[length];
  ++statistics.limited_lines;
  zero_residues(l, next_, statistics);
}

template <int W>
LineWork Panel<W>::low_work(const Direction& direction, const LineStep& step) {
  read(direction.up.data(), up_);
  read(direction.down.data(), down_);
  for (Array* rows : {&x_, &low_}) make_room(*rows, n_ * W);
  return {LineTask::backward_euler,
          n_,
          step.dt * step.rate_factor,
          step.dt,
          {up_.data(), W},
          {down_.data(), W},
          {m_.data(), W},
          {low_.data(), W},
          nullptr,
          source_.size() > 0 ? source_.data() : nullptr,
          m_.data(),
          x_.data(),
          {}};
}

template <int W>
void Panel<W>::mend(const Direction& direction, const LineStep& step, const double* least, Array& masses,
                    StepStatistics& statistics) {
  if (step.task == LineTask::sdirk2) {
    of_low_.resize(n_ * W, lines_->closed());
    LineWork work = low_work(direction, step);
    work.factors = of_low_.rows();
    double least_of_low[W];
    (W == 1 ? run_one : run_sixteen)(work, lines_->closed(), false, least_of_low);
  }
  mend_lines(step, least, masses, statistics, [&](int l) {
    fluxes(y_, l, step.rate_factor * step.dt, flux_);
    fluxes(x_, l, step.rate_factor * step.dt, low_flux_);
  });
}

template class Panel<1>;
template class Panel<16>;
template class Panel<broad_width>;

}  // namespace fokker
