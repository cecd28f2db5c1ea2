// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

namespace fokker::app {

/// Refuses an output that is the file that is read, no regular file, or (unless `force`) there already.
/// @throws Error{Fault::file}
void check_new_file(const std::filesystem::path& output, const std::filesystem::path& input, bool force);

}  // namespace fokker::app
