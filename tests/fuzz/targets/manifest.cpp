// SPDX-License-Identifier: MIT
#include "io/checkpoint/manifest.hpp"

#include <algorithm>

#include "fuzz/targets.hpp"
#include "io/hash.hpp"
#include "io/toml/physics_keys.hpp"

namespace fokker::fuzz {
namespace {

constexpr std::string_view check_member = ",\"check\":\"";

/// Every line with the checksum that it should have.
std::string sealed(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::string content(line.substr(0, line.rfind(check_member)));
    result += content + std::string(check_member) + io::hash_of(content) + "\"}\n";
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return result;
}

/// What it says is said again by the text that is written next.
void read(std::string_view text) {
  const io::Manifest manifest = io::parse_manifest(text);
  const std::string written = io::to_text(manifest);
  const io::Manifest again = io::parse_manifest(written);
  require(again.damaged == 0 && io::to_text(again) == written && again.states.size() == manifest.states.size(),
          "a manifest reads back");
  if (!manifest.run) return;
  reads([&] { io::physics_keys(manifest.run->problem); });
}

}  // namespace

int fuzz_manifest(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = text_of(bytes, size);
  read(text);
  read(sealed(text));
  return 0;
}

}  // namespace fokker::fuzz
