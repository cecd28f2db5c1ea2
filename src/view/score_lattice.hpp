// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/verify/score_report.hpp"
#include "view/maps.hpp"

namespace fokker::view {

/// True density times |stated score - true score|^2 at the points of time k.
Array weighted_error(const ScoreMaps& maps, std::size_t k);

/// Values at the points of two axes as a picture.
Raster lattice_raster(const ScoreMaps& maps, const Array& values);
/// Values over one axis (columns) and time (rows, linear between the times of the maps), one array per time.
Raster time_raster(const ScoreMaps& maps, const std::vector<Array>& values);

/// Longest arrow at time k of the true and the stated score, relative to the axes' lengths.
double longest_score(const ScoreMaps& maps, std::size_t k);
/// Arrows of a field of two axes where the true density is at least a thousandth of its largest value.
Arrows lattice_arrows(const ScoreMaps& maps, std::size_t k, const Points& field, double longest);

/// The least true density that is seen, a thousandth of the largest.
double least_seen(const ScoreMaps& maps, std::size_t k);

/// Numbers of at most `most` maps, evenly chosen, both ends among them.
std::vector<std::size_t> chosen_maps(const ScoreMaps& maps, std::size_t most);

/// The examination of a result, with one error for each score.
/// @param what  the figure that asks
/// @throws Error{Fault::usage} if the result has none
std::vector<const ScoreError*> examined_scores(const std::optional<ScoreReport>& scores, const std::string& what);

}  // namespace fokker::view
