// SPDX-License-Identifier: MIT
#include "core/memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

namespace fokker {
namespace {

std::optional<double> number_in(const char* file) {
  std::ifstream stream(file);
  double value = 0;
  if (stream >> value) return value;
  return std::nullopt;  // no such file, or "max"
}

std::optional<double> kernel_available() {
  std::ifstream stream("/proc/meminfo");
  std::string key;
  double kibibytes = 0;
  std::string unit;
  while (stream >> key >> kibibytes) {
    if (key == "MemAvailable:") return 1024 * kibibytes;
    std::getline(stream, unit);
  }
  return std::nullopt;
}

std::optional<double> group_available() {
  const auto limit = number_in("/sys/fs/cgroup/memory.max");
  const auto used = number_in("/sys/fs/cgroup/memory.current");
  if (!limit || !used) return std::nullopt;
  return std::max(0.0, *limit - *used);
}

}  // namespace

std::optional<double> available_memory() {
  const auto kernel = kernel_available();
  const auto group = group_available();
  if (kernel && group) return std::min(*kernel, *group);
  return kernel ? kernel : group;
}

void resize_on_large_pages(Array& numbers, Eigen::Index n) {
  if (numbers.size() == n) return;
  numbers.resize(n);
#ifdef MADV_HUGEPAGE
  constexpr std::size_t large_page = std::size_t{1} << 21;
  const std::size_t bytes = sizeof(double) * static_cast<std::size_t>(n);
  if (bytes < 2 * large_page) return;
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(numbers.data()), inside = (begin + page - 1) / page * page;
  // where it is refused, small pages do
  (void)madvise(reinterpret_cast<void*>(inside), (begin + bytes - inside) / page * page, MADV_HUGEPAGE);
#endif
}

}  // namespace fokker
