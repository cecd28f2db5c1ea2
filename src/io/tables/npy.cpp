// SPDX-License-Identifier: MIT
// .npy: NEP 1 of numpy. The header is a Python literal with the keys descr, fortran_order and shape.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/text.hpp"
#include "io/tables/npz.hpp"

namespace fokker::io {
namespace {

constexpr std::size_t longest_header = 4096, most_dimensions = 8, widest_text = 4096;
constexpr const char* legal_header = "{'descr': '<f4', 'fortran_order': False, 'shape': (64, 5), } and the like";

/// Takes the header apart; every step is refused where the text goes on otherwise.
class HeaderReader {
 public:
  HeaderReader(const std::string& name, std::string_view text) : name_(name), rest_(text) {}

  StoredArray read() {
    StoredArray array;
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr")
        array.type = quoted();
      else if (key == "fortran_order")
        array.first_index_fastest = truth();
      else if (key == "shape")
        array.shape = extents();
      else
        refuse();
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skip();
    if (!rest_.empty() || array.type.empty()) refuse();
    return array;
  }

 private:
  [[noreturn]] void refuse() const { refuse_array(name_, "a .npy header that cannot be read", legal_header); }
  void skip() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n')) rest_.remove_prefix(1);
  }
  bool accept(char wanted) {
    skip();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!accept(wanted)) refuse();
  }
  std::string quoted() {
    skip();
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) refuse();
    const auto end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) refuse();
    std::string text(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return text;
  }
  bool truth() {
    skip();
    for (const auto& [word, value] : {std::pair<std::string_view, bool>{"True", true}, {"False", false}})
      if (rest_.starts_with(word)) {
        rest_.remove_prefix(word.size());
        return value;
      }
    refuse();
  }
  std::vector<std::size_t> extents() {
    std::vector<std::size_t> shape;
    expect('(');
    while (!accept(')')) {
      skip();
      std::size_t extent = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
      if (error != std::errc() || shape.size() == most_dimensions) refuse();
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      shape.push_back(extent);
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return shape;
  }

  const std::string& name_;
  std::string_view rest_;
};

/// Characters of "<U12" or "|S12"; empty for other types.
std::optional<std::size_t> text_length(std::string_view type) {
  if (!type.starts_with("<U") && !type.starts_with("|S")) return std::nullopt;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(type.data() + 2, type.data() + type.size(), length);
  if (error != std::errc() || end != type.data() + type.size() || length > widest_text) return std::nullopt;
  return length;
}

/// Fixed-width texts, filled up with zeros; characters beyond ASCII become '?'.
std::vector<std::string> texts_of(const StoredArray& array, std::size_t length, std::string_view data,
                                  std::size_t count) {
  const std::size_t width = array.type[1] == 'U' ? 4 : 1;
  std::vector<std::string> texts(count);
  for (std::size_t i = 0; i < count * length; ++i) {
    const std::uint32_t point =
        width == 4 ? number_at<std::uint32_t>(data, 4 * i) : static_cast<unsigned char>(data[i]);
    texts[i / length] += point < 128 ? static_cast<char>(point) : '?';
  }
  for (std::string& text : texts) text.resize(text.find_last_not_of('\0') + 1);
  return texts;
}

}  // namespace

StoredArray parse_npy(const std::string& name, std::string_view bytes) {
  if (bytes.size() < 12 || !bytes.starts_with("\x93NUMPY"))
    refuse_array(name, "no .npy file", "an array as numpy writes it");
  const int version = bytes[6];
  if (version < 1 || version > 3) refuse_array(name, fmt::format("version {} of .npy", version), "1 to 3");
  const std::size_t begin = version == 1 ? 10 : 12;
  const std::size_t length = version == 1 ? number_at<std::uint16_t>(bytes, 8) : number_at<std::uint32_t>(bytes, 8);
  if (length > longest_header || length > bytes.size() - begin)
    refuse_array(name, fmt::format("a header of {} bytes", length), fmt::format("at most {}", longest_header));
  StoredArray array = HeaderReader(name, bytes.substr(begin, length)).read();
  const std::string_view data = bytes.substr(begin + length);
  if (const auto characters = text_length(array.type); characters && *characters > 0) {
    const std::size_t width = (array.type[1] == 'U' ? 4 : 1) * *characters;
    array.texts = texts_of(array, *characters, data, element_count(name, array.shape, width, data.size()));
    array.kind = StoredArray::Kind::texts;
  } else if (array.type == "<f4" || array.type == "<f8") {
    array.kind = array.type == "<f4" ? StoredArray::Kind::single_numbers : StoredArray::Kind::double_numbers;
    element_count(name, array.shape, array.type == "<f4" ? 4 : 8, data.size());
    array.bytes = data;
  }
  return array;
}

}  // namespace fokker::io
