// SPDX-License-Identifier: MIT
#include "fuzz/targets.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace fokker::fuzz {
namespace {

namespace fs = std::filesystem;

/// In memory where the system has such a place for everyone.
class ScratchFolder {
 public:
  ScratchFolder() {
    for (const fs::path& root : {fs::path("/dev/shm"), fs::temp_directory_path()}) {
      std::string name = (root / "fokker-fuzz-XXXXXX").string();
      if (::mkdtemp(name.data()) == nullptr) continue;
      path = name;
      return;
    }
    throw std::runtime_error("no folder can be made in " + fs::temp_directory_path().string());
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

}  // namespace

std::string scratch_file(std::string_view bytes) {
  static const ScratchFolder folder;
  const fs::path file = folder.path / "input";
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file.string();
}

void require(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace fokker::fuzz
