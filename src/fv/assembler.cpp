#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/fv/operator.hpp"
#include "fv/axis_edges.hpp"
#include "fv/edges.hpp"

namespace fokker {
namespace {

/// The velocity of a process; where no time enters, made once for all times.
FieldAt carrying_velocity(const Process& process, double t) {
  if (!process.pace || process.pace->rate) return process.velocity;
  return [field = std::make_shared<const Field>(process.velocity(t))](double) -> Field {
    return [known = field.get()](const PointsIn& x, PointsOut values) { (*known)(x, values); };
  };
}

/// Cells of a grid up to which coefficients on its faces are kept: beyond, reading them takes as long as their
/// formulas.
constexpr Eigen::Index most_kept = Eigen::Index{1} << 18;

}  // namespace

Assembler::Assembler(Process process, Grid grid, Flux flux, int threads)
    : process_(std::move(process)), grid_(std::move(grid)), flux_(flux), threads_(threads) {
  if (process_.dimension != grid_.dimension())
    throw Error(Fault::problem,
                fmt::format("a process in {} and a grid in {} dimensions", process_.dimension, grid_.dimension()),
                "one axis per coordinate");
  if (process_.correlated || (process_.edge && process_.edge->phi)) centres_ = grid_.centres();
  if (process_.correlated) return;
  for (int k = 0; k < grid_.dimension(); ++k) edges_.push_back(std::make_shared<const AxisEdges>(grid_, k));
}

bool Assembler::carried(bool has_noise) const {
  return flux_ == Flux::semi_lagrangian || (flux_ == Flux::automatic && !has_noise);
}

std::shared_ptr<const Lines> Assembler::lines(const std::vector<int>& offset) const {
  auto& known = lines_[offset];
  if (!known) known = std::make_shared<const Lines>(grid_, offset);
  return known;
}

void Assembler::assemble(double begin, double end, Operator& result) const {
  const double t = begin + 0.5 * (end - begin);
  result.pace = 1;
  process_.pace ? assemble_paces(begin, end, result) : assemble_directions(t, result);
  for (Transport& transport : result.transports) transport.begin = begin, transport.end = end;
}

void Assembler::assemble_paces(double begin, double end, Operator& result) const {
  const double t = begin + 0.5 * (end - begin);
  const Pace& pace = *process_.pace;
  if (result.origin != origin_) {
    assemble_directions(pace.rate ? pace.reference : t, result);
    result.origin = origin_;
    for (Direction& direction : result.directions) direction.find_shared();
  }
  result.pace = pace.mean(begin, end) / pace.at(pace.reference);
  if (!std::isfinite(result.pace)) refuse_coefficients(process_, grid_, t, {}, {}, {});
}

void Assembler::assemble_directions(double t, Operator& result) const {
  result.origin.reset();
  result.transports.clear();
  has_phi_ = process_.edge && process_.edge->phi && flux_ != Flux::semi_lagrangian;
  if (has_phi_) {
    phi_.resize(grid_.cells());
    process_.edge->phi(t, centres_, phi_);
  }
  if (process_.correlated) return assemble_offsets(t, result);
  std::size_t used = 0;
  for (int k = 0; k < grid_.dimension(); ++k) used += assemble_axis(t, k, used, result) ? 1 : 0;
  result.directions.resize(used);
}

bool Assembler::assemble_axis(double t, int axis, std::size_t slot, Operator& result) const {
  if (assemble_paced(t, axis, slot, result)) return true;
  const AxisEdges& edges = *edges_[static_cast<std::size_t>(axis)];
  AxisDrive drive;
  drive.diffusion = process_.diffusion(t);
  const bool has_noise = edges.any_nonzero(drive.diffusion);
  drive.still = carried(has_noise);
  const bool by_phi = has_phi_ && has_noise && !drive.still;
  drive.velocity = (by_phi ? process_.edge->rest : process_.velocity)(t);
  const bool moves = (has_noise && !drive.still) || edges.any_nonzero(drive.velocity);
  if (drive.still && moves) result.transports.push_back({axis, t, t, carrying_velocity(process_, t)});
  if (!has_noise && (drive.still || !moves)) return false;
  if (by_phi) {
    drive.phi = &phi_;
    drive.wall_velocity = process_.velocity(t);  // behind a wall there is no cell with a phi
  }
  Direction& direction = direction_at(result, slot, lines(axis_offset(grid_.dimension(), axis)));
  edges.fill(process_, t, drive, threads_, direction);
  return true;
}

bool Assembler::assemble_paced(double t, int axis, std::size_t slot, Operator& result) const {
  if (!process_.edge || !process_.edge->paced || flux_ == Flux::semi_lagrangian) return false;
  const PacedEdge& paced = *process_.edge->paced;
  const auto scale = [t](const Pace& pace) { return pace.at(t) / pace.at(pace.reference); };
  AxisDrive drive;
  drive.velocity_scale = scale(paced.velocity_pace);
  drive.diffusion_scale = scale(paced.diffusion_pace);
  const AxisEdges& edges = *edges_[static_cast<std::size_t>(axis)];
  if (drive.diffusion_scale == 0 || !keeps_faces(axis) || !edges.known(paced, process_).has_noise) return false;
  drive.known_velocity = &edges.known(paced, process_).velocity;
  drive.known_diffusion = &edges.known(paced, process_).diffusion;
  if (paced.slope) drive.slope = paced.slope(t);
  if (has_phi_) drive.phi = &phi_;
  Direction& direction = direction_at(result, slot, lines(axis_offset(grid_.dimension(), axis)));
  edges.fill(process_, t, drive, threads_, direction);
  return true;
}

bool Assembler::keeps_faces(int axis) const {
  const Axis& along = grid_.axis(axis);
  return along.lower != Boundary::absorbing && along.upper != Boundary::absorbing && grid_.cells() <= most_kept;
}

}  // namespace fokker
