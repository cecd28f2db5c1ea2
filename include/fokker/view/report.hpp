// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

#include "fokker/io/result/result.hpp"

namespace fokker {

/// Where Debian's package libjs-chart.js keeps Chart.js.
inline constexpr const char* chart_library_file = "/usr/share/javascript/chart.js/Chart.min.js";

/// The text of Chart.js (MIT licence), version 3, for embedding.
/// @throws Error{Fault::file} naming the package where it is missing, Error{Fault::data} where the file is not
///         Chart.js of version 3
/// @param file  Chart.min.js
/// @return text of the script
std::string chart_library(const std::filesystem::path& file = chart_library_file);

/// One HTML page that needs nothing else, no network either: verdict, problem, densities under a time slider,
/// verification, moments and distances over time, error estimates, particle statistics, provenance. Densities of one
/// axis are exact to single precision, in at most 1024 points; heat maps have at most 128 x 128 points (averages over
/// cells) of 16 bits. The same content gives the same bytes.
/// @param source  name of the file that the snapshots come from
/// @param chart_js  what chart_library gave
/// @param snapshots  result of a run
/// @return UTF-8
std::string html_report(const Result& snapshots, const std::string& source, const std::string& chart_js);

/// Writes it as a whole (temporary file, fsync, rename), in place of any file of that name.
/// @throws Error{Fault::file}
/// @param file       path of the page
/// @param snapshots  result of a run
/// @param source     name of the file that they come from
/// @param chart_js   what chart_library gave
void write_html_report(const std::filesystem::path& file, const Result& snapshots, const std::string& source,
                       const std::string& chart_js);

}  // namespace fokker
