#include "panel.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

const double gamma = 1 - std::sqrt(0.5);
/// Part of a cell's mass that limited fluxes may take: the rest covers rounding, so that zero is not crossed.
constexpr double payable = 1 - 1e-9;

}  // namespace

template <int W>
void Panel<W>::load(const Direction& direction, Eigen::Index first, const Array& masses) {
  const Lines& lines = *direction.lines;
  n_ = lines.length(first);
  used_ = static_cast<int>(std::min<Eigen::Index>(W, lines.count() - first));
  periodic_ = lines.closed();
  const auto size = static_cast<std::size_t>(n_ * W);
  cells_.resize(size);
  for (Values* values : {&up_, &down_, &m_, &next_, &x_, &y_, &low_, &inverse_pivot_, &lower_, &corner_, &last_row_})
    values->resize(size);
  flux_.resize(size + W);
  low_flux_.resize(size + W);
  moved_.resize(size + W);
  Eigen::Index shortest = used_ == W ? n_ : 0;
  for (int l = 0; l < used_; ++l) {
    lines.cells(first + l, W, cells_.data() + l);
    shortest = std::min(shortest, lines.length(first + l));
  }
  for (Eigen::Index k = 0; k < shortest * W; ++k) {
    up_[k] = direction.up[cells_[k]];
    down_[k] = direction.down[cells_[k]];
    m_[k] = masses[cells_[k]];
  }
  for (int l = 0; l < W; ++l)
    for (Eigen::Index i = shortest; i < n_; ++i) {
      const bool inside = l < used_ && i < lines.length(first + l);
      const Eigen::Index k = i * W + l;
      up_[k] = inside ? direction.up[cells_[k]] : 0;
      down_[k] = inside ? direction.down[cells_[k]] : 0;
      m_[k] = inside ? masses[cells_[k]] : 0;
    }
}

template <int W>
void Panel<W>::load_source(const Lines& lines, const Array& source, Eigen::Index first) {
  source_.assign(source.size() > 0 ? m_.size() : 0, 0.0);
  for (int l = 0; source.size() > 0 && l < used_; ++l)
    for (Eigen::Index i = 0; i < lines.length(first + l); ++i) source_[i * W + l] = source[cells_[i * W + l]];
}

template <int W>
void Panel<W>::add_source(Values& x, double dt) const {
  for (std::size_t i = 0; i < source_.size(); ++i) x[i] += dt * source_[i];
}

template <int W>
void Panel<W>::store(const Lines& lines, Eigen::Index first, Array& masses, StepStatistics& statistics) const {
  for (int l = 0; l < used_; ++l) {
    const Eigen::Index length = lines.length(first + l);
    for (Eigen::Index i = 0; i < length; ++i) masses[cells_[i * W + l]] = next_[i * W + l];
    if (periodic_) continue;
    statistics.absorbed[lines.first_end(first + l).wall] -= flux_[l];
    statistics.absorbed[lines.last_end(first + l).wall] += flux_[length * W + l];
  }
}

template <int W>
void Panel<W>::factor(double c) {
  c_ = c;
  const Eigen::Index last = (n_ - 1) * W;
  double column[W], last_column[W], row[W], corner[W];
  for (int l = 0; l < W; ++l) {
    column[l] = 1 + (periodic_ ? 0 : c * down_[l]);
    last_column[l] = 1;
    row[l] = periodic_ ? c * down_[l] : 0;
    corner[l] = periodic_ ? c * up_[last + l] : 0;
  }
  for (Eigen::Index i = 0; i < last; i += W)
    for (int l = 0; l < W; ++l) {
      const double inverse = 1 / (column[l] + c * up_[i + l] + row[l]);
      const double down = c * down_[i + W + l];
      inverse_pivot_[i + l] = inverse;
      lower_[i + l] = c * up_[i + l] * inverse;
      last_row_[i + l] = row[l] * inverse;
      corner_[i + l] = corner[l];
      last_column[l] += corner[l] * column[l] * inverse;
      column[l] = 1 + down * column[l] * inverse;
      row[l] = last_row_[i + l] * down;
      corner[l] *= lower_[i + l];
    }
  for (int l = 0; l < W; ++l)
    inverse_pivot_[last + l] = 1 / (column[l] + (periodic_ ? last_column[l] - 1 : c * up_[last + l]));
}

template <int W>
void Panel<W>::solve(Values& x) const {
  const Eigen::Index last = (n_ - 1) * W;
  double sum[W] = {};
  for (Eigen::Index i = 0; i < last; i += W)
    for (int l = 0; l < W; ++l) {
      x[i + W + l] += lower_[i + l] * x[i + l];
      if (periodic_) sum[l] += last_row_[i + l] * x[i + l];
    }
  for (int l = 0; l < W; ++l) x[last + l] = (x[last + l] + sum[l]) * inverse_pivot_[last + l];
  for (Eigen::Index i = last - W; i >= 0; i -= W)
    for (int l = 0; l < W; ++l) {
      double y = x[i + l] + c_ * down_[i + W + l] * x[i + W + l];
      if (periodic_) y += corner_[i + l] * x[last + l];
      x[i + l] = y * inverse_pivot_[i + l];
    }
}

