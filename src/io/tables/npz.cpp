// SPDX-License-Identifier: MIT
// Zip archives: PKWARE's APPNOTE 6.3.3, without encryption, several volumes and 64-bit sizes.
#include "io/tables/npz.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>

#include "core/text.hpp"

namespace fokker::io {
namespace {

constexpr std::size_t most_entries = 4096;
constexpr std::size_t largest_ratio = 1032;  ///< of deflate
constexpr const char* whole_archive = "a .npz file that is whole, of numpy.savez or savez_compressed";

/// One file of the archive, by the central directory.
struct ArchiveEntry {
  std::string name;
  unsigned flags, method;
  std::uint32_t checksum;
  std::size_t packed, size, header;
};

void require_inside(std::string_view archive, std::size_t begin, std::size_t length, const char* what) {
  if (begin > archive.size() || length > archive.size() - begin)
    refuse_array({}, fmt::format("{} beyond the end of the file", what), whole_archive);
}

/// The record that ends the archive; a comment may follow it.
std::size_t end_of_directory(std::string_view archive) {
  constexpr std::size_t length = 22, longest_comment = 65535;
  if (archive.size() >= length) {
    const std::size_t last = archive.size() - length;
    const std::size_t first = last > longest_comment ? last - longest_comment : 0;
    const auto found = archive.rfind("PK\x05\x06", last);
    if (found != std::string_view::npos && found >= first) return found;
  }
  refuse_array({}, "no zip archive", whole_archive);
}

ArchiveEntry read_entry(std::string_view archive, std::size_t& at) {
  constexpr std::size_t length = 46;
  require_inside(archive, at, length, "a directory entry");
  if (archive.substr(at, 4) != "PK\x01\x02") refuse_array({}, "a damaged directory", whole_archive);
  const std::size_t name = number_at<std::uint16_t>(archive, at + 28);
  const std::size_t rest = number_at<std::uint16_t>(archive, at + 30) + number_at<std::uint16_t>(archive, at + 32);
  require_inside(archive, at + length, name + rest, "a directory entry");
  ArchiveEntry entry{std::string(archive.substr(at + length, name)), number_at<std::uint16_t>(archive, at + 8),
                     number_at<std::uint16_t>(archive, at + 10),     number_at<std::uint32_t>(archive, at + 16),
                     number_at<std::uint32_t>(archive, at + 20),     number_at<std::uint32_t>(archive, at + 24),
                     number_at<std::uint32_t>(archive, at + 42)};
  at += length + name + rest;
  return entry;
}

/// What is refused before any byte is unpacked.
void require_readable(const ArchiveEntry& entry, std::size_t room) {
  if ((entry.flags & 1) != 0) refuse_array(entry.name, "encrypted", "an archive without a password");
  if (entry.method != 0 && entry.method != 8)
    refuse_array(entry.name, fmt::format("compression method {}", entry.method), "0 (stored) or 8 (deflated)");
  if (entry.size > room)
    refuse_array(entry.name, fmt::format("a size of {} bytes", entry.size),
                 fmt::format("at most {} in all arrays", most_array_bytes));
  const bool possible =
      entry.method == 0 ? entry.size == entry.packed : entry.size <= largest_ratio * (entry.packed + 1);
  if (!possible)
    refuse_array(entry.name, fmt::format("{} bytes from {} in the archive", entry.size, entry.packed), whole_archive);
}

std::string inflated(const ArchiveEntry& entry, std::string_view packed) {
  std::string bytes(entry.size + 1, '\0');  // one more shows content that goes on
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int status = inflate(&stream, Z_FINISH);
  const std::size_t size = stream.total_out;
  inflateEnd(&stream);
  if (status != Z_STREAM_END || size != entry.size) refuse_array(entry.name, "damaged compressed data", whole_archive);
  bytes.resize(size);
  return bytes;
}

std::string content(std::string_view archive, const ArchiveEntry& entry) {
  constexpr std::size_t length = 30;
  require_inside(archive, entry.header, length, "an entry");
  if (archive.substr(entry.header, 4) != "PK\x03\x04") refuse_array(entry.name, "a damaged entry", whole_archive);
  const std::size_t begin = entry.header + length + number_at<std::uint16_t>(archive, entry.header + 26) +
                            number_at<std::uint16_t>(archive, entry.header + 28);
  require_inside(archive, begin, entry.packed, "an entry");
  const std::string_view packed = archive.substr(begin, entry.packed);
  std::string bytes = entry.method == 0 ? std::string(packed) : inflated(entry, packed);
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  if (crc32(0, data, static_cast<uInt>(bytes.size())) != entry.checksum)
    refuse_array(entry.name, "another checksum than the directory has", whole_archive);
  return bytes;
}

}  // namespace

StoredArrays parse_npz(std::string_view archive) {
  const std::size_t end = end_of_directory(archive);
  const std::size_t count = number_at<std::uint16_t>(archive, end + 10);
  std::size_t at = number_at<std::uint32_t>(archive, end + 16);
  if (count > most_entries) refuse_array({}, fmt::format("{} arrays", count), fmt::format("at most {}", most_entries));
  StoredArrays arrays;
  std::size_t room = most_array_bytes;
  for (std::size_t k = 0; k < count; ++k) {
    ArchiveEntry entry = read_entry(archive, at);
    require_readable(entry, room);
    room -= entry.size;
    if (!entry.name.ends_with(".npy")) continue;
    const std::string bytes = content(archive, entry);
    entry.name.resize(entry.name.size() - 4);
    StoredArray array = parse_npy(entry.name, bytes);
    if (!arrays.emplace(entry.name, std::move(array)).second) refuse_array(entry.name, "there twice", "one of a name");
  }
  return arrays;
}

}  // namespace fokker::io
