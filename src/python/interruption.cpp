// SPDX-License-Identifier: MIT
#include "python/interruption.hpp"

#include <pybind11/pybind11.h>

namespace fokker::python {
namespace {

namespace py = pybind11;

std::atomic<std::atomic<bool>*> flag = nullptr;
std::atomic<void (*)(int)> handler_of_python = nullptr;

void interrupt(int signal) {
  if (std::atomic<bool>* requested = flag.load()) requested->store(true);
  if (auto* handler = handler_of_python.load()) handler(signal);
}

/// Whether this is the main thread and Ctrl-C raises KeyboardInterrupt.
bool raises_keyboard_interrupt() {
  const auto threading = py::module_::import("threading");
  const auto signal = py::module_::import("signal");
  return threading.attr("current_thread")().is(threading.attr("main_thread")()) &&
         signal.attr("getsignal")(SIGINT).is(signal.attr("default_int_handler"));
}

}  // namespace

Interruption::Interruption() {
  if (flag.load() != nullptr || !raises_keyboard_interrupt()) return;  // a run within a callback: the outer one watches
  if (sigaction(SIGINT, nullptr, &before_) != 0 || (before_.sa_flags & SA_SIGINFO) != 0) return;
  if (before_.sa_handler == SIG_DFL || before_.sa_handler == SIG_IGN) return;
  handler_of_python = before_.sa_handler;
  flag = &requested_;
  struct sigaction ours = before_;
  ours.sa_handler = interrupt;
  watches_ = sigaction(SIGINT, &ours, nullptr) == 0;
  if (!watches_) flag = nullptr;
}

Interruption::~Interruption() {
  if (!watches_) return;
  sigaction(SIGINT, &before_, nullptr);
  flag = nullptr;
}

}  // namespace fokker::python