template <int W>
void Panel<W>::fluxes(const Values& x, double dt, Values& faces) const {
  const Eigen::Index end = n_ * W;
  for (Eigen::Index f = W; f < end; f += W)
    for (int l = 0; l < W; ++l) faces[f + l] = dt * (up_[f - W + l] * x[f - W + l] - down_[f + l] * x[f + l]);
  for (int l = 0; l < W; ++l) {
    const double out_below = dt * down_[l] * x[l];
    const double out_above = dt * up_[end - W + l] * x[end - W + l];
    faces[l] = periodic_ ? out_above - out_below : -out_below;
    faces[end + l] = periodic_ ? out_above - out_below : out_above;
  }
}

template <int W>
void Panel<W>::solve_sdirk2(double dt) {
  factor(gamma * dt);
  x_ = m_;
  add_source(x_, gamma * dt);
  solve(x_);
  // dt (L m1 + s) = (m1 - m) / gamma, by the first stage's own equation
  const double weight = (1 - gamma) / gamma;
  for (std::size_t i = 0; i < y_.size(); ++i) y_[i] = m_[i] + weight * (x_[i] - m_[i]);
  add_source(y_, gamma * dt);
  solve(y_);
  for (std::size_t i = 0; i < y_.size(); ++i) y_[i] = (1 - gamma) * x_[i] + gamma * y_[i];
  fluxes(y_, dt, flux_);
}

template <int W>
void Panel<W>::zero_residues(int l, Values& x, StepStatistics& statistics) const {
  for (Eigen::Index i = l; i < n_ * W; i += W)
    if (x[i] < 0) {
      ++statistics.zeroed_cells;
      statistics.zeroed_mass -= x[i];
      x[i] = 0;
    }
}

template <int W>
void Panel<W>::backward_euler_update(double dt) {
  factor(dt);
  x_ = m_;
  add_source(x_, dt);
  solve(x_);
  fluxes(x_, dt, low_flux_);
  for (Eigen::Index i = 0; i < n_ * W; ++i) low_[i] = m_[i] + (low_flux_[i] - low_flux_[i + W]);
  add_source(low_, dt);
}

template <int W>
void Panel<W>::limit(int l, StepStatistics& statistics) {
  zero_residues(l, low_, statistics);
  const auto difference = [&](Eigen::Index f) { return flux_[f] - low_flux_[f]; };
  const Eigen::Index end = n_ * W;
  // y_: the share of its outgoing differences that each cell can pay
  for (Eigen::Index i = l; i < end; i += W) {
    const double outgoing = std::max(0.0, difference(i + W)) + std::max(0.0, -difference(i));
    y_[i] = outgoing > payable * low_[i] ? payable * low_[i] / outgoing : 1;
  }
  for (Eigen::Index f = l; f < end + W; f += W) {
    const double d = difference(f);
    const Eigen::Index below = f >= W ? f - W : (periodic_ ? end - W + l : f);
    const Eigen::Index above = f < end ? f : (periodic_ ? l : f - W);
    const double share = y_[d > 0 ? below : above];
    if (f < end || !periodic_) statistics.limited_mass += (1 - share) * std::abs(d);
    moved_[f] = share * d;
    flux_[f] = low_flux_[f] + moved_[f];
  }
  for (Eigen::Index i = l; i < end; i += W) next_[i] = low_[i] + (moved_[i] - moved_[i + W]);
  ++statistics.limited_lines;
  zero_residues(l, next_, statistics);
}

template <int W>
void Panel<W>::step(const Direction& direction, const Array& source, Eigen::Index first, Stepper kind, double dt,
                    Array& masses, StepStatistics& statistics) {
  load(direction, first, masses);
  load_source(*direction.lines, source, first);
  if (kind == Stepper::backward_euler) {
    backward_euler_update(dt);
    for (int l = 0; l < used_; ++l) zero_residues(l, low_, statistics);
    next_.swap(low_);
    flux_.swap(low_flux_);
  } else {
    solve_sdirk2(dt);
    double lowest[W] = {};
    for (Eigen::Index i = 0; i < n_ * W; ++i) next_[i] = m_[i] + (flux_[i] - flux_[i + W]);
    add_source(next_, dt);
    for (Eigen::Index i = 0; i < n_ * W; i += W)
      for (int l = 0; l < W; ++l) lowest[l] = std::min(lowest[l], next_[i + l]);
    if (std::any_of(lowest, lowest + used_, [](double x) { return x < 0; })) {
      backward_euler_update(dt);
      for (int l = 0; l < used_; ++l)
        if (lowest[l] < 0) limit(l, statistics);
    }
  }
  store(*direction.lines, first, masses, statistics);
}

template class Panel<1>;
template class Panel<8>;

}  // namespace fokker
