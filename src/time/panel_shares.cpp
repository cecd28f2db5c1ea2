// SPDX-License-Identifier: MIT
#include <algorithm>

#include "time/panel.hpp"

// Steps of a panel by shares.
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

}  // namespace

template <int W>
LineShares Panel<W>::room_for_shares(Array& memory) const {
  make_room(memory, 2 * at_.n() * W);
  return {{memory.data(), memory.data() + at_.n() * W}};
}

template <int W>
bool Panel<W>::sweep_low(LineWork work, int width, LineShares& of_low) {
  double least[std::max(W, 2)], from_ends[std::max(W, 2)];
  of_low = room_for_shares(low_shares_);
  work.shares = of_low.rows;
  work.first_flux = from_ends;
  return run_by_shares(work, width, false, false, least);
}

template <int W>
LineWork Panel<W>::half_work(const Direction& direction, const LineStep& step, bool known) {
  const auto rows = [&](const Array& grid) { return ConstRows{grid.data() + at_.starts()[0], at_.lines().stride()}; };
  if (!known) {
    fold(rows(direction.up), rows(direction.down), at_.n(), halves_.up);
    fold(rows(direction.down), rows(direction.up), at_.n(), halves_.down);
  }
  for (Array* values : {&halves_.x, &halves_.next}) make_room(*values, at_.n());
  return {step.task,
          at_.n() / 2,
          implicit_share(step.task) * step.dt * step.rate_factor,
          step.dt,
          {halves_.up.data(), 2},
          {halves_.down.data(), 2},
          {halves_.masses.data(), 2},
          {halves_.next.data(), 2},
          nullptr,
          source_.size() > 0 ? halves_.source.data() : nullptr,
          halves_.masses.data(),
          halves_.x.data(),
          {}};
}

template <int W>
bool Panel<W>::step_halves(const Direction& direction, const LineStep& step, LineShares& shares, bool known,
                           Array& masses, StepStatistics& statistics) {
  const Rows line{masses.data() + at_.starts()[0], at_.lines().stride()};
  fold({line.first, line.stride}, {line.first, line.stride}, at_.n(), halves_.masses);
  if (source_.size() > 0) fold({source_.data(), 1}, {source_.data(), 1}, at_.n(), halves_.source);
  LineWork work = half_work(direction, step, known);
  double least[2] = {}, from_ends[2];
  work.shares = shares.rows;
  work.first_flux = from_ends;
  shares.usable = run_by_shares(work, 2, false, known, least);
  if (!shares.usable) return false;
  unfold(halves_.next, at_.n(), line);
  if (step.task == LineTask::solve) return true;
  first_flux_[0] = from_ends[0];
  last_flux_[0] = -from_ends[1];
  if (std::min(least[0], least[1]) < 0 && !mend_halves(direction, step, shares, masses, statistics)) {
    unfold(halves_.masses, at_.n(), line);
    return false;
  }
  count_boundaries(statistics);
  return true;
}

template <int W>
bool Panel<W>::mend_halves(const Direction& direction, const LineStep& step, const LineShares& shares, Array& masses,
                           StepStatistics& statistics) {
  if (step.task == LineTask::sdirk2) {
    half_fluxes(shares.rows, 1 / implicit_share(step.task), limiter_.flux);
    LineShares of_low;
    if (!sweep_low(half_work(direction, {LineTask::backward_euler, step.rate_factor, step.dt}, false), 2, of_low))
      return false;
    half_fluxes(of_low.rows, 1, limiter_.low_flux);
    make_room(low_, at_.n());
    unfold(halves_.next, at_.n(), {low_.data(), 1});
  }
  const double least[W] = {-1};
  mend_lines(step, least, masses, statistics, [](int) {});
  return true;
}

