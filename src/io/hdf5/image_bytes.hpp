// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/hash.hpp"
#include "io/written_file.hpp"

namespace fokker::io {

/// A file that has been written.
struct Commit {
  CommitFailure failure;
  std::uint64_t bytes = 0;
  std::string hash;
};

/// The bytes of an HDF5 file that is made: in memory, but for long rows of numbers where it has a target; these go
/// straight into the new file. A failure of that file shows at the end alone: HDF5 itself does not go on well after
/// one.
class ImageBytes {
 public:
  /// Rows of so many bytes and more are long.
  static constexpr std::size_t long_row = std::size_t{1} << 20;

  /// @param target  empty: all in memory
  explicit ImageBytes(std::filesystem::path target) : target_(std::move(target)) {}
  ~ImageBytes();
  ImageBytes(const ImageBytes&) = delete;
  ImageBytes& operator=(const ImageBytes&) = delete;

  /// False where there is no memory for them.
  bool write(std::uint64_t offset, std::string_view bytes, bool numbers);
  void read(std::uint64_t offset, char* to, std::size_t size) const;
  std::uint64_t end() const { return end_; }
  /// Those that HDF5 counts to the file, of one without rows with its seal.
  /// @throws std::bad_alloc
  std::string_view sealed();
  /// Puts the whole with its seal under the name of the target.
  Commit commit();

 private:
  /// A long row, in the file.
  struct Row {
    std::uint64_t begin, end;
    std::string hash;
  };
  bool grow(std::uint64_t end);
  bool write_row(std::uint64_t offset, std::string_view bytes);
  std::uint64_t end_of_hdf5() const;
  void write_between_rows(std::uint64_t end);
  /// Hash of the file, whose pieces are compared with what was to be written.
  RunningHash checked_hash(std::uint64_t end);

  std::filesystem::path target_;
  char* data_ = nullptr;  ///< what lies in rows is of no value
  std::uint64_t size_ = 0, end_ = 0;
  std::unique_ptr<WrittenFile> file_;  ///< of rows
  std::vector<Row> rows_;
};

}  // namespace fokker::io
