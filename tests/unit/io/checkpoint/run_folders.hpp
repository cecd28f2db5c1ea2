// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <memory>

#include "fokker/io/checkpoint/run_folder.hpp"
#include "unit/io/toml/problems.hpp"

/// Runs and states for the tests of run folders.
namespace fokker::test {

/// A run into out.h5 of a folder of its own.
class Run {
 public:
  std::vector<std::string> notes;
  std::vector<double> pauses;

  std::filesystem::path output() const { return folder_ / "out.h5"; }
  std::filesystem::path file(const std::string& name) const { return folder_ / ("out.h5.run/" + name); }
  const Folder& folder() const { return folder_; }
  std::unique_ptr<RunFolder> open(bool resume, const std::string& text = smallest) {
    return std::make_unique<RunFolder>(
        output(), parse_file(text),
        RunFolderOptions{resume, [this](const std::string& note) { notes.push_back(note); },
                         [this](double seconds) { pauses.push_back(seconds); }});
  }
  /// Names of the states that are there, in order.
  std::vector<std::string> states() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(file("")))
      if (entry.path().extension() == ".h5") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  Folder folder_;
};

inline void keep(RunFolder& folder, const std::string& stage, double value, bool finished = false) {
  const Array row = Array::Constant(5, value);
  StateView view;
  view.add("row", row);
  view.add("rows", std::vector<Array>{});
  view.add("whole", std::vector<std::int64_t>{3});
  folder.keeper().keep({stage, static_cast<std::int64_t>(value), value, finished}, view);
}

/// The value that keep() was given, or 0 where there is no state.
inline double last(RunFolder& folder, const std::string& stage) {
  auto state = folder.keeper().last(stage);
  if (!state) return 0;
  const Array row = state->take_row("row");
  CHECK((row == row[0]).all());
  CHECK(row.size() == 5);
  CHECK(state->take_integers("whole", 1)[0] == 3);
  CHECK(state->take_rows("rows").empty());
  return row[0];
}

inline void flip(const std::filesystem::path& file, std::size_t bit) {
  std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
  stream.seekg(static_cast<std::streamoff>(bit / 8));
  const int byte = stream.get() ^ (1 << bit % 8);
  stream.seekp(static_cast<std::streamoff>(bit / 8));
  stream.put(static_cast<char>(byte));
}

}  // namespace fokker::test
