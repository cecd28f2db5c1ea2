// SPDX-License-Identifier: MIT
#include "io/checkpoint/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "io/hash.hpp"

namespace fokker::io {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view check_member = ",\"check\":\"";

/// {..., "check": hash of all before it}
std::string line(const Json& record) {
  std::string text = record.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back();
  const std::string hash = hash_of(text);
  return text.append(check_member).append(hash).append("\"}\n");
}

bool is_whole(std::string_view text) {
  const auto end = text.rfind(check_member);
  return end != std::string_view::npos &&
         text.substr(end) == fmt::format("{}{}\"}}", check_member, hash_of(text.substr(0, end)));
}

void read_line(std::string_view text, Manifest& manifest) {
  if (!is_whole(text)) {
    ++manifest.damaged;
    return;
  }
  try {
    const Json record = Json::parse(text);
    if (record.contains("schema") && record["schema"].is_number_integer()) {
      manifest.run = RunRecord{record.at("schema"),       record.at("version"),
                               record.at("problem"),      record.value("fingerprint", Fingerprint()),
                               record.value("build", ""), record.value("changes", std::vector<std::string>())};
      return;
    }
    // a number with a fraction or an exponent need not fit into a whole one
    if (!record.at("bytes").is_number_unsigned() || !record.at("step").is_number_integer()) {
      ++manifest.damaged;
      return;
    }
    StateRecord state{record.at("file"),
                      record.at("bytes"),
                      record.at("xxh3"),
                      {record.at("stage"), record.at("step"), record.at("t"), record.at("finished")}};
    if (state_number(state.file))
      manifest.states.push_back(std::move(state));
    else
      ++manifest.damaged;
  } catch (const Json::exception&) {
    ++manifest.damaged;
  }
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  std::string text;
  if (manifest.run)
    text += line({{"schema", manifest.run->schema},
                  {"version", manifest.run->version},
                  {"problem", manifest.run->problem},
                  {"fingerprint", manifest.run->fingerprint},
                  {"build", manifest.run->build},
                  {"changes", manifest.run->changes}});
  for (const StateRecord& state : manifest.states)
    text += line({{"file", state.file},
                  {"bytes", state.bytes},
                  {"xxh3", state.hash},
                  {"stage", state.mark.stage},
                  {"step", state.mark.step},
                  {"t", state.mark.time},
                  {"finished", state.mark.finished}});
  return text;
}

Manifest parse_manifest(std::string_view text) {
  Manifest manifest;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) break;  // torn: this state was never acknowledged
    read_line(text.substr(0, end), manifest);
    text.remove_prefix(end + 1);
  }
  return manifest;
}

std::string state_name(std::uint64_t number) { return fmt::format("{:010}.h5", number); }

std::optional<std::uint64_t> state_number(std::string_view name) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || name != state_name(number)) return std::nullopt;
  return number;
}

}  // namespace fokker::io
