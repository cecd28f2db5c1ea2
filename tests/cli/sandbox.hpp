// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace cli {

/// What a command left behind: exit code, standard output, standard error.
struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

/// An empty folder in which the real command runs; gone with the object.
class Sandbox {
 public:
  Sandbox();
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool exists(const std::string& name) const;
  /// Names of all entries, in order, with ", " between them.
  std::string files() const;
  /// Runs a shell line in the folder, with standard input closed; `fokker` is the built command.
  Outcome run(const std::string& line) const;

 private:
  std::filesystem::path root_;
  std::filesystem::path folder_;
};

bool contains(const std::string& text, const std::string& part);

/// A result of schema 1: two axes, with paths.
inline const std::string fixture = FOKKER_SOURCE_DIR "/tests/unit/io/data/schema1.h5";

/// True if the program can be found; tests of foreign readers need theirs.
bool has_program(const std::string& name);

/// A problem that takes a fraction of a second and passes: Brownian motion on 128 cells with 2000 particles.
extern const char* const small_problem;

/// `small_problem` with `from` replaced by `to`; `from` must occur.
std::string small_problem_with(const std::string& from, const std::string& to);

}  // namespace cli
