// SPDX-License-Identifier: MIT
#include "io/hdf5/image_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "fokker/core/error.hpp"
#include "io/hash.hpp"
#include "io/hdf5/seal.hpp"

namespace fokker::io {
namespace {

constexpr std::uint64_t step = std::uint64_t{1} << 20;

}  // namespace

ImageBytes::~ImageBytes() { std::free(data_); }

bool ImageBytes::grow(std::uint64_t end) {
  if (end > size_) {
    const std::uint64_t wanted = (end + step - 1) / step * step;
    void* const longer = std::realloc(data_, wanted);
    if (!longer) return false;
    data_ = static_cast<char*>(longer);
    size_ = wanted;
  }
  return true;
}

bool ImageBytes::write(std::uint64_t offset, std::string_view bytes, bool numbers) {
  const std::uint64_t end = offset + bytes.size();
  // what no write reaches is zero, but the memory behind rows stays untouched
  if (!grow(end)) return false;
  if (offset > end_) std::memset(data_ + end_, 0, offset - end_);
  end_ = std::max(end_, end);
  // HDF5 writes no row twice
  if (std::ranges::any_of(rows_, [&](const Row& row) { return offset < row.end && row.begin < end; })) return false;
  if (numbers && bytes.size() >= long_row && !target_.empty()) return write_row(offset, bytes);
  std::memcpy(data_ + offset, bytes.data(), bytes.size());
  return true;
}

bool ImageBytes::write_row(std::uint64_t offset, std::string_view bytes) {
  if (!file_) file_ = std::make_unique<WrittenFile>(target_);
  file_->write(offset, bytes);
  rows_.push_back({offset, offset + bytes.size(), hash_of(bytes)});
  return true;
}

void ImageBytes::read(std::uint64_t offset, char* to, std::size_t size) const {
  const std::uint64_t there = std::min<std::uint64_t>(size, end_ - std::min(offset, end_));
  if (there > 0) std::memcpy(to, data_ + offset, there);  // before the first write there is no memory
  std::memset(to + there, 0, size - there);
}

/// Bytes 28 to 35 of a version 2 superblock hold the end of the file as HDF5 sees it.
std::uint64_t ImageBytes::end_of_hdf5() const {
  std::uint64_t end = 0;
  if (end_ < 36) throw Error(Fault::internal, "an HDF5 file without a superblock");
  std::memcpy(&end, data_ + 28, sizeof end);
  return end;
}

std::string_view ImageBytes::sealed() {
  const std::uint64_t end = end_of_hdf5();
  if (!grow(std::max(end, end_) + seal_length)) throw std::bad_alloc();
  if (end > end_) std::memset(data_ + end_, 0, end - end_);
  if (!rows_.empty()) return {data_, end};  // commit() seals it
  const std::string seal = seal_of({data_, end});
  std::memcpy(data_ + end, seal.data(), seal.size());
  return {data_, end + seal.size()};
}

void ImageBytes::write_between_rows(std::uint64_t end) {
  std::ranges::sort(rows_, {}, &Row::begin);
  std::uint64_t at = 0;
  for (const Row& row : rows_) {
    file_->write(at, {data_ + at, row.begin - at});
    at = row.end;
  }
  file_->write(at, {data_ + at, end - at});
}

RunningHash ImageBytes::checked_hash(std::uint64_t end) {
  RunningHash whole, of_row;
  auto row = rows_.begin();
  std::uint64_t at = 0;
  const auto visit = [&](std::string_view piece) {
    whole.add(piece);
    while (!piece.empty()) {
      const bool in_row = row != rows_.end() && at >= row->begin;
      const std::uint64_t until = in_row ? row->end : row == rows_.end() ? end : row->begin;
      const std::string_view part = piece.substr(0, until - at);
      if (in_row)
        of_row.add(part);
      else if (part != std::string_view(data_ + at, part.size()))
        file_->fail(EIO);
      at += part.size();
      piece.remove_prefix(part.size());
      if (!in_row || at < row->end) continue;
      if (of_row.digits() != row->hash) file_->fail(EIO);
      of_row = RunningHash();
      ++row;
    }
  };
  file_->read(end, visit);
  return whole;
}

Commit ImageBytes::commit() {
  const std::string_view bytes = sealed();
  if (rows_.empty()) return {commit_file(target_, bytes), bytes.size(), hash_of(bytes)};
  const std::uint64_t end = bytes.size();
  write_between_rows(end);
  RunningHash hash = checked_hash(end);
  const std::string seal = seal_with(hash.digits());
  hash.add(seal);
  file_->write(end, seal);
  file_->sync();
  const std::string whole = hash.digits();
  file_->put_in_place([&](const std::filesystem::path& file) { return has_hash(file, whole); });
  return {file_->failure(), end + seal.size(), whole};
}

}  // namespace fokker::io
