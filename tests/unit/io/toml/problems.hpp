// SPDX-License-Identifier: MIT
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "text.hpp"

/// Problem files for the tests of io.
namespace fokker::test {

inline const std::string smallest = R"(schema = 1
[process]
kind = "brownian"
[initial]
kind = "gaussian"
mean = 0.0
std = 0.5
[time]
end = 1.0
[[axis]]
name = "x"
min = -6.0
max = 6.0
cells = 64
)";

/// `text` with the first `from` replaced by `to`; it must be there. (Used before main too, where doctest cannot check.)
inline std::string edited(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("no '" + from + "' in the text to edit");
  return text.replace(at, from.size(), to);
}

inline ProblemFile parse_file(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return parse_problem(text, "p.toml", FOKKER_SOURCE_DIR "/data", overrides, ReadOptions{.trust = true});
}

/// The problem, and what the file adds to it.
struct ParsedProblem : Problem {
  explicit ParsedProblem(const ProblemFile& file)
      : Problem(*file.problem), notes(file.notes), inputs(file.inputs), formulas(file.formulas) {}
  std::vector<std::string> notes;
  std::vector<std::filesystem::path> inputs;
  std::map<std::string, FormulaReading> formulas;
};
inline ParsedProblem parse(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return ParsedProblem(parse_file(text, overrides));
}

/// The error that the text must raise.
inline Error refusal(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    parse(text, overrides);
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was refused in:\n" << text);
  return Error(Fault::internal, "unreachable");
}

/// The smallest problem with another process or law.
inline std::string with_process(const std::string& process) { return edited(smallest, "kind = \"brownian\"", process); }
inline std::string with_law(const std::string& law) {
  return edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5", law);
}

/// The text must be refused as a fault of the problem, in one message that begins with `place` and holds `parts`.
inline void check_refused(const std::string& text, const std::string& place, const std::vector<std::string>& parts) {
  const Error error = refusal(text);
  CHECK(error.fault() == Fault::problem);
  REQUIRE_MESSAGE(error.diagnostics().size() == 1, error.what());
  const std::string message = to_text(error.diagnostics().front());
  CHECK_MESSAGE(message.starts_with(place + ": error: "), message << "\nshould begin with " << place);
  for (const auto& part : parts) CHECK_MESSAGE(contains(message, part), message << "\nlacks " << part);
}

/// A folder that is empty at first and gone at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "fokker-io-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  std::string read(const std::string& name) const {
    std::ifstream stream(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

/// The error that a call must raise.
template <class Call>
Error error_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return Error(Fault::internal, "unreachable");
}

}  // namespace fokker::test
