// SPDX-License-Identifier: MIT
#include "remap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"

namespace fokker {
namespace {

constexpr std::size_t lines_per_block = 8;
/// Part of all mass that characteristics may put out of order on one line: what lies in tails without weight.
constexpr double negligible = 1e-9;

[[noreturn]] void refuse_crossing(const Axis& along, double from, double to) {
  throw Error(Fault::numerical,
              fmt::format("characteristics along '{}' cross between t = {} and {}", along.name, from, to), {},
              "more steps, or flux = \"scharfetter-gummel\"");
}

/// Puts points in order; the mass between where they were and where they go.
double put_in_order(const CumulativeMass& cumulative, std::vector<double>& points) {
  double moved = 0;
  for (std::size_t k = 0; k + 1 < points.size(); ++k)
    if (points[k + 1] < points[k]) {
      moved += cumulative.between(points[k + 1], points[k]);
      points[k + 1] = points[k];
    }
  return moved;
}

struct BlockScratch {
  Trace trace;
  Scratch faces;
};

}  // namespace

struct Remap::LineScratch {
  CumulativeMass cumulative;
  std::vector<double> line, points;
};

void Remap::carry_line(Eigen::Index cell, const ArrayIn& start, LineScratch& own, Array& masses,
                       RemapPart& part) const {
  const Eigen::Index n = along_.cells(), stride = grid_.stride(transport_.axis);
  own.line.resize(static_cast<std::size_t>(n));
  own.points.assign(start.begin(), start.end());
  for (Eigen::Index i = 0; i < n; ++i) own.line[static_cast<std::size_t>(i)] = masses[cell + i * stride];
  own.cumulative.set(stencils_, own.line);
  const double moved = put_in_order(own.cumulative, own.points);
  if (moved > negligible * span_.mass) refuse_crossing(along_, span_.from, span_.to);
  part.all.held_back += moved;
  own.cumulative.between(own.points, own.line, part.all);
  for (Eigen::Index i = 0; i < n; ++i) masses[cell + i * stride] = own.line[static_cast<std::size_t>(i)];
}

void Remap::carry_lines(Eigen::Index first, ArrayOut start, Array& masses, RemapPart& part) const {
  thread_local LineScratch own;
  const Eigen::Index n = along_.cells() + 1;
  if (!settle(along_, start) && scratch_.velocities.substeps() < most_substeps) return;
  for (Eigen::Index row = 0; row < start.size(); row += n)
    carry_line(lines_.first_cell(first + row / n), start.segment(row, n), own, masses, part);
  part.carried = true;
}

void Remap::carry_block(Eigen::Index first, Eigen::Index last, Array& masses, RemapPart& part) const {
  thread_local BlockScratch own;
  auto faces = own.faces.points((along_.cells() + 1) * (last - first), grid_.dimension());
  lines_.faces(first, faces);
  own.trace.along(grid_, transport_.axis);
  carry_lines(first, own.trace.back(faces, scratch_.velocities), masses, part);
}

void Remap::carry_together(int threads, Array& masses) const {
  std::vector<std::size_t>& left = scratch_.left;
  left.clear();
  for (std::size_t k = 0; k < scratch_.parts.size(); ++k)
    if (!scratch_.parts[k].carried) left.push_back(k);
  const Eigen::Index n = along_.cells() + 1, block = lines_per_block;
  const auto first = [&](std::size_t k) { return static_cast<Eigen::Index>(left[k]) * block; };
  const auto rows = [&](std::size_t k) { return n * std::min(block, lines_.count() - first(k)); };
  const auto row = [&](std::size_t k) { return n * block * static_cast<Eigen::Index>(k); };
  auto faces = scratch_.faces.points(row(left.size() - 1) + rows(left.size() - 1), grid_.dimension());
  for (std::size_t k = 0; k < left.size(); ++k) lines_.faces(first(k), faces.middleRows(row(k), rows(k)));
  scratch_.trace.along(grid_, transport_.axis);
  auto start = scratch_.trace.back(faces, scratch_.velocities);
  parallel_for(left.size(), 1, threads, [&](std::size_t k, std::size_t) {
    carry_lines(first(k), start.segment(row(k), rows(k)), masses, scratch_.parts[left[k]]);
  });
}

Remap::Remap(const Grid& grid, const SlopeStencils& stencils, const Transport& transport, const RemapSpan& span,
             RemapScratch& scratch)
    : grid_(grid),
      stencils_(stencils),
      transport_(transport),
      span_(span),
      along_(grid.axis(transport.axis)),
      lines_(grid, transport.axis),
      scratch_(scratch) {
  const auto count = static_cast<std::size_t>(lines_.count());
  scratch.parts.assign((count + lines_per_block - 1) / lines_per_block, {});
  scratch.velocities.begin(transport, span.from, span.to);
}

Remap::~Remap() { scratch_.velocities.clear(); }

void Remap::refine() { scratch_.velocities.halve(transport_); }

bool Remap::carry(int threads, Array& masses) {
  std::vector<RemapPart>& parts = scratch_.parts;
  if (transport_.few_calls) {
    carry_together(threads, masses);
  } else {
    const auto count = static_cast<std::size_t>(lines_.count());
    parallel_for(count, lines_per_block, threads, [&](std::size_t begin, std::size_t end) {
      RemapPart& part = parts[begin / lines_per_block];
      if (part.carried) return;
      carry_block(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end), masses, part);
    });
  }
  return std::all_of(parts.begin(), parts.end(), [](const RemapPart& part) { return part.carried; });
}

double time_at(const Transport& transport, double fraction, double dt) {
  if (transport.begin == transport.end) return transport.begin + (fraction - 0.5) * dt;
  return fraction == 1 ? transport.end : transport.begin + fraction * (transport.end - transport.begin);
}

void remap(const Grid& grid, const SlopeStencils& stencils, const Transport& transport, double from, double to,
           int threads, RemapScratch& scratch, Array& masses, StepStatistics& statistics) {
  Remap work(grid, stencils, transport, {from, to, masses.sum()}, scratch);
  while (!work.carry(threads, masses)) work.refine();
  const int axis = transport.axis;
  if (statistics.absorbed.size() == 0) statistics.absorbed = Array::Zero(2 * grid.dimension());
  for (const RemapPart& part : scratch.parts) {
    const CarriedLine& all = part.all;
    statistics.limited_mass += all.held_back;
    statistics.zeroed_cells += all.zeroed_cells;
    statistics.zeroed_mass += all.zeroed_mass;
    statistics.absorbed[2 * axis] += all.lower;
    statistics.absorbed[2 * axis + 1] += all.upper;
  }
}

}  // namespace fokker
