// SPDX-License-Identifier: MIT
#include "fokker/time/stepper.hpp"

namespace fokker {

StepStatistics& StepStatistics::operator+=(const StepStatistics& other) {
  steps += other.steps;
  rejected += other.rejected;
  limited_lines += other.limited_lines;
  limited_mass += other.limited_mass;
  zeroed_cells += other.zeroed_cells;
  zeroed_mass += other.zeroed_mass;
  for (const auto sums : {&StepStatistics::absorbed, &StepStatistics::carried, &StepStatistics::completed}) {
    if ((this->*sums).size() == 0) this->*sums = Array::Zero((other.*sums).size());
    if ((other.*sums).size() != 0) this->*sums += other.*sums;
  }
  return *this;
}

}  // namespace fokker
