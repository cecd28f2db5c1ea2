// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fokker/verify/evidence.hpp"
#include "view/raster.hpp"

namespace fokker::view::html {

/// Neighbouring cells of an axis that the report shows as one, within a window.
struct Cells {
  Window window;
  Eigen::Index group = 1;  ///< cells in one; fewer in the last
  Eigen::Index count() const { return (window.last - window.first) / group + 1; }
};
/// The window cut into at most `most` groups.
Cells grouped(const Window& window, Eigen::Index most);
/// Edges of the groups, in the axis's own coordinate; count + 1.
std::vector<double> edges_of(const Axis& axis, const Cells& cells);

/// Averages over the groups, so that no mass is lost.
Array averages(const Axis& axis, const Cells& cells, const Array& density);
/// The same over a plane, the groups of the second axis running fastest.
Array averages(const Axis& x, const Cells& across, const Axis& y, const Cells& up, const Array& density);

/// Values as 16-bit codes: value = largest (code/65535)^2, which is fine near 0 too. Negative values become 0.
struct Codes {
  double largest = 0;  ///< NaN where nothing was computed
  std::vector<std::uint16_t> codes;
};
Codes coded(const Array& values);

/// Where the forward density or the reversed ones are visible at one of the snapshots.
Window shown_window(const Evidence& evidence, int axis);

/// Result to keep where `most` of `count` fit: evenly spread, first and last among them.
std::vector<std::size_t> kept_snapshots(std::size_t count, std::size_t most);

}  // namespace fokker::view::html
