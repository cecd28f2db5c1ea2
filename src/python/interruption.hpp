// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <csignal>

namespace fokker::python {

/// While it lives on Python's main thread, Ctrl-C asks a run to stop, beside what Python does about it. Nothing where
/// the program handles Ctrl-C by a function of its own, or on other threads. Made and destroyed with the interpreter's
/// lock.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  const std::atomic<bool>& requested() const { return requested_; }
  bool watches() const { return watches_; }

 private:
  std::atomic<bool> requested_ = false;
  bool watches_ = false;
  struct sigaction before_ {};
};

}  // namespace fokker::python
