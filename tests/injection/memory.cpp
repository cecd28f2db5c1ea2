// SPDX-License-Identifier: MIT
// A library to preload (LD_PRELOAD): memory is refused to a process from main() on.
//   FOKKER_REFUSE_AT=n       the n-th request from main() on, the first is 1; 0: none
//   FOKKER_REFUSE_HOW=once   that one alone; always: all from it on
//   FOKKER_REFUSE_TO=own     leaves out, uncounted, what libhdf5 asks for itself; hdf5: only that
//   FOKKER_REFUSE_LOG=file   gets the number of requests at the end
// Requests of forked children are neither counted nor refused: fokker only has them for reading.
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(std::size_t);                 // NOLINT: the C library's own names
void* __libc_calloc(std::size_t, std::size_t);    // NOLINT
void* __libc_realloc(void*, std::size_t);         // NOLINT
void* __libc_memalign(std::size_t, std::size_t);  // NOLINT
}

namespace {

std::atomic<bool> counts = false;
std::atomic<long> requests = 0;
long at = 0;
bool always = false;

struct Range {
  std::uintptr_t begin = 0, end = 0;
} hdf5[2];  // and its part "high level"
enum class To { all, own, hdf5 } to = To::all;

int find_hdf5(dl_phdr_info* library, std::size_t, void*) {
  const bool high =
      std::strstr(library->dlpi_name, "/libhdf5_serial_hl.so") || std::strstr(library->dlpi_name, "/libhdf5_hl.so");
  if (!high && !std::strstr(library->dlpi_name, "/libhdf5_serial.so") &&
      !std::strstr(library->dlpi_name, "/libhdf5.so"))
    return 0;
  Range& range = hdf5[high];
  range.begin = library->dlpi_addr;
  for (int k = 0; k < library->dlpi_phnum; ++k)
    range.end = std::max<std::uintptr_t>(range.end,
                                         range.begin + library->dlpi_phdr[k].p_vaddr + library->dlpi_phdr[k].p_memsz);
  return 0;
}

bool refused(const void* caller) {
  if (!counts.load(std::memory_order_relaxed)) return false;
  const auto place = reinterpret_cast<std::uintptr_t>(caller);
  const bool by_hdf5 =
      (place >= hdf5[0].begin && place < hdf5[0].end) || (place >= hdf5[1].begin && place < hdf5[1].end);
  if (to != To::all && by_hdf5 != (to == To::hdf5)) return false;
  const long number = ++requests;
  if (at == 0 || (always ? number < at : number != at)) return false;
  errno = ENOMEM;
  return true;
}

void stop_counting() { counts = false; }

void write_number() {
  counts = false;
  const char* log = std::getenv("FOKKER_REFUSE_LOG");
  if (log == nullptr) return;
  char text[32];
  const int length = std::snprintf(text, sizeof text, "%ld\n", requests.load());
  const int file = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  (void)!write(file, text, static_cast<std::size_t>(length));
  close(file);
}

using Main = int (*)(int, char**, char**);
Main real_main = nullptr;

int counted_main(int argc, char** argv, char** environment) {
  const char* number = std::getenv("FOKKER_REFUSE_AT");
  const char* how = std::getenv("FOKKER_REFUSE_HOW");
  at = number ? std::atol(number) : 0;
  always = how && std::strcmp(how, "always") == 0;
  const char* whom = std::getenv("FOKKER_REFUSE_TO");
  if (whom) to = std::strcmp(whom, "own") == 0 ? To::own : To::hdf5;
  dl_iterate_phdr(find_hdf5, nullptr);
  pthread_atfork(nullptr, nullptr, stop_counting);
  std::atexit(write_number);  // the first to be registered here, so the last to be called
  counts = true;
  return real_main(argc, argv, environment);
}

}  // namespace

extern "C" {
int __libc_start_main(Main program, int argc, char** argv, void (*init)(), void (*fini)(), void (*loader)(),
                      void* stack) {
  using Start = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
  const auto start = reinterpret_cast<Start>(dlsym(RTLD_NEXT, "__libc_start_main"));
  real_main = program;
  return start(counted_main, argc, argv, init, fini, loader, stack);
}

#define CALLER __builtin_return_address(0)
void* malloc(std::size_t size) { return refused(CALLER) ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t number, std::size_t size) { return refused(CALLER) ? nullptr : __libc_calloc(number, size); }
void* realloc(void* memory, std::size_t size) { return refused(CALLER) ? nullptr : __libc_realloc(memory, size); }
// so that it counts as a request of whom it serves
char* strdup(const char* text) noexcept {
  const std::size_t size = std::strlen(text) + 1;
  void* const copy = refused(CALLER) ? nullptr : __libc_malloc(size);
  return copy ? static_cast<char*>(std::memcpy(copy, text, size)) : nullptr;
}
void* memalign(std::size_t alignment, std::size_t size) {
  return refused(CALLER) ? nullptr : __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return refused(CALLER) ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  void* const found = refused(CALLER) ? nullptr : __libc_memalign(alignment, size);
  if (found == nullptr) return ENOMEM;
  *memory = found;
  return 0;
}
}
