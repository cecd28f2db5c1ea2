#include "time/panel.hpp"

#include <algorithm>

namespace fokker {
void LineFactors::resize(Eigen::Index size, bool closed) {
  for (Array* rows : {&up, &down, &inverse}) make_room(*rows, size);
  for (Array* rows : {&corner, &last_row}) make_room(*rows, closed ? size : 0);
}

FactorRows LineFactors::rows() {
  return {up.data(), down.data(), inverse.data(), corner.data(), last_row.data(), lower.data(), upper.data()};
}

template <int W>
void Panel<W>::place(const Direction& direction, Eigen::Index first) {
  lines_ = direction.lines.get();
  first_ = first;
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
  along_last_ &= W > 1 && lines.stride() == 1 && !lines.closed();
  cells_.resize(lines.straight() ? 0 : static_cast<std::size_t>(n_ * W));
  for (int l = 0; l < used_ && !lines.straight(); ++l) lines.cells(first_ + l, W, cells_.data() + l);
}

template <int W>
void Panel<W>::read(const double* grid, Array& rows) const {
  const Lines& lines = *lines_;
  make_room(rows, n_ * W);
  if (W == 16 && along_last_) return lines_to_rows(grid, starts_, n_, rows.data());
  rows.head(n_ * W).setZero();
  Eigen::Index common = n_;
  for (int l = 0; l < used_; ++l) common = std::min(common, lines.straight() ? lines.length(first_ + l) : 0);
  for (Eigen::Index i = 0; i < common; ++i)
    for (int l = 0; l < used_; ++l) rows[i * W + l] = grid[starts_[l] + i * lines.stride()];
  for (int l = 0; l < used_; ++l)
    for (Eigen::Index i = common; i < lines.length(first_ + l); ++i)
      rows[i * W + l] =
          grid[lines.straight() ? starts_[l] + i * lines.stride() : cells_[static_cast<std::size_t>(i * W + l)]];
}

template <int W>
void Panel<W>::write(const Array& rows, double* grid) const {
  const Lines& lines = *lines_;
  Eigen::Index common = n_;
  for (int l = 0; l < used_; ++l) common = std::min(common, lines.straight() ? lines.length(first_ + l) : 0);
  for (Eigen::Index i = 0; i < common; ++i)
    for (int l = 0; l < used_; ++l) grid[starts_[l] + i * lines.stride()] = rows[i * W + l];
  for (int l = 0; l < used_; ++l)
    for (Eigen::Index i = common; i < lines.length(first_ + l); ++i)
      grid[lines.straight() ? starts_[l] + i * lines.stride() : cells_[static_cast<std::size_t>(i * W + l)]] =
          rows[i * W + l];
}

template <int W>
void Panel<W>::count_boundaries(StepStatistics& statistics) const {
  if (lines_->closed()) return;
  for (int l = 0; l < used_; ++l) {
    statistics.absorbed[lines_->first_end(first_ + l).boundary] -= first_flux_[l];
    statistics.absorbed[lines_->last_end(first_ + l).boundary] += last_flux_[l];
  }
}

template <int W>
LineWork Panel<W>::work_on(const Direction& direction, const LineStep& step, bool known, bool in_place, Array& masses) {
  for (Array* rows : {&m_, &y_}) make_room(*rows, n_ * W);
  LineWork work{step.task,
                n_,
                implicit_share(step.task) * step.dt * step.rate_factor,
                step.dt,
                {},
                {},
                {},
                {},
                nullptr,
                source_.size() > 0 ? source_.data() : nullptr,
                step.task == LineTask::solve ? nullptr : m_.data(),
                y_.data(),
                {}};
  if (in_place) {
    const std::ptrdiff_t start = adjacent_ ? starts_[0] : 0, stride = adjacent_ ? lines_->stride() : 0;
    work.up = {direction.up.data() + start, stride};
    work.down = {direction.down.data() + start, stride};
    work.masses = {masses.data() + start, stride};
    work.result = {masses.data() + start, stride};
    work.starts = adjacent_ ? nullptr : starts_;
  } else {
    if (!known) read(direction.up.data(), up_), read(direction.down.data(), down_);
    read(masses.data(), m_);
    make_room(next_, n_ * W);
    work.up = {up_.data(), W};
    work.down = {down_.data(), W};
    work.masses = {m_.data(), W};
    work.result = {next_.data(), W};
  }
  return work;
}

template <int W>
void Panel<W>::run(const Direction& direction, const LineStep& step, bool known, Array& masses, double* least) {
  LineWork work = work_on(direction, step, known, adjacent_, masses);
  work.factors = factors_->rows();
  if constexpr (shared)
    run_alike_loops(work, least);
  else
    (W == 1 ? run_one : run_sixteen)(work, lines_->closed(), known, least);
  if (!adjacent_) write(next_, masses.data());
}

template <int W>
void Panel<W>::take_boundary_fluxes(const LineStep& step) {
  if (lines_->closed()) return;
  const double scale = 1 / implicit_share(step.task);
  for (int l = 0; l < used_; ++l) {
    const Eigen::Index end = lines_->length(first_ + l) - 1, last = end * W + l;
    first_flux_[l] = -scale * factors_->down[shared ? 0 : l] * y_[l];
    last_flux_[l] = scale * factors_->up[shared ? end : last] * y_[last];
  }
}

template <int W>
bool Panel<W>::step(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                    LineFactors* factors, bool known, Array& masses, StepStatistics& statistics) {
  place(direction, first);
  factors_ = factors ? factors : &own_;
  if (!known && step.task != LineTask::exponential) factors_->resize(n_ * W, lines_->closed());
  source_.resize(0);
  if (source.size() > 0) read(source.data(), source_);
  if constexpr (!shared)
    if (step.task == LineTask::exponential) {
      exponentiate(direction, step, masses, statistics);
      return true;
    }
  double least[W];
  run(direction, step, known, masses, least);
  if (step.task == LineTask::solve) return true;
  const bool negative = std::any_of(least, least + used_, [](double x) { return x < 0; });
  if (negative && shared) {
    write(m_, masses.data());
    return false;
  }
  take_boundary_fluxes(step);
  if constexpr (!shared)
    if (negative) mend(direction, step, least, masses, statistics);
  count_boundaries(statistics);
  return true;
}

template class Panel<1>;
template class Panel<16>;
template class Panel<broad_width>;

}  // namespace fokker
