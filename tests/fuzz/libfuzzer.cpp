// SPDX-License-Identifier: MIT
// One target for libFuzzer; FOKKER_FUZZ_TARGET is its function.
#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return fokker::fuzz::FOKKER_FUZZ_TARGET(bytes, size);
}

// HDF5's own memory faults are no findings (targets/hdf5.cpp). It asks for memory that a file claims to need and copes
// where there is none; `new` without memory still ends the process.
// A small quarantine keeps the process small and its forks cheap.
extern "C" const char* __asan_default_options() {
  return "allocator_may_return_null=1:handle_abort=1:quarantine_size_mb=8";
}
extern "C" const char* __asan_default_suppressions() { return "interceptor_via_lib:libhdf5\n"; }
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }
