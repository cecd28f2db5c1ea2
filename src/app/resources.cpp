#include "app/resources.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <system_error>

#include "app/words.hpp"
#include "fokker/core/error.hpp"

namespace fokker::app {
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

double score_memory(double asked) {
  if (asked > 0) return asked;
  const auto available = available_memory();
  return available ? *available / 3 : std::numeric_limits<double>::infinity();
}

void check_resources(const Estimate& estimate, const std::filesystem::path& output) {
  if (const auto memory = available_memory(); memory && estimate.memory_bytes > *memory) {
    throw Error(Fault::resources, "the run needs about " + bytes_text(estimate.memory_bytes) + " of memory",
                "at most " + bytes_text(*memory) + " available", "fewer cells, steps, snapshots or particles");
  }
  const auto folder = output.has_parent_path() ? output.parent_path() : std::filesystem::path(".");
  std::error_code failure;
  const auto space = std::filesystem::space(folder, failure);
  const double wanted = estimate.file_bytes + estimate.run_bytes;
  if (!failure && wanted > static_cast<double>(space.available)) {
    throw Error(Fault::resources, "the output and its checkpoints take about " + bytes_text(wanted),
                "at most " + bytes_text(static_cast<double>(space.available)) + " free in " + folder.string(),
                "another folder (-o), fewer cells or snapshots");
  }
}

double expected_seconds(const Estimate& estimate, int threads) {
  constexpr double seconds_per_cell_step = 1.2e-7;
  constexpr double seconds_per_particle_step = 2.1e-8;
  // a line solve of one dimension runs on one thread; particles use all
  return estimate.cell_steps * seconds_per_cell_step + estimate.particle_steps * seconds_per_particle_step / threads;
}

}  // namespace fokker::app
