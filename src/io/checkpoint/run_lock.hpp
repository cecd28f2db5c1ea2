// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <memory>

#include "io/file.hpp"

namespace fokker::io {

/// Holds a folder for one process: flock on the file .lock in it, which names the process. Ends with the object or the
/// process.
class RunLock {
 public:
  /// Creates the folder where it is missing.
  /// @throws Error{Fault::file} if another process holds it (then it is named), or it cannot be created
  explicit RunLock(const std::filesystem::path& folder);

 private:
  std::unique_ptr<Descriptor> file_;
};

inline constexpr const char* lock_name = ".lock";

}  // namespace fokker::io
