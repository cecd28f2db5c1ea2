// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "fokker/process/catalogue.hpp"

namespace fokker::app {

/// "theta = 1: rate of the pull towards mu (number, list per axis, or matrix)"
std::string key_text(const KeyEntry& key);

/// Text of `fokker list keys`.
std::string keys_text();
/// The same as Markdown: the page src/io/keys.md.
std::string keys_markdown();

}  // namespace fokker::app
