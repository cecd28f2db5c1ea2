// SPDX-License-Identifier: MIT
#pragma once
#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "core/diagnostics.hpp"

namespace fokker::io {

/// Parses TOML text. What the parser would take in silence is added to `diagnostics`: numbers that underflow to 0,
/// nan and inf, deceptive characters.
/// @param name  stands for the text in places (kept in the nodes' source regions)
/// @throws Error{Fault::problem} with `name:line:col` if the text is no TOML, or nested more than 64 deep
toml::table parse_document(std::string_view text, const std::string& name, DiagnosticList& diagnostics);

/// `file:line:col` of a node or key; an override's place is its number alone; `fallback` where there is no source.
std::string place_of(const toml::source_region& source, const std::string& fallback);

/// A value as TOML text; whole numbers read the same with and without a point.
std::string value_text(const toml::node& node);

/// Prefix of the names of overrides, --set#1, --set#2, ...
inline constexpr std::string_view override_prefix = "--set#";

}  // namespace fokker::io
