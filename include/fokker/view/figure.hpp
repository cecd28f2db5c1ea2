// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/io/result/result.hpp"

namespace fokker {

/// A figure of the catalogue.
struct FigureContent {
  std::string name;   ///< "density", "score", "difference", "errors", "paths", "current", ...
  std::string shows;  ///< in a few words
};

/// File format of a figure.
enum class FigureFormat { png, svg, pdf, gif };

/// Content of a figure.
struct FigureOptions {
  std::string content = "density";  ///< name of a figure, see figure_contents
  std::vector<double> times = {};   ///< the nearest snapshots are shown; empty: a readable choice
  int width = 0;                    ///< pixels; 0: as large as the panels need
  int height = 0;                   ///< as width
  bool log = false;                 ///< densities on a logarithmic scale
};

/// The catalogue, in its order.
/// @return names and meanings
std::vector<FigureContent> figure_contents();
/// The name, where there is such a figure. @throws Error{Fault::usage} with the nearest name
/// @param name  of a figure
/// @return the same name
std::string figure_content(const std::string& name);
/// The format that the ending of a file's name asks for: .png, .svg, .pdf or .gif.
/// @throws Error{Fault::usage}
/// @param file  path of the figure; letter case of the ending does not count
/// @return one of four
FigureFormat figure_format(const std::filesystem::path& file);

/// Indices of the snapshots to show, increasing: the nearest to the wanted times, or about `most` (at least 2) in equal
/// strides where that is possible, first and last included.
/// @throws Error{Fault::usage} for a time outside the snapshots
/// @param times   of the snapshots
/// @param wanted  empty: a readable choice
/// @param most    >= 2
/// @return indices into times
std::vector<std::size_t> shown_snapshots(const std::vector<double>& times, const std::vector<double>& wanted,
                                         std::size_t most);
/// The same for a figure; all snapshots where it is animated.
/// @param snapshots  result of a run
/// @param options    wanted times
/// @param format     gif: animated
/// @return indices into the times of the snapshots
std::vector<std::size_t> shown_snapshots(const Result& snapshots, const FigureOptions& options, FigureFormat format);

/// Input by which gnuplot draws the figure onto its standard output: commands and binary data.
/// @throws Error{Fault::usage} for what the snapshots do not hold, or a content that has no such format
/// @param snapshots  result of a run
/// @param options    content, times and size
/// @param format     of the output
/// @return bytes for gnuplot's standard input
std::string gnuplot_input(const Result& snapshots, const FigureOptions& options, FigureFormat format);

/// Draws a figure with gnuplot and writes it as a whole (temporary file, fsync, rename), in place of any file of that
/// name; the ending gives the format. A .gif runs through all snapshots forward, then back with the reversals.
/// @throws Error{Fault::usage} as gnuplot_input, Error{Fault::file} if gnuplot is missing or fails (with its message),
///         or the file cannot be written
/// @param file       path of the figure
/// @param snapshots  result of a run
/// @param options    content, times and size
void write_figure(const std::filesystem::path& file, const Result& snapshots, const FigureOptions& options);

}  // namespace fokker
