#include "time/panel.hpp"

#include <algorithm>

#include "time/row.hpp"

namespace fokker {
namespace {

/// Part of a cell's mass that limited fluxes may take: the rest covers rounding, so that zero is not crossed.
constexpr double payable = 1 - 1e-9;

/// Cells 0, n - 1, 1, n - 2, ... of a line, and back.
void fold(const Array& line, Array& folded) {
  const Eigen::Index n = line.size();
  folded.resize(n);
  for (Eigen::Index i = 0; i < n / 2; ++i) folded[2 * i] = line[i], folded[2 * i + 1] = line[n - 1 - i];
}
void unfold(const Array& folded, Array& line) {
  const Eigen::Index n = line.size();
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
    rows->resize(n_ * W);
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
void Panel<W>::solve_in_halves(const LineStep& step, Array& next) {
  fold(m_, folded_[0]);
  if (source_.size() > 0) fold(source_, folded_[1]);
  const Eigen::Index n = n_;
  folded_[2].resize(n);
  folded_[3].resize(n);
  for (Eigen::Index i = 0; i < n / 2; ++i) {  // the upper half counts its cells downwards: its up is down
    folded_[2][2 * i] = up_[i], folded_[2][2 * i + 1] = down_[n - 1 - i];
    folded_[3][2 * i] = down_[i], folded_[3][2 * i + 1] = up_[n - 1 - i];
  }
  for (std::size_t k = 4; k < 7; ++k) folded_[k].resize(n);
  double least[2];
  solve_folded(
      {n / 2, folded_[2].data(), folded_[3].data(), folded_[0].data(), source_.size() > 0 ? folded_[1].data() : nullptr,
       folded_[4].data(), folded_[5].data(), folded_[6].data(), inverse_pivot_.data(), lower_.data(), nullptr, nullptr},
      step, least);
  least_[0] = std::min(least[0], least[1]);
  unfold(folded_[4], x_);
  if (step.kind == Stepper::sdirk2) unfold(folded_[5], y_);
  unfold(folded_[6], next);
}

template <int W>
void Panel<W>::solve(const LineStep& step, Array& next) {
  const LineArrays arrays{n_,
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
                          last_row_.data()};
  if (W == 1 && n_ % 2 == 0 && !lines_->closed())
    solve_in_halves(step, next);
  else if constexpr (W == 1)
    solve_one(arrays, lines_->closed(), step, least_);
  else
    solve_sixteen(arrays, lines_->closed(), step, least_);
  const double dt = step.pace * step.dt;
  const Array& solution = step.kind == Stepper::sdirk2 ? y_ : x_;
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
void Panel<W>::step(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                    Array& masses, StepStatistics& statistics) {
  lines_ = direction.lines.get();
  first_ = first;
  gather(direction, source, masses);
  solve(step, next_);
  if (step.kind == Stepper::backward_euler) {
    for (int l = 0; l < used_; ++l)
      if (least_[l] < 0) zero_residues(l, next_, statistics);
  } else if (std::any_of(least_, least_ + used_, [](double x) { return x < 0; })) {
    double least[W], first_flux[W], last_flux[W];
    std::copy_n(least_, W, least);
    std::copy_n(first_flux_, W, first_flux);
    std::copy_n(last_flux_, W, last_flux);
    solve({Stepper::backward_euler, step.pace, step.dt}, low_);
    std::copy_n(first_flux, W, first_flux_);
    std::copy_n(last_flux, W, last_flux_);
    for (int l = 0; l < used_; ++l)
      if (least[l] < 0) limit(l, step.pace * step.dt, statistics);
  }
  write(next_, masses.data());
  count_walls(statistics);
}

template class Panel<1>;
template class Panel<16>;

}  // namespace fokker
