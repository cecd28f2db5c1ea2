#include "time/panel.hpp"

#include <algorithm>

#include "time/row.hpp"

namespace fokker {
namespace {

/// Part of a cell's mass that limited fluxes may take: the rest covers rounding, so that zero is not crossed.
constexpr double payable = 1 - 1e-9;

/// Cells 0, 1, ... of one array beside cells n - 1, n - 2, ... of another, up to the middle; and back.
void fold(const Array& from_below, const Array& from_above, Eigen::Index n, Array& folded) {
  if (folded.size() < n) folded.resize(n);
  for (Eigen::Index i = 0; i < n / 2; ++i) folded[2 * i] = from_below[i], folded[2 * i + 1] = from_above[n - 1 - i];
}
void unfold(const Array& folded, Eigen::Index n, Array& line) {
  for (Eigen::Index i = 0; i < n / 2; ++i) line[i] = folded[2 * i], line[n - 1 - i] = folded[2 * i + 1];
}

}  // namespace

template <int W>
void Panel<W>::gather(const Direction& direction, const Array& source, const Array& masses) {
  const Lines& lines = *lines_;
  used_ = static_cast<int>(std::min<Eigen::Index>(W, lines.count() - first_));
  n_ = 0;
  adjacent_ = along_last_ = lines.straight() && used_ == W;
  for (int l = 0; l < used_; ++l) {
    starts_[l] = lines.start(first_ + l);
    along_last_ &= lines.length(first_ + l) == lines.length(first_);
    adjacent_ &= along_last_ && starts_[l] == starts_[0] + l;
    n_ = std::max(n_, lines.length(first_ + l));
  }
  along_last_ &= W == 16 && lines.stride() == 1;
  for (Array* rows : {&up_, &down_, &m_, &x_, &y_, &next_, &low_, &inverse_pivot_, &lower_, &corner_, &last_row_})
    if (rows->size() < n_ * W) rows->resize(n_ * W);  // never less: axes in turn are of different lengths
  cells_.resize(lines.straight() ? 0 : static_cast<std::size_t>(n_ * W));
  for (int l = 0; l < used_ && !lines.straight(); ++l) lines.cells(first_ + l, W, cells_.data() + l);
  read(direction.up.data(), up_);
  read(direction.down.data(), down_);
  read(masses.data(), m_);
  source_.resize(source.size() > 0 ? n_ * W : 0);
  if (source.size() > 0) read(source.data(), source_);
}

template <int W>
void Panel<W>::read(const double* grid, Array& rows) const {
  const Lines& lines = *lines_;
  double* out = rows.data();
  if (adjacent_) {
    const double* from = grid + lines.start(first_);
    const Eigen::Index ahead = 16 * lines.stride();  // rows lie in pages of their own: nothing else fetches them early
    for (Eigen::Index i = 0; i < n_; ++i, from += lines.stride()) {
      for (int l = 0; l < W && i + 16 < n_; l += 8) __builtin_prefetch(from + ahead + l);
      Row<W>::load(from).store(out + i * W);
    }
    return;
  }
  if (along_last_) return lines_to_rows(grid, starts_, n_, out);
  for (int l = 0; l < W; ++l) {
    const Eigen::Index length = l < used_ ? lines.length(first_ + l) : 0;
    if (length > 0 && lines.straight()) {
      const double* from = grid + lines.start(first_ + l);
      for (Eigen::Index i = 0; i < length; ++i) out[i * W + l] = from[i * lines.stride()];
    } else {
      for (Eigen::Index i = 0; i < length; ++i) out[i * W + l] = grid[cells_[static_cast<std::size_t>(i * W + l)]];
    }
    for (Eigen::Index i = length; i < n_; ++i) out[i * W + l] = 0;
  }
}

template <int W>
void Panel<W>::write(const Array& rows, double* grid) const {
  const Lines& lines = *lines_;
  const double* in = rows.data();
  if (adjacent_) {
    double* to = grid + lines.start(first_);
    for (Eigen::Index i = 0; i < n_; ++i, to += lines.stride()) Row<W>::load(in + i * W).store(to);
    return;
  }
  if (along_last_) return rows_to_lines(in, starts_, n_, grid);
  for (int l = 0; l < used_; ++l) {
    const Eigen::Index length = lines.length(first_ + l);
    if (lines.straight()) {
      double* to = grid + lines.start(first_ + l);
      for (Eigen::Index i = 0; i < length; ++i) to[i * lines.stride()] = in[i * W + l];
    } else {
      for (Eigen::Index i = 0; i < length; ++i) grid[cells_[static_cast<std::size_t>(i * W + l)]] = in[i * W + l];
    }
  }
}

template <int W>
void Panel<W>::count_walls(StepStatistics& statistics) const {
  if (lines_->closed()) return;
  for (int l = 0; l < used_; ++l) {
    statistics.absorbed[lines_->first_end(first_ + l).wall] -= first_flux_[l];
    statistics.absorbed[lines_->last_end(first_ + l).wall] += last_flux_[l];
  }
}

template <int W>
void Panel<W>::solve_in_halves(const LineStep& step, Array& next, double* least) {
  fold(up_, down_, n_, halves_.up);
  fold(down_, up_, n_, halves_.down);
  fold(m_, m_, n_, halves_.masses);
  if (source_.size() > 0) fold(source_, source_, n_, halves_.source);
  for (Array* rows : {&halves_.x, &halves_.y, &halves_.next})
    if (rows->size() < n_) rows->resize(n_);
  double least_of_halves[2];
  solve_folded({n_ / 2, halves_.up.data(), halves_.down.data(), halves_.masses.data(),
                source_.size() > 0 ? halves_.source.data() : nullptr, halves_.x.data(), halves_.y.data(),
                halves_.next.data(), inverse_pivot_.data(), lower_.data(), nullptr, nullptr},
               step, least_of_halves);
  *least = std::min(least_of_halves[0], least_of_halves[1]);
  unfold(halves_.x, n_, x_);
  if (step.kind == Stepper::sdirk2) unfold(halves_.y, n_, y_);
  unfold(halves_.next, n_, next);
}

template <int W>
LineArrays Panel<W>::arrays(Array& next) {
  return {n_,
          up_.data(),
          down_.data(),
          m_.data(),
          source_.size() > 0 ? source_.data() : nullptr,
          x_.data(),
          y_.data(),
          next.data(),
          inverse_pivot_.data(),
          lower_.data(),
          corner_.data(),
          last_row_.data(),
          complex_x_.data(),
          complex_inverse_.data(),
          complex_corner_.data()};
}

template <int W>
void Panel<W>::solve(const LineStep& step, Array& next, double* least) {
  if (step.kind == Stepper::exponential) return exponentiate(step, least);
  if (W == 1 && n_ % 2 == 0 && !lines_->closed()) return solve_in_halves(step, next, least);
  (W == 1 ? solve_one : solve_sixteen)(arrays(next), lines_->closed(), step, least);
}

template <int W>
void Panel<W>::exponentiate(const LineStep& step, double* least) {
  const Eigen::Index size = 2 * n_ * (W == 1 ? poles : W);
  complex_x_.resize(size);
  complex_inverse_.resize(size);
  complex_corner_.resize(lines_->closed() ? size : 0);
  (W == 1 ? exponentiate_one : exponentiate_sixteen)(arrays(next_), lines_->closed(), step, least);
}

template <int W>
void Panel<W>::take_wall_fluxes(const Array& solution, double dt) {
  for (int l = 0; l < used_; ++l) {
    const Eigen::Index last = (lines_->length(first_ + l) - 1) * W + l;
    first_flux_[l] = -dt * down_[l] * solution[l];
    last_flux_[l] = dt * up_[last] * solution[last];
  }
}

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
void Panel<W>::limit(int l, double dt, StepStatistics& statistics) {
  zero_residues(l, low_, statistics);
  fluxes(y_, l, dt, flux_);
  fluxes(x_, l, dt, low_flux_);
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

template <int W>
void Panel<W>::step(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                    Array& masses, StepStatistics& statistics) {
  lines_ = direction.lines.get();
  first_ = first;
  gather(direction, source, masses);
  const bool sdirk2 = step.kind == Stepper::sdirk2;
  const double dt = step.pace * step.dt;
  double least[W];
  solve(step, next_, least);
  take_wall_fluxes(step.kind == Stepper::backward_euler ? x_ : y_, dt);
  if (sdirk2 && std::any_of(least, least + used_, [](double x) { return x < 0; })) {
    double least_of_low[W];
    solve({Stepper::backward_euler, step.pace, step.dt}, low_, least_of_low);
    for (int l = 0; l < used_; ++l)
      if (least[l] < 0) limit(l, dt, statistics);
  }
  for (int l = 0; l < used_ && !sdirk2; ++l)
    if (least[l] < 0)
      step.kind == Stepper::exponential ? cut_fluxes(l, statistics) : zero_residues(l, next_, statistics);
  write(next_, masses.data());
  count_walls(statistics);
}

template class Panel<1>;
template class Panel<16>;

}  // namespace fokker
