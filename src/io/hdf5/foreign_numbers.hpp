// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "io/hdf5/guarded.hpp"
#include "io/hdf5/read.hpp"

namespace fokker::io {

/// An HDF5 file that anyone may have written.
struct ForeignFile {
  /// @param file  its name, for messages
  /// @throws Error{Fault::data} if the bytes are no HDF5 file
  ForeignFile(std::string bytes, const std::filesystem::path& file);

  /// Dataset of 32 or 64 bit numbers, of either byte order, all of which are in the file: contiguous, compact, or in
  /// chunks behind filters of HDF5 itself.
  /// @throws Error{Fault::data} naming it and what was found, before its numbers take any memory
  Location numbers(const Location& group, const std::string& name);
  /// Group that a path of names leads to, and the last name.
  std::pair<Location, std::string> parent(const std::string& path) const;

  Hdf5Session session;
  ReadImage image;
  std::vector<std::string> notes;  ///< conversions that were made
};

/// Numbers of a block of a dataset, last dimension fastest.
Array read_block(const Location& dataset, const Extents& start, const Extents& count);
/// Refuses the first number that is not `legal`, with its index in the dataset.
void require_each(const Location& dataset, const Array& block, const Extents& start, const Extents& count,
                  const std::function<bool(double)>& is_legal, const std::string& legal);

/// Finite numbers in one increasing row.
Array read_coordinates(ForeignFile& file, const Location& group, const std::string& name);
/// Names of the dimension scales of one dimension, without those of its own group's path.
std::string scale_names(const Location& dataset, unsigned dimension);
bool has_scale(const Location& dataset, const Location& scale, unsigned dimension);

/// read_named of a foreign file.
template <class Read>
auto read_foreign(const std::filesystem::path& file, const ReadOptions& options, const Read& read) {
  return read_named(file, options, [&](std::string bytes) {
    ForeignFile foreign(std::move(bytes), file);
    return read(foreign);
  });
}

}  // namespace fokker::io
