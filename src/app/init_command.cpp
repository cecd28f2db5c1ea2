// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/commands.hpp"
#include "app/example_problems.hpp"
#include "app/output.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"

namespace fokker::app {
namespace {

Error failure(const std::filesystem::path& file, const std::string& advice = {}) {
  return {Fault::file, {file.string(), "", std::string("cannot be written: ") + strerror(errno), "", advice}};
}

void write_all(int descriptor, const std::filesystem::path& file, std::string_view rest) {
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw failure(file);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_file(const InitOptions& options, const std::string& text) {
  const int mode = O_WRONLY | O_CREAT | O_CLOEXEC | (options.force ? O_TRUNC : O_EXCL);
  const int descriptor = ::open(options.output.c_str(), mode, 0666);
  if (descriptor < 0) throw failure(options.output, errno == EEXIST ? "another name, or --force" : "");
  try {
    write_all(descriptor, options.output, text);
    if (::fsync(descriptor) != 0 && errno != EINVAL) throw failure(options.output);
  } catch (...) {
    ::close(descriptor);
    std::error_code ignored;
    std::filesystem::remove(options.output, ignored);  // half a file helps nobody
    throw;
  }
  if (::close(descriptor) != 0) throw failure(options.output);
}

void refuse_kind(const std::string& kind) {
  std::string legal;
  for (const auto& name : example_kinds()) legal += (legal.empty() ? "" : ", ") + name;
  const std::string nearest = nearest_name(kind, example_kinds());
  throw Error(Fault::usage, "unknown kind of process '" + kind + "'", legal,
              nearest.empty() ? "fokker list processes" : "fokker init " + nearest);
}

/// As a shell takes it for one word.
std::string shell_word(const std::string& text) {
  return text.find_first_of(" \t'\"\\$`&|;<>()*?#~!") == std::string::npos ? text : fmt::format("'{}'", text);
}

std::string commands_for_a_problem(const std::filesystem::path& file) {
  const std::string result = std::filesystem::path(file.filename()).replace_extension(".h5").string();
  const std::string figure = std::filesystem::path(file.filename()).replace_extension(".png").string();
  std::string text = fmt::format("written to {}; next:\n", file.string());
  const std::pair<std::string, const char*> lines[] = {
      {"check " + shell_word(file.string()), "estimate memory, file size and time"},
      {"run " + shell_word(file.string()), "solve, verify"},
      {fmt::format("plot {} -o {}", shell_word(result), shell_word(figure)), "draw the densities"}};
  for (const auto& [line, meaning] : lines) text += fmt::format("  fokker {:<36} # {}\n", line, meaning);
  return text;
}

}  // namespace

int init_command(const InitOptions& options) {
  const std::string kind = options.kind.empty() ? "custom" : options.kind;
  const auto& kinds = example_kinds();
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) refuse_kind(kind);
  const std::string text = example_problem(kind);
  if (options.output.empty()) {
    print(text);
    if (isatty(STDOUT_FILENO) != 0) tell("to keep it: fokker init " + kind + " my.toml\n");
    return 0;
  }
  write_file(options, text);
  tell(commands_for_a_problem(options.output));
  return 0;
}

}  // namespace fokker::app
