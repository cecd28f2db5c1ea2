#include "time/line_solver.hpp"

#include <algorithm>

#include "fokker/core/control.hpp"

namespace fokker {
namespace {

/// Where steps are adapted, no more than two in a row are equal.
constexpr int steps_before_keeping = 2;

Eigen::Index panels(const Lines& lines, int width) { return (lines.count() + width - 1) / width; }

}  // namespace

void LineSolver::follow(const Direction& direction, const std::shared_ptr<const void>& origin, double rate) {
  const bool still = origin && origin == origin_ && rate == rate_;
  times_ = still ? times_ + 1 : 1;
  origin_ = origin;
  rate_ = rate;
  if (times_ == 1) kept_.clear();
  if (direction.shared_up.size() > 0 && times_ == 1) factor_shared(direction, rate);
}

void LineSolver::factor_shared(const Direction& direction, double rate) {
  const Eigen::Index n = direction.shared_up.size();
  const bool closed = direction.lines->closed();
  shared_.resize(n, closed);
  for (Array* numbers : {&zeros_, &solution_}) numbers->setZero(n);
  const ConstRows masses{zeros_.data(), 1};
  const LineWork work{LineTask::solve,
                      n,
                      rate,
                      1,
                      {direction.shared_up.data(), 1},
                      {direction.shared_down.data(), 1},
                      masses,
                      {solution_.data(), 1},
                      nullptr,
                      nullptr,
                      nullptr,
                      solution_.data(),
                      shared_.rows()};
  run_one(work, closed, false, nullptr);
  shared_.lower = shared_.up * shared_.inverse;
  shared_.upper.resize(n);
  shared_.upper.head(n - 1) = shared_.down.tail(n - 1) * shared_.inverse.head(n - 1);
}

template <int W, class Body>
void LineSolver::for_panels(const Direction& direction, int threads, StepStatistics& statistics, Body&& body) {
  const auto number = static_cast<std::size_t>(panels(*direction.lines, W));
  const auto walls = static_cast<Eigen::Index>(2 * direction.lines->offset().size());
  panels_.resize(number);
  // neighbouring panels lie in the same pages, so that a thread takes several of them
  const std::size_t row =
      std::clamp<std::size_t>(number / (2 * static_cast<std::size_t>(resolve_threads(threads))), 1, 16);
  parallel_for(number, row, threads, [&](std::size_t begin, std::size_t end) {
    thread_local Panel<W> panel;
    for (std::size_t k = begin; k < end; ++k) {
      StepStatistics& counts = panels_[k];
      Array absorbed = std::move(counts.absorbed);  // its memory is kept from step to step
      counts = {};
      counts.absorbed = std::move(absorbed);
      counts.absorbed.setZero(walls);
      body(panel, k, counts);
    }
  });
  for (const StepStatistics& panel : panels_) statistics += panel;
}

void LineSolver::step(const Direction& direction, const std::shared_ptr<const void>& origin, const Array& source,
                      const LineStep& step, int threads, Array& masses, StepStatistics& statistics) {
  const bool factors = step.task != LineTask::exponential;
  if (factors) follow(direction, origin, implicit_share(step.task) * step.dt * step.pace);
  const Lines& lines = *direction.lines;
  if (factors && direction.shared_up.size() > 0)
    return for_panels<shared_width>(
        direction, threads, statistics, [&](Panel<shared_width>& panel, std::size_t k, StepStatistics& counts) {
          const auto first = static_cast<Eigen::Index>(shared_width * k);
          if (panel.step(direction, source, first, step, &shared_, true, masses, counts)) return;
          thread_local Panel<16> limited;
          for (Eigen::Index half = first; half < std::min<Eigen::Index>(first + shared_width, lines.count());
               half += 16)
            limited.step(direction, source, half, step, nullptr, false, masses, counts);
        });
  const bool keeps = factors && times_ > steps_before_keeping && direction.up.size() <= most_cells_with_factors,
             known = !kept_.empty();
  const auto one_by_one = [&](auto& panel, std::size_t k, StepStatistics& counts) {
    const auto width = lines.count() == 1 ? 1 : 16;
    panel.step(direction, source, static_cast<Eigen::Index>(k) * width, step, keeps ? &kept_[k] : nullptr, known,
               masses, counts);
  };
  if (keeps) kept_.resize(static_cast<std::size_t>(panels(lines, lines.count() == 1 ? 1 : 16)));
  if (lines.count() == 1)
    for_panels<1>(direction, threads, statistics, one_by_one);
  else
    for_panels<16>(direction, threads, statistics, one_by_one);
}

}  // namespace fokker
