// SPDX-License-Identifier: MIT
// Every allocation of the program goes through here: operator new and Eigen call malloc.
#include "counted.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

extern "C" {
void* __libc_malloc(std::size_t);                 // NOLINT: the C library's own names
void* __libc_calloc(std::size_t, std::size_t);    // NOLINT
void* __libc_realloc(void*, std::size_t);         // NOLINT
void* __libc_memalign(std::size_t, std::size_t);  // NOLINT
}

namespace {

std::atomic<bool> counts = false;
std::atomic<long> calls = 0, bytes = 0;

void count(std::size_t size) {
  if (!counts.load(std::memory_order_relaxed)) return;
  ++calls;
  bytes += static_cast<long>(size);
}

}  // namespace

namespace fokker::test {

Allocations allocations_of(const std::function<void()>& work) {
  calls = bytes = 0;
  counts = true;
  work();
  counts = false;
  return {calls, bytes};
}

}  // namespace fokker::test

extern "C" {
void* malloc(std::size_t size) {
  count(size);
  return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
  count(number * size);
  return __libc_calloc(number, size);
}
void* realloc(void* memory, std::size_t size) {
  count(size);
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  count(size);
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : ENOMEM;
}
}
