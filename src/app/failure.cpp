// SPDX-License-Identifier: MIT
#include "app/failure.hpp"

#include <fmt/format.h>
#include <string.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <new>

#include "app/output.hpp"
#include "app/surroundings.hpp"
#include "fokker/core/error.hpp"

namespace fokker::app {
namespace {

/// @param error  where a state was kept, its advice states how to continue
int stopped(const Error& error) {
  const int number = received_signal();
  const char* name = number == 0 ? nullptr : sigabbrev_np(number);
  const Diagnostic& what = error.diagnostics().front();
  tell(fmt::format("fokker: stopped{}; {}\n", name == nullptr ? "" : fmt::format(" by SIG{}", name),
                   what.advice.empty() ? "no file was written" : what.found + "; to continue: " + what.advice));
  return number == 0 ? exit_code(Fault::interrupted) : 128 + number;
}

int failed(const Error& error) {
  if (error.fault() == Fault::interrupted) return stopped(error);
  tell(fmt::format("{}\n", error.what()));
  return exit_code(error.fault());
}

int failed_unexpectedly(const char* what) {
  tell(fmt::format("error: {}; this is a bug of fokker, please report it with the problem file\n", what));
  return exit_code(Fault::internal);
}

std::atomic<bool> at_work{false};

/// OpenMP's run-time ends the program with code 1 where memory or a thread is refused to it; that code means that a
/// verification failed.
void end_early() {
  if (at_work) _exit(exit_code(Fault::resources));
}

int tell_no_memory() {
  tell("error: out of memory; try: fewer cells, steps, snapshots or particles (see fokker check)\n");
  return exit_code(Fault::resources);
}

/// An exception that leaves a function which promised to throw none: libraries do so where memory is refused to them.
[[noreturn]] void end_terminated() {
  int code = exit_code(Fault::internal);
  try {
    if (const auto failure = std::current_exception()) std::rethrow_exception(failure);
    code = failed_unexpectedly("std::terminate was called");
  } catch (const std::bad_alloc&) {
    code = tell_no_memory();
  } catch (const std::exception& error) {
    code = failed_unexpectedly(error.what());
  } catch (...) {
    code = failed_unexpectedly("unknown exception");
  }
  _exit(code);
}

int run_body(const std::function<int()>& body) {
  try {
    return body();
  } catch (const Error& error) {
    return failed(error);
  } catch (const std::bad_alloc&) {
    return tell_no_memory();
  } catch (const std::exception& error) {
    return failed_unexpectedly(error.what());
  } catch (...) {
    return failed_unexpectedly("unknown exception");
  }
}

}  // namespace

int guarded(const std::function<int()>& body) {
  std::set_terminate(end_terminated);
  static const int registered = std::atexit(end_early);
  at_work = registered == 0;
  const int code = run_body(body);
  at_work = false;
  const int failure = finish_output();
  if (code == exit_code(Fault::resources)) _exit(code);  // HDF5, if memory was refused to it, can crash as it cleans up
  if (failure == 0 || failure == EPIPE) return code;
  tell(fmt::format("error: standard output: {}\n", strerror(failure)));
  return code == 0 ? exit_code(Fault::file) : code;
}

}  // namespace fokker::app
