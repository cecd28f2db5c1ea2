#include "core/memory.hpp"

#include <algorithm>
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

}  // namespace fokker
