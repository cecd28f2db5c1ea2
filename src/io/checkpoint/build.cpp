// SPDX-License-Identifier: MIT
#include "io/checkpoint/build.hpp"

#include <fmt/format.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

namespace fokker::io {
namespace {

/// Volatile: it stands in the program as one text, which `strings` shows and tests change.
const char* const volatile compiler = FOKKER_BUILD;

std::string c_library() {
#ifdef __GLIBC__
  return fmt::format(", glibc {}", gnu_get_libc_version());
#else
  return "";
#endif
}

bool has_fused_multiply_add() {
#if defined(__x86_64__) && defined(__GNUC__)
  return __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

}  // namespace

std::string build_text() { return std::string(compiler) + c_library() + (has_fused_multiply_add() ? ", fma" : ""); }

}  // namespace fokker::io
