#include "app/failure.hpp"

#include <fmt/format.h>
#include <string.h>

#include <cerrno>
#include <exception>
#include <new>

#include "app/output.hpp"
#include "app/surroundings.hpp"
#include "fokker/core/error.hpp"

namespace fokker::app {
namespace {

/// @param error  where a state was kept, its advice says how to go on
int stopped(const Error& error) {
  const int number = received_signal();
  const char* name = number == 0 ? nullptr : sigabbrev_np(number);
  const Diagnostic& what = error.diagnostics().front();
  tell(fmt::format("fokker: stopped{}; {}\n", name == nullptr ? "" : fmt::format(" by SIG{}", name),
                   what.advice.empty() ? "no file was written" : what.found + "; to go on: " + what.advice));
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

int run_body(const std::function<int()>& body) {
  try {
    return body();
  } catch (const Error& error) {
    return failed(error);
  } catch (const std::bad_alloc&) {
    tell("error: out of memory; try: fewer cells, steps, snapshots or particles (see fokker check)\n");
    return exit_code(Fault::resources);
  } catch (const std::exception& error) {
    return failed_unexpectedly(error.what());
  } catch (...) {
    return failed_unexpectedly("unknown exception");
  }
}

}  // namespace

int guarded(const std::function<int()>& body) {
  const int code = run_body(body);
  const int failure = finish_output();
  if (failure == 0 || failure == EPIPE) return code;
  tell(fmt::format("error: standard output: {}\n", strerror(failure)));
  return code == 0 ? exit_code(Fault::file) : code;
}

}  // namespace fokker::app
