// SPDX-License-Identifier: MIT
#include "fokker/verify/comparison.hpp"

namespace fokker {
namespace {

std::optional<Side> side_from(std::string_view text) {
  for (const auto& [kind, word] : EnumNames<SideKind>::all) {
    if (text == word) return Side{kind};
    if (text.starts_with(word) && text[word.size()] == '/')
      return Side{kind, std::string(text.substr(word.size() + 1))};
  }
  return std::nullopt;
}

}  // namespace

std::string text_of(const Side& side) {
  return std::string(name_of(side.kind)) + (side.name.empty() ? "" : "/" + side.name);
}

std::string text_of(const Compared& compared) { return text_of(compared.first) + "|" + text_of(compared.second); }

std::optional<Compared> compared_from(std::string_view text) {
  const auto bar = text.find('|');
  if (bar == text.npos) return std::nullopt;
  const auto first = side_from(text.substr(0, bar)), second = side_from(text.substr(bar + 1));
  return first && second ? std::optional(Compared{*first, *second}) : std::nullopt;
}

}  // namespace fokker
