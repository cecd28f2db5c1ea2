// SPDX-License-Identifier: MIT
#include "io/safetensors.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace fokker::io {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_header = std::size_t{1} << 20, most_dimensions = 8;
constexpr int deepest = 4;
constexpr const char* legal = "a .safetensors file that is whole";

/// Brackets that are open at once outside of texts.
int nesting(std::string_view json) {
  int depth = 0, most = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      most = std::max(most, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return most;
}

std::vector<std::size_t> numbers_in(const std::string& name, const Json& tensor, const char* key) {
  const auto found = tensor.find(key);
  if (found == tensor.end() || !found->is_array() || found->size() > most_dimensions)
    refuse_array(name, fmt::format("no list '{}'", key), legal);
  std::vector<std::size_t> numbers;
  for (const Json& number : *found) {
    if (!number.is_number_unsigned()) refuse_array(name, fmt::format("'{}' has no sizes", key), legal);
    numbers.push_back(number.get<std::size_t>());
  }
  return numbers;
}

StoredArray tensor_of(const std::string& name, const Json& tensor, std::string_view data) {
  StoredArray array;
  if (!tensor.is_object() || !tensor.contains("dtype") || !tensor["dtype"].is_string())
    refuse_array(name, "no 'dtype'", legal);
  array.type = tensor["dtype"].get<std::string>();
  array.shape = numbers_in(name, tensor, "shape");
  const auto offsets = numbers_in(name, tensor, "data_offsets");
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size())
    refuse_array(name, "data beyond the end of the file", legal);
  if (array.type != "F32" && array.type != "F64") return array;
  array.kind = array.type == "F32" ? StoredArray::Kind::single_numbers : StoredArray::Kind::double_numbers;
  array.bytes = data.substr(offsets[0], offsets[1] - offsets[0]);
  element_count(name, array.shape, array.type == "F32" ? 4 : 8, array.bytes.size());
  return array;
}

void add_texts(const Json& metadata, StoredArrays& arrays) {
  if (!metadata.is_object()) refuse_array("__metadata__", "no table of texts", legal);
  for (const auto& [name, text] : metadata.items()) {
    if (!text.is_string()) refuse_array(name, "no text in __metadata__", legal);
    StoredArray array{StoredArray::Kind::texts, "text", {}, false, {}, {text.get<std::string>()}};
    if (!arrays.emplace(name, std::move(array)).second) refuse_array(name, "there twice", "one of a name");
  }
}

}  // namespace

StoredArrays parse_safetensors(std::string_view file) {
  if (file.size() < 8) refuse_array({}, "fewer than 8 bytes", legal);
  const auto length = number_at<std::uint64_t>(file, 0);
  if (length > longest_header || length > file.size() - 8)
    refuse_array({}, fmt::format("a header of {} bytes", length),
                 fmt::format("at most {}, within the file", longest_header));
  const std::string_view header = file.substr(8, length), data = file.substr(8 + length);
  if (nesting(header) > deepest)
    refuse_array({}, "a header that is nested too deeply", fmt::format("{} levels", deepest));
  const Json json = Json::parse(header, nullptr, false);
  if (!json.is_object()) refuse_array({}, "a header that is no JSON object", legal);
  StoredArrays arrays;
  std::size_t room = most_array_bytes;
  for (const auto& [name, tensor] : json.items()) {
    if (name == "__metadata__") {
      add_texts(tensor, arrays);
      continue;
    }
    StoredArray array = tensor_of(name, tensor, data);
    if (array.bytes.size() > room)
      refuse_array(name, "more data than in the file", fmt::format("at most {} bytes", most_array_bytes));
    room -= array.bytes.size();
    if (!arrays.emplace(name, std::move(array)).second) refuse_array(name, "there twice", "one of a name");
  }
  return arrays;
}

}  // namespace fokker::io
