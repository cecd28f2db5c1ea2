// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "io/file.hpp"

namespace fokker::io {

/// A file that is written piece by piece under a name of its own in the folder of `target`, and becomes that one as a
/// whole. It goes where that does not happen. Once a call has failed, the others do nothing.
class WrittenFile {
 public:
  explicit WrittenFile(std::filesystem::path target);
  ~WrittenFile();
  WrittenFile(const WrittenFile&) = delete;
  WrittenFile& operator=(const WrittenFile&) = delete;

  /// Finds a full disk before the first byte, on some file systems later.
  void reserve(std::uint64_t bytes);
  void write(std::uint64_t offset, std::string_view bytes);
  /// Hands what is written to `visit` in pieces, in order, from the beginning to `end`; EIO where there is less.
  void read(std::uint64_t end, const std::function<void(std::string_view piece)>& visit);
  void sync();
  /// Where what was read is not what was written. @param error  an errno
  void fail(int error);
  /// Under its name at last: rename, then fsync of the folder. @param holds  asked after the file is closed
  void put_in_place(const std::function<bool(const std::filesystem::path& file)>& holds);

  const CommitFailure& failure() const { return failure_; }

 private:
  bool failed() const { return failure_.error != 0; }

  std::filesystem::path target_, path_;
  Descriptor descriptor_;
  CommitFailure failure_;
  bool keep_ = false;
};

}  // namespace fokker::io
