// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "view/maps.hpp"
#include "view/series.hpp"

namespace fokker::view {

/// Two axes a < b, and the part of them that is shown.
struct Plane {
  int a = 0, b = 1;
  Window across, up;
};

/// The plane of two axes, or of every pair of more. Shown is where the forward density is visible at one of the
/// snapshots, or the `whole` of it.
std::vector<Plane> planes_of(const Evidence& evidence, const std::vector<std::size_t>& rows, bool whole);

/// A picture of a density of the grid, or of its marginal over a plane. Empty for an empty array.
Raster picture(const Grid& grid, const Plane& plane, const Array& density);

/// A group without rows, with the names of the plane's axes.
MapGroup group_of(const Evidence& evidence, const Plane& plane);
/// "(x, y)" where there are more planes than one.
std::string plane_text(const Grid& grid, const Plane& plane);
std::vector<std::string> time_titles(const Evidence& evidence, const std::vector<std::size_t>& rows);

/// The largest value of a row.
double largest(const MapRow& row);

/// Values of a vector field of a density at snapshot k; cells x 2, without rows where it is not known.
using ArrowField = std::function<Points(const Series& series, std::size_t k)>;
/// Arrows of a field on the densities of a grid of two axes.
MapFigure field_maps(const Result& snapshots, const std::vector<std::size_t>& rows, const std::string& name,
                     const std::vector<Series>& series, const ArrowField& field);

}  // namespace fokker::view
