#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/verify/evidence.hpp"
#include "fokker/verify/report.hpp"

namespace fokker {

/// Content of OUT.h5.
struct Snapshots {
  std::string title;
  std::string problem;  ///< resolved TOML
  Evidence evidence;
  Report report;
  std::vector<std::string> notes;  ///< what the user should know about this run
  std::string command = {};        ///< problem file and overrides as given; empty: not run by the command
  std::string build_changes = {};  ///< lines: where a run went on with another version or build; mostly empty
};

/// Writes OUT.h5 (layout: schema 1) as a whole: the HDF5 image is built in memory, written to a temporary file in
/// the same folder, fsynced and renamed, so that `file` is either the old one or the new one.
/// @throws Error{Fault::file} with the path and the reason
void write_snapshots(const std::filesystem::path& file, const Snapshots& snapshots);

/// Reads what write_snapshots wrote.
/// @throws Error{Fault::file} if it cannot be opened, Error{Fault::data} if it is no fokker file or is damaged
Snapshots read_snapshots(const std::filesystem::path& file);

/// Refuses, before any computation, an output that could not be written: a missing folder, one without write
/// permission, a directory, or an existing file that is not a fokker file (unless `force`).
/// @throws Error{Fault::file}
void check_output(const std::filesystem::path& file, bool force);

/// True if the file is an HDF5 file that ends with fokker's seal, or has the attribute fokker_schema where another
/// program has cut the seal off.
bool is_fokker_file(const std::filesystem::path& file);

}  // namespace fokker
