// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

#include "fokker/io/result/result.hpp"

namespace fokker {

/// XDMF 2 for the densities in an HDF5 file of this name in the same folder: a series in time of the grid's cells with
/// every density of one to three dimensions, by reference, named as in the file. In a moving frame the cells are where
/// they are in space. One dimension is shown as a strip. ParaView reads it with "XDMF Reader" (Xdmf3 readers do not
/// know hyperslabs). Source: XDMF Model and Format, https://www.xdmf.org
/// @param snapshots  densities of at most three dimensions
/// @param hdf5_name  file name without folder, "OUT.h5"
/// @return the text of the sidecar
std::string xdmf_text(const Result& snapshots, const std::string& hdf5_name);

/// Name of the sidecar of `output`: OUT.h5 has OUT.xdmf.
/// @param output  OUT.h5
/// @return a path in the same folder
std::filesystem::path xdmf_path(const std::filesystem::path& output);

/// Writes the sidecar of `output` as a whole (temporary file, fsync, rename); of more than three axes none.
/// @throws Error{Fault::file} with the path and the reason
/// @param output     OUT.h5
/// @param snapshots  the result in it
void write_xdmf(const std::filesystem::path& output, const Result& snapshots);

/// Refuses, before any computation, an output whose sidecar would take the place of something else: of the output
/// itself, or (unless `force`) of a file that is no sidecar of fokker's.
/// @throws Error{Fault::file}
/// @param output  OUT.h5
/// @param force   allow to replace a file of another program
void check_xdmf(const std::filesystem::path& output, bool force);

}  // namespace fokker
