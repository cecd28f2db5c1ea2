#include <algorithm>

#include "time/panel.hpp"

// Steps of a panel by shares.
namespace fokker {

template <int W>
bool Panel<W>::step_by_shares(const Direction& direction, const Array& source, Eigen::Index first, const LineStep& step,
                              LineShares* shares, Given given, Array& masses, StepStatistics& statistics) {
  if (given != Given::none && !shares->usable) return false;
  place(direction, first);
  LineShares own;
  if (!shares) {
    make_room(own_shares_, 2 * n_ * W);
    own.rows = {own_shares_.data(), own_shares_.data() + n_ * W};
    shares = &own;
  }
  source_.resize(0);
  if (source.size() > 0) read(source.data(), source_);
  const bool in_place = adjacent_ || along_last_;
  LineWork work = work_on(direction, step, given != Given::none, in_place, masses);
  work.shares = shares->rows;
  work.first_flux = first_flux_;
  double least[W] = {};
  const bool done = run_by_shares(work, W, given == Given::of_all_lines, given == Given::of_each_line, least);
  if (given == Given::none) shares->usable = done;
  if (!done) return false;
  if (!in_place) write(next_, masses.data());
  if (step.task == LineTask::solve) return true;
  const double scale = 1 / implicit_share(step.task);
  for (int l = 0; l < used_; ++l) {
    const Eigen::Index end = lines_->length(first_ + l) - 1, last = end * W + l;
    last_flux_[l] = scale * shares->rows.right[given == Given::of_all_lines ? end : last] * y_[last];
  }
  const bool negative = std::any_of(least, least + used_, [](double x) { return x < 0; });
  if (negative && !mend_by_shares(direction, step, least, *shares, given, masses, statistics)) {
    write(m_, masses.data());
    return false;
  }
  count_walls(statistics);
  return true;
}

template <int W>
bool Panel<W>::mend_by_shares(const Direction& direction, const LineStep& step, const double* least,
                              const LineShares& shares, Given given, Array& masses, StepStatistics& statistics) {
  LineShares of_low;
  if (step.task == LineTask::sdirk2) {
    make_room(low_shares_, 2 * n_ * W);
    of_low.rows = {low_shares_.data(), low_shares_.data() + n_ * W};
    LineWork work = low_work(direction, step);
    double least_of_low[W], unused[W];
    work.shares = of_low.rows;
    work.first_flux = unused;
    if (!run_by_shares(work, W, false, false, least_of_low)) return false;
  }
  mend_lines(step, least, masses, statistics, [&](int l) {
    share_fluxes(shares, given, y_, l, 1 / implicit_share(step.task), flux_);
    share_fluxes(of_low, Given::of_each_line, x_, l, 1, low_flux_);
  });
  return true;
}

template <int W>
void Panel<W>::share_fluxes(const LineShares& shares, Given given, const Array& had, int l, double scale,
                            std::vector<double>& faces) const {
  faces.assign(static_cast<std::size_t>(n_) + 1, 0.0);
  const auto place = [&](Eigen::Index i) { return given == Given::of_all_lines ? i : i * W + l; };
  double passed = 0;
  for (Eigen::Index i = n_; i-- > 0;) {
    const double y = had[i * W + l], upwards = shares.rows.right[place(i)] * y;
    faces[static_cast<std::size_t>(i) + 1] += scale * upwards;
    passed = shares.rows.left[place(i)] * ((y - upwards) + passed);
    faces[static_cast<std::size_t>(i)] = -scale * passed;
  }
}

template bool Panel<16>::step_by_shares(const Direction&, const Array&, Eigen::Index, const LineStep&, LineShares*,
                                        Given, Array&, StepStatistics&);
template bool Panel<broad_width>::step_by_shares(const Direction&, const Array&, Eigen::Index, const LineStep&,
                                                 LineShares*, Given, Array&, StepStatistics&);

}  // namespace fokker
