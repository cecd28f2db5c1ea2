// The moving frame of a problem.
#include <fmt/format.h>

#include <cmath>

#include "io/problem_tables.hpp"

namespace fokker {
namespace io {
namespace {

const char* word(Wall wall) { return wall == Wall::absorbing ? "an absorbing" : "a periodic"; }

/// Only walls that nothing reaches can move with the frame.
bool walls_allow(TableReader& top, const Grid& grid) {
  for (const Axis& axis : grid.axes())
    for (const Wall wall : {axis.lower, axis.upper}) {
      if (wall == Wall::reflecting) continue;
      top.fail("frame",
               fmt::format("a moving frame with {} wall along {}, which would move too", word(wall), axis.name),
               "reflecting walls, far from the density", "a grid without a frame");
      return false;
    }
  return true;
}

std::optional<Frame> read_formulas(TableReader& table) {
  const auto centre = table.expressions_in_time("centre");
  const auto scale = table.expressions_in_time("scale");
  for (const auto* key : {"centre", "scale"})
    if (!table.has(key)) table.missing(key, "a formula in t, or a list with one per axis");
  table.finish();
  return centre && scale ? std::optional(formula_frame(*centre, *scale)) : std::nullopt;
}

}  // namespace

std::optional<Frame> read_frame(TableReader& top, const std::optional<Process>& process,
                                const std::optional<Law>& initial, const std::optional<TimeTable>& time,
                                const std::optional<Grid>& grid) {
  const auto* node = top.find("frame");
  if (!node || (grid && !walls_allow(top, *grid))) return std::nullopt;
  if (const auto* table = node->as_table()) {
    TableReader reader(top.context(), *table, "frame");
    return read_formulas(reader);
  }
  const auto kind = node->value<std::string>();
  if (kind != "marginal") {
    top.fail("frame", description(*node), "\"marginal\", or a table [frame] with centre and scale");
    return std::nullopt;
  }
  if (!process || !initial || !time) return std::nullopt;
  if (process->transition && initial->mixture) return marginal_frame(*process, *initial->mixture, time->initial);
  top.fail("frame",
           fmt::format("no exact marginal is known for {}",
                       process->transition ? "this initial law" : fmt::format("'{}'", process->name)),
           "a table [frame] with centre and scale");
  return std::nullopt;
}

void check_frame(const Problem& problem, const toml::table& document, ReadContext& context) {
  constexpr int samples = 100;
  if (!problem.frame) return;
  TableReader top(context, document, {});
  for (int i = 0; i <= samples; ++i) {
    const double t =
        i == samples ? problem.time.end : problem.time.start + (problem.time.end - problem.time.start) * i / samples;
    const FrameAt now = problem.frame->at(t);
    const Vector m_rate = problem.frame->centre_rate(t), s_rate = problem.frame->scale_rate(t);
    for (int k = 0; k < problem.grid.dimension(); ++k) {
      if (std::isfinite(now.centre[k] + m_rate[k] + s_rate[k]) && now.scale[k] > 0 && std::isfinite(now.scale[k]))
        continue;
      return top.fail("frame",
                      fmt::format("along {} at t = {:.6g}: centre {} (rate {}), scale {} (rate {})",
                                  problem.grid.axis(k).name, t, now.centre[k], m_rate[k], now.scale[k], s_rate[k]),
                      "finite, with scale > 0, from time.start to time.end", "a later time.start");
    }
  }
}

}  // namespace io

Problem on_grid(Problem problem) {
  if (!problem.frame) return problem;
  const Frame& frame = *problem.frame;
  TimeTable& time = problem.time;
  if (time.start > time.initial)
    problem.initial = marginal(problem.process, problem.initial.mixture.value(), time.initial, time.start);
  time.initial = time.start;
  problem.initial = framed(problem.initial, frame.at(time.start));
  problem.process = framed(problem.process, frame);
  for (ReverseTable& reverse : problem.reverses)
    if (reverse.law) reverse.law = framed(*reverse.law, frame.at(time.end));
  problem.frame.reset();
  return problem;
}

}  // namespace fokker