template <int W>
void Panel<W>::half_fluxes(const ShareRows& shares, double scale, std::vector<double>& faces) const {
  faces.resize(static_cast<std::size_t>(at_.n()) + 1);
  const auto lane = [&](int l) { return Lane{shares.right + l, shares.left + l, halves_.x.data() + l, 2, 2}; };
  for (const int l : {0, 1}) {
    const Eigen::Index other = at_.n() - 1 - l;  // last cell of the other lane
    lane_fluxes(lane(l), at_.n() / 2, shares.right[other] * halves_.x[other], [&](std::size_t f, double flux) {
      l == 0 ? faces[f] = scale * flux : faces[at_.n() - f] = -scale * flux;
    });
  }
}

template <int W>
bool Panel<W>::step_by_shares(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                              LineShares* shares, Given given, Array& masses, StepStatistics& statistics) {
  if (given != Given::none && !shares->usable) return false;
  at_.place(*direction.lines, first);
  LineShares own;
  if (!shares) {
    own = room_for_shares(own_shares_);
    shares = &own;
  }
  source_.resize(0);
  if (source.size() > 0) at_.read(source.data(), source_);
  if (W == 1 && at_.adjacent() && at_.n() % 2 == 0)
    return step_halves(direction, step, *shares, given == Given::of_each_line, masses, statistics);
  const bool in_place = at_.adjacent() || at_.along_last();
  LineWork work = work_on(direction, step, given != Given::none, in_place, masses);
  work.shares = shares->rows;
  work.first_flux = first_flux_;
  double least[W] = {};
  const bool done = run_by_shares(work, W, given == Given::of_all_lines, given == Given::of_each_line, least);
  if (given == Given::none) shares->usable = done;
  if (!done) return false;
  if (!in_place) at_.write(next_, masses.data());
  if (step.task == LineTask::solve) return true;
  const double scale = 1 / implicit_share(step.task);
  for (int l = 0; l < at_.used(); ++l) {
    const Eigen::Index end = at_.length(l) - 1, last = end * W + l;
    last_flux_[l] = scale * shares->rows.right[given == Given::of_all_lines ? end : last] * y_[last];
  }
  const bool negative = std::any_of(least, least + at_.used(), [](double x) { return x < 0; });
  if (negative && !mend_by_shares(direction, step, least, *shares, given, masses, statistics)) {
    at_.write(m_, masses.data());
    return false;
  }
  count_boundaries(statistics);
  return true;
}

template <int W>
bool Panel<W>::mend_by_shares(const Direction& direction, const LineStep& step, const double* least,
                              const LineShares& shares, Given given, Array& masses, StepStatistics& statistics) {
  LineShares of_low;
  if (step.task == LineTask::sdirk2 && !sweep_low(low_work(direction, step), W, of_low)) return false;
  mend_lines(step, least, masses, statistics, [&](int l) {
    share_fluxes(shares, given, y_, l, 1 / implicit_share(step.task), limiter_.flux);
    share_fluxes(of_low, Given::of_each_line, x_, l, 1, limiter_.low_flux);
  });
  return true;
}

template <int W>
void Panel<W>::share_fluxes(const LineShares& shares, Given given, const Array& had, int l, double scale,
                            std::vector<double>& faces) const {
  faces.resize(static_cast<std::size_t>(at_.n()) + 1);
  const bool alike = given == Given::of_all_lines;
  const Eigen::Index first = alike ? 0 : l, share_step = alike ? 1 : W;
  lane_fluxes({shares.rows.right + first, shares.rows.left + first, had.data() + l, share_step, W}, at_.n(), 0,
              [&](std::size_t f, double flux) { faces[f] = scale * flux; });
}

template bool Panel<1>::step_by_shares(const Direction&, const Array&, Eigen::Index, const LineStep&, LineShares*,
                                       Given, Array&, StepStatistics&);
template bool Panel<16>::step_by_shares(const Direction&, const Array&, Eigen::Index, const LineStep&, LineShares*,
                                        Given, Array&, StepStatistics&);
template bool Panel<broad_width>::step_by_shares(const Direction&, const Array&, Eigen::Index, const LineStep&,
                                                 LineShares*, Given, Array&, StepStatistics&);

}  // namespace fokker
