#pragma once
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker::io {

/// Runs `read` in a child process first. What it throws there counts for nothing: it will throw here, too.
/// @throws Error{Fault::data} if the child dies of a signal or takes longer than its time,
///         Error{Fault::resources} if no process can be started
void rehearse(const std::filesystem::path& file, std::size_t bytes, const std::function<void()>& read);

/// All bytes of a file that begins as HDF5 files do, and whose seal, if it has one, is whole.
/// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} if it is something else
std::string hdf5_bytes(const std::filesystem::path& file);

/// `read(bytes)` of an HDF5 file that may be damaged or made to do harm: HDF5 is known to crash on such files, so it
/// reads them in a child process first.
template <class Read>
auto read_guarded(const std::filesystem::path& file, const Read& read) {
  std::string bytes = hdf5_bytes(file);
  rehearse(file, bytes.size(), [&] { read(std::move(bytes)); });  // moved in the child, which has its own
  try {
    return read(std::move(bytes));
  } catch (const std::logic_error&) {  // lengths and indices that the standard library refuses
    throw Error(Fault::data, Diagnostic{file.string(), {}, "sizes that cannot be", "a file that is whole", {}});
  }
}

/// The same; every fault of the data has `file` as its place.
template <class Read>
auto read_named(const std::filesystem::path& file, const Read& read) {
  try {
    return read_guarded(file, read);
  } catch (const Error& error) {
    if (error.fault() != Fault::data) throw;
    auto diagnostics = error.diagnostics();
    for (auto& diagnostic : diagnostics)
      if (diagnostic.place.empty()) diagnostic.place = file.string();
    throw Error(Fault::data, diagnostics);
  }
}

}  // namespace fokker::io
