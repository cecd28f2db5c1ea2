// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "fokker/core/control.hpp"
#include "fokker/study/result.hpp"
#include "python/stated.hpp"

namespace fokker::python {

struct RunSettings {
  int threads = 0;               ///< 0: all cores
  std::string score_table;       ///< file that gets the score of the forward solution; empty: none
  std::string checkpoint;        ///< folder of states, OUT.h5.run; empty: none
  double checkpoint_every = 60;  ///< seconds
  double score_memory = std::numeric_limits<double>::infinity();  ///< bytes
};

/// Calls `work` with a control that stops on Ctrl-C and reports progress. Called with the interpreter's lock, which is
/// released while `work` runs.
/// @param progress  called with stage, fraction, time, step, mass and minimum; or None
/// @throws py::error_already_set: what Python raised on the way, unchanged, or KeyboardInterrupt
void watched(int threads, const py::object& progress, const std::function<void(const Control& control)>& work);

/// Runs a problem, from the states in its folder of checkpoints where there are any; as `watched`.
std::shared_ptr<Result> run_problem(const Stated& stated, const RunSettings& settings, const py::object& progress);

}  // namespace fokker::python
