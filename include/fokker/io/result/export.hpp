// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/io/hdf5/guard.hpp"
#include "fokker/study/result.hpp"

namespace fokker {

/// A dataset of OUT.h5 with the names of its dimensions.
struct Variable {
  /// Numbers or text.
  using Values = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;
  std::string group;                          ///< "" (the root), "forward", "reverse/anderson", ...
  std::string name;                           ///< "density"
  std::vector<std::string> dimensions;        ///< names of the coordinates, in the same group
  std::vector<std::size_t> extents;           ///< length of each dimension
  bool coordinate = false;                    ///< it is a dimension itself
  std::string path;                           ///< "forward/density"; of a coordinate of several groups the first
  std::shared_ptr<const Values> values = {};  ///< the last dimension fastest
  std::string long_name = {};                 ///< attribute; empty where it has none
  std::string units = {};                     ///< attribute; empty where it has none
};

/// Selection of the contents of OUT.h5.
struct ExportSelection {
  std::vector<std::string> names;  ///< datasets or groups, "forward/density", "verification"; empty: all but /mesh
  std::optional<double> time;      ///< of what has a dimension `time`, only the snapshot nearest to this
};

/// The chosen variables and their coordinates, in the order of the file.
/// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} if it is no whole fokker file,
///         Error{Fault::usage} for a name that is not in it (with those that are) or a time outside its snapshots
/// @param file       OUT.h5
/// @param selection  names and time
/// @param options    how the file is read
/// @return with values
std::vector<Variable> read_variables(const std::filesystem::path& file, const ExportSelection& selection,
                                     const ReadOptions& options = {});

/// The same of a result in memory: the variables that its file would have.
/// @param result     of a run
/// @param selection  names and time
/// @return as read_variables
/// @throws Error{Fault::usage} as read_variables
std::vector<Variable> result_variables(const Result& result, const ExportSelection& selection = {});

/// Variables of one group with the same dimensions.
struct CsvTable {
  std::string name;                   ///< group and dimensions, "reverse_anderson_time_x"
  std::vector<Variable> coordinates;  ///< one per dimension
  std::vector<Variable> columns;      ///< with values
};
/// One table per group and list of dimensions; coordinates are no tables of their own, but edges of cells are.
/// @param variables  with values
/// @return tables with at least one column
std::vector<CsvTable> csv_tables(const std::vector<Variable>& variables);

/// A header line, then one line per combination of coordinates, the last fastest: their values, then the columns'.
/// Numbers read back to the same bits; NaN, Inf and -Inf are written so.
/// @param table  coordinates and columns
/// @return lines that end with \n
std::string csv_text(const CsvTable& table);

/// A zip archive, uncompressed, of .npy files (float64, int64, unicode), for numpy.load: names are the paths in OUT.h5.
/// Source: numpy.lib.format version 1.0; PKWARE APPNOTE 6.3
/// @throws Error{Fault::file} beyond the 4 GiB that such an archive holds
/// @param variables  with values
/// @return the bytes of the archive
std::string npz_bytes(const std::vector<Variable>& variables);

/// Both write as a whole (temporary file, fsync, rename), in place of any file of that name.
/// @throws Error{Fault::file} with the path and the reason
/// @param file   path of the table
/// @param table  coordinates and columns
void write_csv(const std::filesystem::path& file, const CsvTable& table);
/// Writes npz_bytes; see write_csv.
/// @param file       path of the archive
/// @param variables  with values
/// @throws Error{Fault::file} as npz_bytes and write_csv
void write_npz(const std::filesystem::path& file, const std::vector<Variable>& variables);

}  // namespace fokker
