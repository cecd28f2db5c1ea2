// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>

namespace fokker {

/// HDF5 crashes on some damaged files and on files made to harm it. A guard runs `read`, which reads the file, where
/// that does no harm to the program: in a child process. The file is read again in this process once the guard returns.
/// @param bytes  size of the file
/// @throws Error to refuse the file
using ReadGuard =
    std::function<void(const std::filesystem::path& file, std::size_t bytes, const std::function<void()>& read)>;

/// How HDF5 files are read. A file that ends with fokker's checksum, and has it, is as it was written. Others are read
/// behind a guard, or where they are trusted.
struct ReadOptions {
  ReadGuard guard = {};  ///< where there is one, every file is read behind it
  bool trust = false;    ///< read files without a checksum even where there is no guard
};

/// Calls `work` while no thread of the library is in HDF5: a child process that is made there may read.
/// @param work  called once, in this thread
void outside_hdf5(const std::function<void()>& work);
/// Ends HDF5 in this process; for a child, before it exits.
void close_hdf5();

}  // namespace fokker
