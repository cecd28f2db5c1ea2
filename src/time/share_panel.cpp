// SPDX-License-Identifier: MIT
#include "time/share_panel.hpp"

namespace fokker {
namespace {

/// Cells 0, 1, ... of one array beside cells n - 1, n - 2, ... of another, up to the middle.
void fold(ConstRows from_below, ConstRows from_above, Eigen::Index n, Array& folded) {
  make_room(folded, n);
  for (Eigen::Index i = 0; i < n / 2; ++i) {
    folded[2 * i] = from_below.first[i * from_below.stride];
    folded[2 * i + 1] = from_above.first[(n - 1 - i) * from_above.stride];
  }
}
void unfold(const Array& folded, Eigen::Index n, Rows line) {
  for (Eigen::Index i = 0; i < n / 2; ++i) {
    line.first[i * line.stride] = folded[2 * i];
    line.first[(n - 1 - i) * line.stride] = folded[2 * i + 1];
  }
}

/// Shares and what cells had on the way up, of one lane; numbers of cell i at i times the steps.
struct Lane {
  const double *right, *left, *had;
  Eigen::Index share_step, step;
};

/// set(f, flux upwards through face f) for f = n, ..., 0.
/// @param passed  what comes down to the last cell
template <class Set>
void lane_fluxes(const Lane& lane, Eigen::Index n, double passed, Set&& set) {
  for (Eigen::Index i = n; i-- > 0;) {
    const double y = lane.had[i * lane.step], upwards = lane.right[i * lane.share_step] * y;
    set(static_cast<std::size_t>(i) + 1, upwards - passed);
    passed = lane.left[i * lane.share_step] * ((y - upwards) + passed);
  }
  set(0, -passed);
}

LineShares shares_in(Array& memory, Eigen::Index size) {
  make_room(memory, 2 * size);
  return {{memory.data(), memory.data() + size}};
}

/// Runs work by shares made for it in this memory; false: they are not usable.
bool run_by_own_shares(LineWork work, int width, Array& memory, LineShares& shares) {
  double least[broad_width], from_ends[broad_width];
  shares = shares_in(memory, work.n * width);
  work.shares = shares.rows;
  work.first_flux = from_ends;
  return run_by_shares(work, width, false, false, least);
}

}  // namespace

LineWork FoldedLine::work(const PanelTask& task, LineTask what, const PanelRows<1>& rows, bool folded) {
  const Eigen::Index n = rows.at.n();
  const auto line = [&](const Array& grid) {
    return ConstRows{grid.data() + rows.at.starts()[0], rows.at.lines().stride()};
  };
  const ConstRows up = line(task.direction.up), down = line(task.direction.down);
  if (!folded) {
    fold(up, down, n, up_);
    fold(down, up, n, down_);
  }
  for (Array* values : {&x_, &next_}) make_room(*values, n);
  return {what,
          n / 2,
          implicit_share(what) * task.step.dt * task.step.rate_factor,
          task.step.dt,
          {up_.data(), 2},
          {down_.data(), 2},
          {masses_.data(), 2},
          {next_.data(), 2},
          nullptr,
          rows.source.size() > 0 ? source_.data() : nullptr,
          masses_.data(),
          x_.data(),
          {}};
}

bool FoldedLine::step(const PanelTask& task, PanelRows<1>& rows, LineShares& shares, bool known) {
  const Eigen::Index n = rows.at.n();
  const Rows line{task.masses.data() + rows.at.starts()[0], rows.at.lines().stride()};
  fold({line.first, line.stride}, {line.first, line.stride}, n, masses_);
  if (rows.source.size() > 0) fold({rows.source.data(), 1}, {rows.source.data(), 1}, n, source_);
  LineWork both = work(task, task.step.task, rows, known);
  double least[2] = {}, from_ends[2];
  both.shares = shares.rows;
  both.first_flux = from_ends;
  shares.usable = run_by_shares(both, 2, false, known, least);
  if (!shares.usable) return false;
  unfold(next_, n, line);
  if (task.step.task == LineTask::solve) return true;
  rows.first_flux[0] = from_ends[0];
  rows.last_flux[0] = -from_ends[1];
  if (std::min(least[0], least[1]) < 0 && !limit(task, shares, rows)) {
    unfold(masses_, n, line);
    return false;
  }
  rows.count_boundaries(task.statistics);
  return true;
}

bool FoldedLine::limit(const PanelTask& task, const LineShares& shares, PanelRows<1>& rows) {
  const Eigen::Index n = rows.at.n();
  if (task.step.task == LineTask::sdirk2) {
    fluxes(shares.rows, n, 1 / implicit_share(task.step.task), rows.limiter.flux);
    LineShares of_low;
    if (!run_by_own_shares(work(task, LineTask::backward_euler, rows, false), 2, low_shares_, of_low)) return false;
    fluxes(of_low.rows, n, 1, rows.limiter.low_flux);
    make_room(rows.low, n);
    unfold(next_, n, {rows.low.data(), 1});
  }
  const double least = -1;
  rows.limit(task, &least, [](int) {});
  return true;
}

void FoldedLine::fluxes(const ShareRows& shares, Eigen::Index n, double scale, std::vector<double>& faces) const {
  faces.resize(static_cast<std::size_t>(n) + 1);
  for (const int l : {0, 1}) {
    const Eigen::Index other = n - 1 - l;  // last cell of the other lane
    lane_fluxes({shares.right + l, shares.left + l, x_.data() + l, 2, 2}, n / 2, shares.right[other] * x_[other],
                [&](std::size_t f, double flux) {
                  l == 0 ? faces[f] = scale * flux : faces[static_cast<std::size_t>(n) - f] = -scale * flux;
                });
  }
}

template <int W>
bool SharePanel<W>::step(const PanelTask& task, LineShares* shares, Given given) {
  if (given != Given::none && !shares->usable) return false;
  const PanelCells<W>& at = rows_.at;
  rows_.place(task);
  LineShares own;
  if (!shares) {
    own = shares_in(own_shares_, at.n() * W);
    shares = &own;
  }
  if constexpr (W == 1)
    if (at.adjacent() && at.n() % 2 == 0) return folded_.step(task, rows_, *shares, given == Given::of_each_line);
  const bool in_place = at.adjacent() || at.along_last();
  LineWork work = rows_.work_on(task, given != Given::none, in_place);
  work.shares = shares->rows;
  work.first_flux = rows_.first_flux;
  double least[W] = {};
  const bool done = run_by_shares(work, W, given == Given::of_all_lines, given == Given::of_each_line, least);
  if (given == Given::none) shares->usable = done;
  if (!done) return false;
  if (!in_place) at.write(rows_.next, task.masses.data());
  if (task.step.task == LineTask::solve) return true;
  const double scale = 1 / implicit_share(task.step.task);
  for (int l = 0; l < at.used(); ++l) {
    const Eigen::Index end = at.length(l) - 1, last = end * W + l;
    rows_.last_flux[l] = scale * shares->rows.right[given == Given::of_all_lines ? end : last] * rows_.y[last];
  }
  if (rows_.any_negative(least) && !limit(task, least, *shares, given)) {
    at.write(rows_.m, task.masses.data());
    return false;
  }
  rows_.count_boundaries(task.statistics);
  return true;
}

template <int W>
bool SharePanel<W>::limit(const PanelTask& task, const double* least, const LineShares& shares, Given given) {
  const LineTask what = task.step.task;
  LineShares of_low;
  if (what == LineTask::sdirk2 && !run_by_own_shares(rows_.low_work(task), W, low_shares_, of_low)) return false;
  rows_.limit(task, least, [&](int l) {
    fluxes(shares, given, rows_.y, l, 1 / implicit_share(what), rows_.limiter.flux);
    fluxes(of_low, Given::of_each_line, rows_.x, l, 1, rows_.limiter.low_flux);
  });
  return true;
}

template <int W>
void SharePanel<W>::fluxes(const LineShares& shares, Given given, const Array& had, int l, double scale,
                           std::vector<double>& faces) const {
  faces.resize(static_cast<std::size_t>(rows_.at.n()) + 1);
  const bool alike = given == Given::of_all_lines;
  const Eigen::Index first = alike ? 0 : l, share_step = alike ? 1 : W;
  lane_fluxes({shares.rows.right + first, shares.rows.left + first, had.data() + l, share_step, W}, rows_.at.n(), 0,
              [&](std::size_t f, double flux) { faces[f] = scale * flux; });
}

template class SharePanel<1>;
template class SharePanel<16>;
template class SharePanel<broad_width>;

}  // namespace fokker
