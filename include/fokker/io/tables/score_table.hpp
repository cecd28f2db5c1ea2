// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/io/hdf5/guard.hpp"
#include "fokker/score/table.hpp"

namespace fokker {

/// A score table and notes on it: what was converted, and where its nodes leave part of the box to the constant beyond
/// them.
struct ScoreFile {
  ScoreTable table;                ///< the score
  std::vector<std::string> notes;  ///< for the user
};

/// Reads a score table written by anyone: dataset `score` (time, axes, component), float64 or float32, in process time,
/// with the datasets `time` and one per axis as its dimension scales. An attribute `parameterization` of `score` names
/// what it holds in place of grad log p.
/// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} naming dataset, found and wanted
/// @param file     path of the HDF5 file
/// @param grid     whose axes the dimensions of `score` are named after
/// @param options  how the file is read
/// @return the table, with notes
ScoreFile read_score_table(const std::filesystem::path& file, const Grid& grid, const ReadOptions& options = {});

/// Writes a score on the score_nodes of the grid at increasing times in that layout, as a whole or not at all.
/// @throws Error{Fault::file} with the path and the reason
/// @param file   path of the HDF5 file
/// @param grid   whose score_nodes are used
/// @param score  any score
/// @param times  process times, increasing
void write_score_table(const std::filesystem::path& file, const Grid& grid, const Score& score,
                       const std::vector<double>& times);

}  // namespace fokker
