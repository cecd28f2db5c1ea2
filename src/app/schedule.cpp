// SPDX-License-Identifier: MIT
#include "app/schedule.hpp"

#include <algorithm>
#include <utility>

namespace fokker::app {

Schedule::Schedule(double period, std::function<double()> clock, std::function<bool()> asked)
    : period_(period), pause_(period), clock_(std::move(clock)), asked_(std::move(asked)), last_(clock_()) {}

bool Schedule::due() { return asked_() || clock_() - last_ >= pause_; }

StateKeeper Schedule::timed(StateKeeper keeper) {
  keeper.keep = [this, keep = std::move(keeper.keep)](const StateMark& mark, const StateView& state) {
    const double begin = clock_();
    keep(mark, state);
    last_ = clock_();
    if (period_ > 0) pause_ = std::max(period_, 10 * (last_ - begin));
  };
  return keeper;
}

}  // namespace fokker::app
