// SPDX-License-Identifier: MIT
#include "time/line_solver.hpp"

#include <algorithm>

#include "core/memory.hpp"
#include "fokker/core/control.hpp"

namespace fokker {
namespace {

/// Where steps are adapted, no more than two in a row are equal.
constexpr int steps_before_keeping = 2;

Eigen::Index panels(const Lines& lines, int width) { return (lines.count() + width - 1) / width; }

/// Lines of a task up to `end`, sixteen at a time by factors made for them.
void step_sixteens(const PanelTask& task, Eigen::Index end) {
  thread_local FactorPanel<16> panel;
  for (Eigen::Index l = task.first; l < std::min(end, task.direction.lines->count()); l += 16)
    panel.step(task.at(l, task.statistics), nullptr, false);
}

}  // namespace

LineTask task_of(Stepper kind) {
  switch (kind) {
    case Stepper::sdirk2:
      return LineTask::sdirk2;
    case Stepper::backward_euler:
      return LineTask::backward_euler;
    case Stepper::exponential:
      return LineTask::exponential;
  }
  return {};
}

void LineSolver::follow(const Direction& direction, const std::shared_ptr<const void>& origin, double rate) {
  const bool still = origin && origin == origin_ && rate == rate_;
  times_ = still ? times_ + 1 : 1;
  origin_ = origin;
  rate_ = rate;
  if (times_ == 1) kept_.clear(), kept_shares_.clear(), kept_complete_.clear();
  if (direction.shared_up.size() > 0 && times_ == 1 && !direction.lines->closed()) share_out(direction, rate);
}

void LineSolver::share_out(const Direction& direction, double rate) {
  const Eigen::Index n = direction.shared_up.size();
  for (Array* numbers : {&zeros_, &solution_}) numbers->setZero(n);
  const ConstRows up{direction.shared_up.data(), 1}, down{direction.shared_down.data(), 1}, masses{zeros_.data(), 1};
  double* const x = solution_.data();
  LineWork work{LineTask::solve, n, rate, 1, up, down, masses, {x, 1}, nullptr, nullptr, nullptr, x, {}};
  share_memory_.resize(2 * n);
  of_all_lines_.rows = work.shares = {share_memory_.data(), share_memory_.data() + n};
  of_all_lines_.usable = run_by_shares(work, 1, false, false, nullptr);
}

template <class Panel, class Body>
void LineSolver::for_panels(const PanelTask& task, int threads, const Body& body) {
  const Lines& lines = *task.direction.lines;
  const auto number = static_cast<std::size_t>(panels(lines, Panel::width));
  const auto boundaries = static_cast<Eigen::Index>(2 * lines.offset().size());
  panels_.resize(number);
  // neighbouring panels lie in the same pages, so that a thread takes several of them
  const std::size_t row =
      std::clamp<std::size_t>(number / (2 * static_cast<std::size_t>(resolve_threads(threads))), 1, 16);
  parallel_for(number, row, threads, [&](std::size_t begin, std::size_t end) {
    thread_local Panel panel;
    for (std::size_t k = begin; k < end; ++k) {
      StepStatistics& counts = panels_[k];
      Array absorbed = std::move(counts.absorbed);  // its memory is kept from step to step
      counts = {};
      counts.absorbed = std::move(absorbed);
      counts.absorbed.setZero(boundaries);
      body(panel, k, task.at(static_cast<Eigen::Index>(k) * Panel::width, counts));
    }
  });
  for (const StepStatistics& panel : panels_) task.statistics += panel;
}

void LineSolver::lay_out_shares(const Lines& lines, int width) {
  std::vector<Eigen::Index> starts = {0};
  for (Eigen::Index first = 0; first < lines.count(); first += width) {
    Eigen::Index longest = 0;
    for (Eigen::Index l = first; l < std::min(first + width, lines.count()); ++l)
      longest = std::max(longest, lines.length(l));
    starts.push_back(starts.back() + 2 * width * longest);
  }
  resize_on_large_pages(share_memory_, starts.back());
  kept_shares_.resize(starts.size() - 1);
  for (std::size_t k = 0; k + 1 < starts.size(); ++k) {
    double* const right = share_memory_.data() + starts[k];
    kept_shares_[k] = {{right, right + (starts[k + 1] - starts[k]) / 2}};
  }
}

template <int W>
void LineSolver::step_open(const PanelTask& task, int threads) {
  const Direction& direction = task.direction;
  const bool shared = direction.shared_up.size() > 0;
  const bool keeps = !shared && times_ > steps_before_keeping && direction.up.size() <= most_cells_with_shares,
             known = !kept_shares_.empty();
  if (keeps && !known) lay_out_shares(*direction.lines, W);
  for_panels<SharePanel<W>>(task, threads, [&](SharePanel<W>& panel, std::size_t k, const PanelTask& part) {
    LineShares* const shares = shared ? &of_all_lines_ : (keeps ? &kept_shares_[k] : nullptr);
    const Given given = shared ? Given::of_all_lines : (keeps && known ? Given::of_each_line : Given::none);
    if (!panel.step(part, shares, given)) step_sixteens(part, part.first + W);
  });
}

template <class Panel, class Factors>
void LineSolver::step_by_factors(const PanelTask& task, int threads, std::vector<Factors>& kept) {
  const Direction& direction = task.direction;
  const bool keeps = times_ > steps_before_keeping && direction.up.size() <= most_cells_with_factors,
             known = !kept.empty();
  if (keeps) kept.resize(static_cast<std::size_t>(panels(*direction.lines, Panel::width)));
  for_panels<Panel>(task, threads, [&](Panel& panel, std::size_t k, const PanelTask& part) {
    panel.step(part, keeps ? &kept[k] : nullptr, known);
  });
}

template <int W>
void LineSolver::step_exponentially(const PanelTask& task, int threads) {
  for_panels<ExponentialPanel<W>>(
      task, threads, [](ExponentialPanel<W>& panel, std::size_t, const PanelTask& part) { panel.step(part); });
}

void LineSolver::step(const Direction& direction, const std::shared_ptr<const void>& origin, const Array& source,
                      const LineStep& step, int threads, Array& masses, StepStatistics& statistics) {
  const PanelTask task{direction, source, 0, step, masses, statistics};
  const Lines& lines = *direction.lines;
  const bool one = lines.count() == 1;
  if (step.task == LineTask::exponential)
    return one ? step_exponentially<1>(task, threads) : step_exponentially<16>(task, threads);
  follow(direction, origin, implicit_share(step.task) * step.dt * step.rate_factor);
  if (step.volumes)
    return one ? step_by_factors<CompletePanel<1>>(task, threads, kept_complete_)
               : step_by_factors<CompletePanel<16>>(task, threads, kept_complete_);
  if (lines.closed())
    return one ? step_by_factors<FactorPanel<1>>(task, threads, kept_)
               : step_by_factors<FactorPanel<16>>(task, threads, kept_);
  const auto& offset = lines.offset();
  const bool broad = lines.stride() != 1 && std::count(offset.begin(), offset.end(), 0) + 1 == std::ssize(offset);
  return one     ? step_open<1>(task, threads)
         : broad ? step_open<broad_width>(task, threads)
                 : step_open<16>(task, threads);
}

}  // namespace fokker
