// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

namespace fokker::app {

/// Writes results to standard output. A reader that went away (EPIPE) ends the printing, not the program.
void print(std::string_view text);
/// Writes everything else to standard error.
void tell(std::string_view text);
/// Flushes standard output. @returns the errno of the first write that failed, 0 if all is well
int finish_output();

}  // namespace fokker::app
