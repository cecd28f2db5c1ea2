// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fokker {

/// The values of an enum with their names in problem files and results: `all` is defined beside each enum.
template <class Enum>
struct EnumNames;

/// Values of an enum with their names.
template <class Enum, std::size_t size>
using NameList = std::array<std::pair<Enum, std::string_view>, size>;

/// Name of a value; empty if it has none.
/// @param value  of an enum with EnumNames
/// @return as in problem files, "sdirk2"
template <class Enum>
constexpr std::string_view name_of(Enum value) {
  for (const auto& [known, name] : EnumNames<Enum>::all)
    if (known == value) return name;
  return {};
}

/// Value of a name.
/// @param wanted  as in problem files, letter case counts
/// @return empty where no value has the name
template <class Enum>
constexpr std::optional<Enum> from_name(std::string_view wanted) {
  for (const auto& [value, name] : EnumNames<Enum>::all)
    if (name == wanted) return value;
  return std::nullopt;
}

/// Text about one method in lists and the key reference: an entry of a catalogue.
template <class Enum>
struct MethodEntry {
  Enum method;          ///< value of the enum
  std::string meaning;  ///< one line for lists
  std::string source;   ///< reference
  /// Name of the method in problem files. @return as name_of(method)
  std::string name() const { return std::string(name_of(method)); }
};

}  // namespace fokker
