// SPDX-License-Identifier: MIT
// .npz: a zip archive with one .npy file per array, stored as it is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <boost/endian/conversion.hpp>
#include <cstring>
#include <limits>
#include <set>

#include "fokker/core/error.hpp"
#include "fokker/io/result/export.hpp"

namespace fokker {
namespace {

template <class Number>
void append(std::string& bytes, Number number) {
  boost::endian::native_to_little_inplace(number);
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Code points of UTF-8 text; what is none becomes U+FFFD.
std::u32string code_points(const std::string& text) {
  std::u32string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    const int more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) > text.size()) {
      result += U'\uFFFD';
      continue;
    }
    char32_t point = more == 0 ? lead : lead & (0x3Fu >> more);
    for (int k = 0; k < more; ++k) point = point << 6 | (static_cast<unsigned char>(text[i++]) & 0x3F);
    result += point;
  }
  return result;
}

struct Payload {
  std::string type;
  std::string bytes;
};

Payload payload(const std::vector<double>& values) {
  Payload result{"<f8", {}};
  result.bytes.reserve(8 * values.size());
  for (const double value : values) append(result.bytes, std::bit_cast<std::uint64_t>(value));
  return result;
}

Payload payload(const std::vector<std::int64_t>& values) {
  Payload result{"<i8", {}};
  for (const std::int64_t value : values) append(result.bytes, value);
  return result;
}

Payload payload(const std::vector<std::string>& values) {
  std::vector<std::u32string> texts;
  std::size_t longest = 1;
  for (const auto& value : values) longest = std::max(longest, texts.emplace_back(code_points(value)).size());
  Payload result{fmt::format("<U{}", longest), {}};
  for (auto& text : texts) {
    text.resize(longest, U'\0');
    for (const char32_t point : text) append(result.bytes, static_cast<std::uint32_t>(point));
  }
  return result;
}

std::string npy(const Variable& variable) {
  const Payload data = std::visit([](const auto& values) { return payload(values); }, *variable.values);
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({},), }}", data.type,
                                   fmt::join(variable.extents, ", "));
  if (variable.extents.empty())
    header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': (), }}", data.type);
  constexpr std::size_t before = 10;  // the header ends at a multiple of 64
  header.append(63 - (before + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  append(bytes, static_cast<std::uint16_t>(header.size()));
  return bytes + header + data.bytes;
}

struct Entry {
  std::string name;
  std::uint32_t checksum, size, offset;
};

/// Common part of local and central headers: version 2.0, names in UTF-8, stored, 1 January 1980.
void append_fields(std::string& bytes, const Entry& entry) {
  for (const int field : {20, 0x0800, 0, 0, 0x0021}) append(bytes, static_cast<std::uint16_t>(field));
  for (const std::uint32_t field : {entry.checksum, entry.size, entry.size}) append(bytes, field);
  append(bytes, static_cast<std::uint16_t>(entry.name.size()));
  append(bytes, std::uint16_t{0});
}

void append_directory(std::string& archive, const std::vector<Entry>& entries) {
  const auto begin = static_cast<std::uint32_t>(archive.size());
  for (const Entry& entry : entries) {
    append(archive, std::uint32_t{0x02014B50});
    append(archive, std::uint16_t{20});
    append_fields(archive, entry);
    for (int k = 0; k < 3; ++k) append(archive, std::uint16_t{0});
    append(archive, std::uint32_t{0});
    append(archive, entry.offset);
    archive += entry.name;
  }
  const auto size = static_cast<std::uint32_t>(archive.size() - begin);
  append(archive, std::uint32_t{0x06054B50});
  append(archive, std::uint32_t{0});
  for (int k = 0; k < 2; ++k) append(archive, static_cast<std::uint16_t>(entries.size()));
  append(archive, size);
  append(archive, begin);
  append(archive, std::uint16_t{0});
}

}  // namespace

std::string npz_bytes(const std::vector<Variable>& variables) {
  std::string archive;
  std::vector<Entry> entries;
  std::set<std::string> done;  // coordinates stand in several groups
  for (const Variable& variable : variables) {
    if (!done.insert(variable.path).second) continue;
    const std::string bytes = npy(variable);
    if (archive.size() + bytes.size() > std::numeric_limits<std::uint32_t>::max() - (1u << 20))
      throw Error(Fault::file, "more than 4 GiB for one .npz", {}, "--dataset or --time, to take a part");
    boost::crc_32_type checksum;
    checksum.process_bytes(bytes.data(), bytes.size());
    entries.push_back({variable.path + ".npy", static_cast<std::uint32_t>(checksum.checksum()),
                       static_cast<std::uint32_t>(bytes.size()), static_cast<std::uint32_t>(archive.size())});
    append(archive, std::uint32_t{0x04034B50});
    append_fields(archive, entries.back());
    archive += entries.back().name;
    archive += bytes;
  }
  append_directory(archive, entries);
  return archive;
}

}  // namespace fokker
