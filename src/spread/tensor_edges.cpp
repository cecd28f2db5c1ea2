// SPDX-License-Identifier: MIT
#include "spread/tensor_edges.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/memory.hpp"
#include "fv/blocks.hpp"
#include "fv/edges.hpp"
#include "fv/offset_edges.hpp"
#include "spread/meeting.hpp"
#include "spread/petsc.hpp"
#include "spread/refusals.hpp"

namespace fokker {
namespace {

std::vector<int> gathered(const Ranks& ranks, const std::vector<int>& here) {
  const auto own = static_cast<int>(here.size());
  std::vector<int> counts(static_cast<std::size_t>(ranks.count())), begins = {0};
  MPI_Allgather(&own, 1, MPI_INT, counts.data(), 1, MPI_INT, PETSC_COMM_WORLD);
  for (const int count : counts) begins.push_back(begins.back() + count);
  std::vector<int> all(static_cast<std::size_t>(begins.back()));
  MPI_Allgatherv(here.data(), own, MPI_INT, all.data(), counts.data(), begins.data(), MPI_INT, PETSC_COMM_WORLD);
  return all;
}

}  // namespace

void TensorEdges::any_of_all(std::vector<int>& flags) {
  MPI_Allreduce(MPI_IN_PLACE, flags.data(), static_cast<int>(flags.size()), MPI_INT, MPI_MAX, PETSC_COMM_WORLD);
}

TensorEdges::TensorEdges(const Ranks& ranks, const Of& of, const Exchange& exchange, Slabs rows, Process process)
    : ranks_(ranks),
      exchange_(exchange),
      rows_(std::move(rows)),
      process_(std::move(process)),
      whole_(of.grid),
      grid_(part_of(of.grid, rows_, ranks.rank())),
      flux_(of.flux),
      threads_(of.threads),
      centres_(grid_.centres()),
      widths_(grid_.upper_corners() - grid_.lower_corners()) {}

void TensorEdges::assemble(double begin, double end, const Together& with_points, const Sides& sides) {
  const double t = begin + 0.5 * (end - begin);
  double factor = 1;
  if (process_.modulation) {
    const TimeModulation& modulation = *process_.modulation;
    if (!origin_) {
      assemble_at(modulation.rate ? modulation.reference : t, with_points, sides);
      for (Operator* L : {&sides.columns, &sides.rows})
        for (Direction& direction : L->directions) direction.find_shared();
      origin_ = std::make_shared<int>();
    }
    factor = modulation.mean(begin, end) / modulation.at(modulation.reference);
    ranks_.together([&] {
      if (!std::isfinite(factor)) refuse_coefficients(process_, grid_, t, {}, {}, {});
    });
  } else {
    assemble_at(t, with_points, sides);
  }
  for (Operator* L : {&sides.columns, &sides.rows}) {
    L->rate_factor = factor;
    L->complete_flux = flux_ == Flux::complete_flux;
    L->origin = origin_;
    for (Transport& transport : L->transports) transport.begin = begin, transport.end = end;
  }
}

void TensorEdges::assemble_at(double t, const Together& with_points, const Sides& sides) {
  t_ = t;
  const CellCoefficients at = coefficients(drive(t, with_points, sides));
  const std::vector<std::vector<int>> all = offsets(at);
  const Array none = Array::Zero(grid_.cells());
  for (const std::vector<int>& offset : all) {
    const auto found = at.weights.find(offset);
    const Array& weights = found == at.weights.end() ? none : found->second;
    const auto moved = [](int e) { return e != 0; };
    const auto axis = std::find_if(offset.begin(), offset.end(), moved) - offset.begin();
    if (std::count_if(offset.begin(), offset.end(), moved) == 1)
      fill_axis(static_cast<int>(axis), weights, at, sides);
    else
      fill_line(line_of(offset), weights, at);
  }
  throw_together(ranks_, std::exchange(error_, std::nullopt));
  keep_moving(all, sides);
}

void TensorEdges::note(const std::function<void()>& body) {
  if (!error_) error_ = error_of(body);
}

TensorEdges::Drive TensorEdges::drive(double t, const Together& with_points, const Sides& sides) {
  const int d = grid_.dimension();
  const auto& potential = process_.discrete_potential;
  const bool has_phi = potential && potential->phi && flux_ != Flux::semi_lagrangian && !absorbs(whole_);
  Drive at;
  std::vector<int> noise(static_cast<std::size_t>(d) + 1, 0), moved(static_cast<std::size_t>(d), 0);
  ranks_.together([&] {
    require_kept_noise(process_, whole_, flux_, t, threads_);
    at.D = at_cells(process_.diffusion(t), centres_, d * d, threads_);
    for (int k = 0; k < d; ++k) noise[static_cast<std::size_t>(k)] = (at.D.col(k * d + k) != 0).any();
    noise.back() = (at.D != 0).any();
    phi_.resize(has_phi ? grid_.cells() : 0);
    if (has_phi) potential->phi(t, centres_, phi_);
  });
  any_of_all(noise);
  if (!noise.back()) phi_.resize(0);
  const FieldAt& drift = phi_.size() > 0 ? potential->rest : process_.divergence_drift;
  with_points([&] {
    at.v = at_cells(drift(t), centres_, d, threads_);
    require_sound(process_, grid_, t, at.v, at.D, threads_);
  });
  for (Operator* L : {&sides.columns, &sides.rows}) L->transports.clear();
  for (int k = 0; k < d; ++k) moved[static_cast<std::size_t>(k)] = (at.v.col(k) != 0).any();
  any_of_all(moved);
  for (int k = 0; k < d; ++k) {
    const auto axis = static_cast<std::size_t>(k);
    if (flux_ != Flux::semi_lagrangian && (flux_ != Flux::automatic || noise[axis])) continue;
    if (moved[axis])
      (k == 0 ? sides.columns : sides.rows)
          .transports.push_back({k, t, t, process_.divergence_drift, process_.few_calls});
    at.v.col(k).setZero();
  }
  return at;
}

CellCoefficients TensorEdges::coefficients(const Drive& drive) {
  const Superbase unit = unit_superbase(grid_.dimension());
  const CellTensors cells{drive.D, widths_, grid_.volumes(), threads_};
  CellCoefficients at;
  // each cell begins from the superbase of the one before, so that of the rank before must be right
  Superbase begin = ranks_.leads() || superbases_.empty() ? unit : superbases_.front(), last;
  for (bool wrong = true; ranks_.any(wrong);) {
    ranks_.together([&] {
      if (!wrong) return;
      at.weights.clear();
      last = decompose(cells, begin, superbases_, at);
    });
    const Superbase before = ranks_.leads() ? (handed_on(last), unit) : handed_on(last);
    wrong = before != begin;
    begin = before;
  }
  ranks_.together([&] { split_velocity(cells, drive.v, at); });
  return at;
}

Superbase TensorEdges::handed_on(const Superbase& last) const {
  std::vector<int> here;
  for (const auto& entry : last) here.insert(here.end(), entry.begin(), entry.end());
  const std::vector<int> all = gathered(ranks_, here);
  Superbase before = last;
  if (ranks_.leads()) return before;
  auto next = all.begin() + std::ssize(here) * (ranks_.rank() - 1);
  for (auto& entry : before)
    for (auto& number : entry) number = *next++;
  return before;
}

std::vector<std::vector<int>> TensorEdges::offsets(const CellCoefficients& at) const {
  const int d = grid_.dimension();
  std::vector<int> here;
  for (const auto& [offset, weights] : at.weights)
    if ((weights != 0).any()) here.insert(here.end(), offset.begin(), offset.end());
  const std::vector<int> all = gathered(ranks_, here);
  std::set<std::vector<int>, CanonicalOrder> found;
  for (auto next = all.begin(); next != all.end(); next += d) found.emplace(next, next + d);
  for (int k = 0; k < d; ++k) found.insert(axis_offset(d, k));
  return {found.begin(), found.end()};
}

}  // namespace fokker
