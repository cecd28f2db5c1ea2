#pragma once
#include <limits>
#include <memory>
#include <string>

#include "fokker/study/result.hpp"
#include "python/stated.hpp"

namespace fokker::python {

struct RunSettings {
  int threads = 0;                                                ///< 0: all cores
  std::string checkpoint;                                         ///< folder of states, OUT.h5.run; empty: none
  double checkpoint_every = 60;                                   ///< seconds
  double score_memory = std::numeric_limits<double>::infinity();  ///< bytes
};

/// Runs a problem, from the states in its folder of checkpoints where there are any. Called with the interpreter's
/// lock, which is released while the library works.
/// @param progress  called with stage, fraction, time, step, mass and minimum; or None
/// @throws py::error_already_set: what a function of the problem raised, unchanged, or KeyboardInterrupt
std::shared_ptr<Result> run_problem(const Stated& stated, const RunSettings& settings, const py::object& progress);

}  // namespace fokker::python
