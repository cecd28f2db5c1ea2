// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace fokker::view {

/// Standard output of gnuplot for `input`. No shell, no files; the user's start-up file is not
/// read. @param program  its name or path
/// @throws Error{Fault::file} if it is missing or fails, with its message
std::string run_gnuplot(const std::string& input, const std::string& program = "gnuplot");

}  // namespace fokker::view
