// SPDX-License-Identifier: MIT
#include "app/output.hpp"

#include <cerrno>
#include <cstdio>

namespace fokker::app {
namespace {

int first_failure = 0;

void remember_failure() {
  if (first_failure == 0) first_failure = errno != 0 ? errno : EIO;
}

}  // namespace

void print(std::string_view text) {
  if (first_failure != 0) return;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) remember_failure();
}

void tell(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

int finish_output() {
  errno = 0;
  if (std::fflush(stdout) != 0) remember_failure();
  return first_failure;
}

}  // namespace fokker::app
