// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "problem/checks.hpp"

namespace fokker {
namespace {

const char* word(Boundary boundary) { return boundary == Boundary::absorbing ? "an absorbing" : "a periodic"; }

/// Only boundaries that nothing reaches can move with the frame.
bool check_boundaries(const Grid& grid, Issues& issues) {
  for (const Axis& axis : grid.axes())
    for (const Boundary boundary : {axis.lower, axis.upper}) {
      if (boundary == Boundary::reflecting) continue;
      issues.error(
          "frame",
          fmt::format("a moving frame with {} boundary along {}, which would move too", word(boundary), axis.name),
          "reflecting boundaries, far from the density", "a grid without a frame");
      return false;
    }
  return true;
}

}  // namespace

void check_frame(const Problem& problem, Issues& issues) {
  constexpr int samples = 100;
  if (!problem.frame || !check_boundaries(problem.grid, issues)) return;
  if (problem.exact) return issues.error("exact", "a density in x, beside a moving frame", "one of the two");
  for (int i = 0; i <= samples; ++i) {
    const double t =
        i == samples ? problem.time.end : problem.time.start + (problem.time.end - problem.time.start) * i / samples;
    const FrameAt now = problem.frame->at(t);
    const Vector m_rate = problem.frame->centre_rate(t), s_rate = problem.frame->scale_rate(t);
    for (int k = 0; k < problem.grid.dimension(); ++k) {
      if (std::isfinite(now.centre[k] + m_rate[k] + s_rate[k]) && now.scale[k] > 0 && std::isfinite(now.scale[k]))
        continue;
      return issues.error("frame",
                          fmt::format("along {} at t = {:.6g}: centre {} (rate {}), scale {} (rate {})",
                                      problem.grid.axis(k).name, t, now.centre[k], m_rate[k], now.scale[k], s_rate[k]),
                          "finite, with scale > 0, from time.start to time.end", "a later time.start");
    }
  }
}

}  // namespace fokker
