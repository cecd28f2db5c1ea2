// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "view/curves.hpp"
#include "view/series.hpp"

namespace fokker::view {

using Rows = std::vector<std::size_t>;

/// Range of the axis to show, in space, per snapshot: where the forward density is visible, or the `whole` of it. One
/// range for all, or, where cells move, one each.
std::vector<Range> ranges_of(const Evidence& evidence, const Rows& rows, bool whole);
/// Outline of a histogram. Cells are merged, by equal numbers, until about 32 bars are in the range.
std::vector<double> bars(const Array& edges, const Array& density, const Range& range);
/// Where the forward density at snapshot k is visible, in space.
Range visible_range(const Evidence& evidence, std::size_t k);
/// From the first snapshot to the last; empty where there is one alone.
std::optional<Range> time_range(const Evidence& evidence);
/// x and y one after the other.
std::vector<double> points_of(const Array& x, const Array& y);
Array centres_of(const Array& edges);
std::vector<LegendEntry> legend_of(const std::vector<Series>& series);

/// Values of a field of a density at snapshot k, at places of its own.
using CurveField = std::function<std::vector<double>(const Series& series, std::size_t k)>;
/// A panel per snapshot with a curve per series.
CurveFigure field_curves(const Result& snapshots, const Rows& rows, const std::vector<Series>& series,
                         const std::string& name, const CurveField& field);

}  // namespace fokker::view
