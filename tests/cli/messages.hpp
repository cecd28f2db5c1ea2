// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "cli/sandbox.hpp"

namespace cli {

/// Errors, notes and last words on standard error, one per line, with figures of the machine as N.
std::string messages_of(const Outcome& outcome);

/// Compares the messages of an outcome with their entry in messages.txt here; no message needs no entry. Where
/// FOKKER_REWRITE_MESSAGES is set (`./dev messages`), the entries of `test` are written anew instead.
/// @param test  name of the test, a section of the file
/// @param input  what was wrong, the name of the entry; once per test
void check_messages(const std::string& test, const std::string& input, const Outcome& outcome);

}  // namespace cli
