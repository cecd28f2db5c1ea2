// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "fokker/io/hdf5/guard.hpp"
#include "fokker/study/result.hpp"

namespace fokker {

/// Writes OUT.h5 (layout: schema 1) as a whole: the HDF5 image is built in memory, written to a temporary file in
/// the same folder, fsynced and renamed, so that `file` is either the old one or the new one.
/// @throws Error{Fault::file} with the path and the reason
/// @param file    path of OUT.h5
/// @param result  of a run
void write_result(const std::filesystem::path& file, const Result& result);

/// Reads what write_result wrote.
/// @throws Error{Fault::file} if it cannot be opened, Error{Fault::data} if it is no fokker file or is damaged
/// @param file     OUT.h5
/// @param options  how the file is read
/// @return the same result, bit by bit
Result read_result(const std::filesystem::path& file, const ReadOptions& options = {});

/// The problem of a result as text: its problem file, or, where it was never text, the fields of its fingerprint as
/// lines `field = value`.
/// @param result  of a run
/// @return TOML, or lines of a fingerprint
std::string problem_text(const Result& result);

/// Refuses, before any computation, an output that could not be written: a missing folder, one without write
/// permission, a directory, or an existing file that is not a fokker file (unless `force`).
/// @throws Error{Fault::file}
/// @param file     path of OUT.h5
/// @param force    allow to replace a file of another program
/// @param options  how an existing file is read
void check_output(const std::filesystem::path& file, bool force, const ReadOptions& options = {});

/// True if the file is an HDF5 file that ends with fokker's seal, or has the attribute fokker_schema where another
/// program has cut the seal off.
/// @param file     any path
/// @param options  how the file is read
/// @return false also where it cannot be read
bool is_fokker_file(const std::filesystem::path& file, const ReadOptions& options = {});

}  // namespace fokker
