// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

namespace fokker::io {

/// The keys of a resolved problem that its densities and particles depend on, dotted as in --set, with their values as
/// TOML: everything but `title`, [verify] and forward.max_leak.
/// @throws Error{Fault::problem} if the text is no TOML
std::map<std::string, std::string> physics_keys(const std::string& resolved);

}  // namespace fokker::io
