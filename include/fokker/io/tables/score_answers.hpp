// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fokker/io/hdf5/guard.hpp"
#include "fokker/score/answers.hpp"
#include "fokker/score/parameterization.hpp"

namespace fokker {

/// Answers and what their file states about them.
struct AnswersFile {
  ScoreAnswers answers;                                   ///< queries and values
  std::optional<Parameterization> parameterization = {};  ///< as the file states it; empty: not stated
  std::vector<std::string> notes = {};                    ///< for the user
};

/// Writes queries as a whole or not at all: a group query_N for each, with `time` and `x` (point, component). Whoever
/// answers adds `score` (time, point, component) to each group, float64 or float32, and may add the attribute
/// `parameterization` to the root.
/// @throws Error{Fault::file} with the path and the reason
/// @param file     path of the HDF5 file
/// @param queries  of a QueryRecorder
void write_queries(const std::filesystem::path& file, const std::vector<ScoreQuery>& queries);

/// Writes queries with their answers.
/// @throws Error{Fault::file} with the path and the reason
/// @param file     path of the HDF5 file
/// @param answers  with values
void write_answers(const std::filesystem::path& file, const AnswersFile& answers);

/// Reads what write_queries wrote with the answers added, for a grid of `dimension` axes.
/// @throws Error{Fault::file} if it cannot be read, Error{Fault::data} naming dataset, found and wanted
/// @param file       path of the HDF5 file
/// @param dimension  number of coordinates, d
/// @param options    how the file is read
/// @return queries with a value at each time and point
AnswersFile read_answers(const std::filesystem::path& file, int dimension, const ReadOptions& options = {});

}  // namespace fokker
