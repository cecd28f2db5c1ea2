// SPDX-License-Identifier: MIT
#include "time/checkpoints.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"
#include "time/solve.hpp"

namespace fokker {
namespace {

/// Arrays that are kept, and those of one stretch.
std::size_t arrays(std::size_t count, std::size_t stride) {
  return (count + stride - 1) / stride + (stride > 1 ? stride : 0);
}

/// Computes stretches between checkpoints again and remembers the last ones.
class Recomputation {
 public:
  using Density = std::shared_ptr<const Array>;

  Recomputation(std::vector<double> times, std::vector<Array> masses, std::size_t stride, std::size_t stretches,
                const Grid& grid, StepAgain again, const StopToken& stop)
      : times_(std::move(times)),
        masses_(std::move(masses)),
        stride_(stride),
        stretches_(stretches),
        volumes_(grid.volumes()),
        again_(std::move(again)),
        stop_(stop) {}

  Density density(std::size_t k) {
    const std::lock_guard lock(mutex_);
    for (auto found = recent_.begin(); found != recent_.end(); ++found)
      if (found->number == k / stride_) {
        recent_.splice(recent_.begin(), recent_, found);
        return recent_.front().densities[k % stride_];
      }
    // the first of a stretch is a checkpoint: a walk that comes from above still needs the stretch above
    if (k % stride_ == 0) return std::make_shared<const Array>(masses_[k / stride_] / volumes_);
    while (recent_.size() >= stretches_) recent_.pop_back();
    recent_.push_front({k / stride_, compute(k / stride_)});
    return recent_.front().densities[k % stride_];
  }

 private:
  struct Stretch {
    std::size_t number;
    std::vector<Density> densities;
  };

  std::vector<Density> compute(std::size_t number) {
    Array masses = masses_[number];
    std::vector<Density> densities{std::make_shared<const Array>(masses / volumes_)};
    const std::size_t first = number * stride_;
    for (std::size_t k = first; k + 1 < times_.size() && k + 1 < first + stride_; ++k) {
      stop_.check();
      again_(times_[k], times_[k + 1], masses);
      densities.push_back(std::make_shared<const Array>(masses / volumes_));
    }
    return densities;
  }

  const std::vector<double> times_;
  const std::vector<Array> masses_;
  const std::size_t stride_, stretches_;
  const Array volumes_;
  const StepAgain again_;
  const StopToken stop_;
  std::mutex mutex_;
  std::list<Stretch> recent_;  ///< the last one used first
};

}  // namespace

std::size_t checkpoint_stride(std::size_t count, double capacity) {
  std::size_t stride = 1;
  while (static_cast<double>(arrays(count, stride)) > capacity && arrays(count, 2 * stride) < arrays(count, stride))
    stride *= 2;
  return stride;
}

void Checkpoints::keep(double t, const Array& masses) {
  if (times_.size() % stride_ == 0) masses_.push_back(masses);
  times_.push_back(t);
  const std::size_t wanted = checkpoint_stride(times_.size(), capacity());
  for (; stride_ < wanted; stride_ *= 2) {
    for (std::size_t i = 1; 2 * i < masses_.size(); ++i) masses_[i] = std::move(masses_[2 * i]);
    masses_.resize((masses_.size() + 1) / 2);
  }
}

void Checkpoints::save(StateView& view) const {
  view.add_values("kept_times", times_);
  view.add("kept_stride", std::vector<std::int64_t>{static_cast<std::int64_t>(stride_)});
  view.add("kept_masses", masses_);
}

bool Checkpoints::load(State& state) {
  if (!state.has("kept_masses")) return false;
  times_ = state.take_values("kept_times");
  stride_ = static_cast<std::size_t>(state.take_integers("kept_stride", 1)[0]);
  masses_ = state.take_rows("kept_masses");
  require_state(std::is_sorted(times_.begin(), times_.end()), "kept_times");
  require_state(!times_.empty() && stride_ > 0 && stride_ <= times_.size(), "kept_stride");
  require_state(masses_.size() == (times_.size() - 1) / stride_ + 1, "kept_masses");
  for (const Array& masses : masses_) require_state(masses.size() == masses_[0].size(), "kept_masses");
  return true;
}

Trajectory Checkpoints::trajectory(const Grid& grid) && {
  if (stride_ != 1) throw Error(Fault::internal, "a trajectory of which a part was not kept");
  require_state(!masses_.empty() && masses_[0].size() == grid.cells(), "kept_masses");
  for (Array& masses : masses_) masses /= grid.volumes();
  return {grid, std::move(times_), std::move(masses_)};
}

DensityHistory Checkpoints::history(OperatorAt at, Operator workspace, const ImplicitStepper& stepper,
                                    const Control& control) && {
  const Grid grid = workspace.grid;
  const auto again = [at = std::move(at), L = std::move(workspace), stepper = ImplicitStepper(stepper)](
                         double t, double end, Array& masses) mutable {
    StepStatistics ignored;
    advance(at, L, stepper, t, end, masses, ignored);
  };
  return std::move(*this).history(grid, again, control.stop);
}

DensityHistory Checkpoints::history(const Grid& grid, StepAgain again, const StopToken& stop) && {
  require_state(!masses_.empty() && masses_[0].size() == grid.cells(), "kept_masses");
  if (stride_ == 1) return history_of(std::move(*this).trajectory(grid));
  // a second stretch, where it fits, serves steps that are tried again across a checkpoint
  const double both = static_cast<double>(masses_.size() + 2 * stride_);
  auto source = std::make_shared<Recomputation>(times_, std::move(masses_), stride_, both <= capacity() ? 2 : 1, grid,
                                                std::move(again), stop);
  return {grid, std::move(times_), [source](std::size_t k) { return source->density(k); }};
}

}  // namespace fokker
