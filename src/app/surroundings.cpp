// SPDX-License-Identifier: MIT
#include "app/surroundings.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace fokker::app {
namespace {

std::atomic<bool> stop_flag{false};
std::atomic<int> first_signal{0};
std::atomic<bool> checkpoint_request{false};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void on_signal(int number) {
  int none = 0;
  // the system repeats SIGXCPU every second of processor time until the hard limit
  if (!first_signal.compare_exchange_strong(none, number) && number != SIGXCPU) _exit(128 + number);
  stop_flag.store(true);
}

extern "C" void on_request(int) { checkpoint_request.store(true); }

bool ignored(int number) {
  struct sigaction current = {};
  return sigaction(number, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

}  // namespace

void prepare_surroundings() {
  int descriptor = open("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor <= 2) descriptor = open("/dev/null", O_RDWR);
  if (descriptor > 2) close(descriptor);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
#ifdef __GLIBC__
  // arrays go back to the system when they are freed, so that a run takes what `check` estimates
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  // a library that PETSc loads (SuperLU_DIST) forbids that as it is loaded: the values of glibc
  mallopt(M_MMAP_MAX, 1 << 16);
  mallopt(M_TRIM_THRESHOLD, 1 << 17);
#endif
}

const std::atomic<bool>& watch_signals() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGXCPU}) sigaction(number, &action, nullptr);
  if (!ignored(SIGHUP)) sigaction(SIGHUP, &action, nullptr);  // nohup keeps its meaning
  return stop_flag;
}

void watch_checkpoint_requests() {
  struct sigaction action = {};
  action.sa_handler = on_request;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGUSR1, &action, nullptr);
}

bool take_checkpoint_request() { return checkpoint_request.exchange(false); }

int received_signal() { return first_signal.load(); }

}  // namespace fokker::app
