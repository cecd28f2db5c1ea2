// SPDX-License-Identifier: MIT
#include "app/resources.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "app/words.hpp"
#include "core/memory.hpp"
#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"

namespace fokker::app {
namespace {

/// " (about N x N)": cells per axis of a grid of which memory would hold `share`; nothing where cells are not what
/// takes the memory.
std::string fitting_cells(const Grid& grid, double share) {
  const double factor = std::pow(share, 1.0 / grid.dimension());
  std::string text;
  for (const Axis& axis : grid.axes()) {
    const double cells = std::floor(factor * static_cast<double>(axis.cells()));
    if (cells < 2) return {};
    text += fmt::format("{}{:.0f}", text.empty() ? "" : " x ", cells);
  }
  return " (about " + text + ")";
}

}  // namespace

double score_memory(double asked) {
  if (asked > 0) return asked;
  const auto available = available_memory();
  return available ? *available / 3 : std::numeric_limits<double>::infinity();
}

void check_resources(const Grid& grid, const Estimate& estimate, const std::filesystem::path& output) {
  if (const auto memory = available_memory(); memory && estimate.memory_bytes > *memory) {
    throw Error(Fault::resources, "the run needs about " + bytes_text(estimate.memory_bytes) + " of memory",
                "at most " + bytes_text(*memory) + " available",
                fmt::format("fewer cells{}, steps, snapshots or particles",
                            fitting_cells(grid, *memory / estimate.memory_bytes)));
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

void require_threads(int threads) {
  const int team = resolve_threads(threads);
  std::atomic<bool> done{false};
  std::vector<std::thread> started;
  std::string failure;
  std::exception_ptr other;
  try {
    started.reserve(static_cast<std::size_t>(team));
    for (int i = 1; i < team; ++i) started.emplace_back([&done] { done.wait(false); });
  } catch (const std::system_error& error) {
    failure =
        fmt::format("{} threads, of which the system starts {}: {}", team, 1 + started.size(), error.code().message());
  } catch (...) {
    other = std::current_exception();
  }
  done = true;
  done.notify_all();
  for (auto& thread : started) thread.join();
  if (other) std::rethrow_exception(other);
  if (!failure.empty()) throw Error(Fault::resources, failure, {}, "fewer --threads");
}

double expected_seconds(const Estimate& estimate, int threads) {
  constexpr double seconds_per_cell_step = 1.2e-7;
  constexpr double seconds_per_particle_step = 1.4e-8;
  // a line solve of one dimension runs on one thread; particles use all
  return estimate.cell_steps * seconds_per_cell_step + estimate.particle_steps * seconds_per_particle_step / threads;
}

}  // namespace fokker::app
