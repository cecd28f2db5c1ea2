// SPDX-License-Identifier: MIT
// The file of a checkpoint is read once its length and hash are those of the manifest, so no damage reaches HDF5. This
// target gives the reader behind them whatever there is, and a run goes on from what it reads. Crashes within HDF5 end
// a child process: see hdf5.cpp.
#include <optional>

#include "app/child_guard.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "fuzz/targets.hpp"
#include "io/checkpoint/state_image.hpp"

namespace fokker::fuzz {
namespace {

constexpr std::size_t longest = 100000;

std::string stage_in(std::string_view bytes) {
  for (const char* stage : {"particles/reverse/anderson", "particles/forward", "reverse/anderson"})
    if (bytes.find(stage) != std::string_view::npos) return stage;
  return "forward";
}

/// A run of milliseconds, whose stage finds this state.
void go_on(const std::string& stage, State state) {
  static const ProblemFile problem = read_problem(FOKKER_SOURCE_DIR "/tests/fuzz/data/resumed.toml");
  Control control;
  control.threads = 1;
  control.states.last = [&](const std::string& wanted) {
    return wanted == stage ? std::optional(std::move(state)) : std::nullopt;
  };
  run(problem, {}, control);
}

}  // namespace

int fuzz_state(const std::uint8_t* bytes, std::size_t size) {
  if (size > longest) return -1;
  const std::string whole(text_of(bytes, size));
  const std::string stage = stage_in(whole);
  const auto read = [&] { return io::read_state(whole, "state.h5", stage); };
  reads([&] {
    app::read_in_child("state.h5", size, read);
    go_on(stage, read());
  });
  return 0;
}

}  // namespace fokker::fuzz
