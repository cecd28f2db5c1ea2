// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/io/hdf5/guard.hpp"

namespace fokker::app {

/// A ReadGuard: runs `read` in a child process. What it throws there counts for nothing: it will throw here, too.
/// @throws Error{Fault::data} if the child dies of a signal or takes longer than its time,
///         Error{Fault::resources} if no process can be started
void read_in_child(const std::filesystem::path& file, std::size_t bytes, const std::function<void()>& read);

/// How the command reads HDF5 files.
inline ReadOptions guarded() { return {read_in_child}; }

}  // namespace fokker::app
