// SPDX-License-Identifier: MIT
#include "app/new_file.hpp"

#include <system_error>

#include "fokker/core/error.hpp"

namespace fokker::app {

void check_new_file(const std::filesystem::path& output, const std::filesystem::path& input, bool force) {
  std::error_code failure;
  if (!std::filesystem::exists(output, failure)) return;
  const auto refuse = [&](const char* found, const char* advice) {
    throw Error(Fault::file, {output.string(), "", found, "", advice});
  };
  if (std::filesystem::equivalent(output, input, failure)) refuse("the output is the file to read", "another name");
  if (!std::filesystem::is_regular_file(output, failure)) refuse("not a regular file", "another name");
  if (!force) refuse("exists already", "another name, or --force");
}

}  // namespace fokker::app
