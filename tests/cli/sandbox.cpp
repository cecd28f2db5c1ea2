// SPDX-License-Identifier: MIT
#include "cli/sandbox.hpp"

#include <stdlib.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace cli {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "fokker-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder: " + name);
  return name;
}

}  // namespace

Sandbox::Sandbox() : root_(new_folder()), folder_(root_ / "here") { fs::create_directory(folder_); }

Sandbox::~Sandbox() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void Sandbox::write(const std::string& name, const std::string& text) const {
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

std::string Sandbox::read(const std::string& name) const { return read_text(folder_ / name); }

bool Sandbox::exists(const std::string& name) const { return fs::exists(fs::symlink_status(folder_ / name)); }

std::string Sandbox::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::string joined;
  for (const auto& name : names) joined += (joined.empty() ? "" : ", ") + name;
  return joined;
}

Outcome Sandbox::run(const std::string& line) const {
  const std::string script = "fokker() { '" FOKKER_COMMAND "' \"$@\"; }\ncd here\n" + line + "\n";
  std::ofstream(root_ / "line.sh") << script;
  const std::string shell =
      "cd '" + root_.string() + "' && FOKKER='" FOKKER_COMMAND "' exec /bin/bash line.sh >out 2>err </dev/null";
  const int status = std::system(shell.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, read_text(root_ / "out"), read_text(root_ / "err")};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool has_program(const std::string& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

const char* const small_problem = R"(schema = 1
title = "small"
[process]
kind = "brownian"
sigma = 0.5
[initial]
kind = "gaussian"
mean = 0.0
std = 0.3
[time]
end = 1.0
snapshots = 3
steps = 40
[[axis]]
name = "x"
min = -4.0
max = 4.0
cells = 128
[[reverse]]
name = "anderson"
[particles]
count = 2000
steps = 50
reverse = ["anderson"]
[verify]
particles = { tv_upper = 0.2 }
particles_reverse = { tv_upper = 0.2 }
)";

std::string small_problem_with(const std::string& from, const std::string& to) {
  std::string text = small_problem;
  const auto place = text.find(from);
  if (place == std::string::npos) throw std::invalid_argument("small_problem has no '" + from + "'");
  return text.replace(place, from.size(), to);
}

}  // namespace cli
