// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

namespace fokker::test {

struct Allocations {
  long calls, bytes;
};
/// What all threads allocate while `work` runs.
Allocations allocations_of(const std::function<void()>& work);

}  // namespace fokker::test
