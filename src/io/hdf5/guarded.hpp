// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/io/hdf5/guard.hpp"

namespace fokker::io {

/// Has the guard look at a file. @throws Error{Fault::data} where it needs one and there is none, or what that throws
void guard(const std::filesystem::path& file, const std::string& bytes, const ReadOptions& options,
           const std::function<void()>& read);

/// All bytes of a file that begins as HDF5 files do, and whose seal, if it has one, is whole.
/// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} if it is something else
std::string hdf5_bytes(const std::filesystem::path& file);

/// `read(bytes)` of an HDF5 file that may be damaged or made to do harm, behind the guard of `options`.
template <class Read>
auto read_guarded(const std::filesystem::path& file, const ReadOptions& options, const Read& read) {
  std::string bytes = hdf5_bytes(file);
  guard(file, bytes, options, [&] { read(std::move(bytes)); });  // moved in the child, which has its own
  try {
    return read(std::move(bytes));
  } catch (const std::logic_error&) {  // lengths and indices that the standard library refuses
    throw Error(Fault::data, Diagnostic{file.string(), {}, "sizes that cannot be", "a complete file", {}});
  }
}

/// The same; every fault of the data has `file` as its place.
template <class Read>
auto read_named(const std::filesystem::path& file, const ReadOptions& options, const Read& read) {
  try {
    return read_guarded(file, options, read);
  } catch (const Error& error) {
    if (error.fault() != Fault::data) throw;
    auto diagnostics = error.diagnostics();
    for (auto& diagnostic : diagnostics)
      if (diagnostic.place.empty()) diagnostic.place = file.string();
    throw Error(Fault::data, diagnostics);
  }
}

}  // namespace fokker::io
