// SPDX-License-Identifier: MIT
// The operators of grid solves.
#include "study/assemblers.hpp"

#include <algorithm>

#include "core/allocation.hpp"
#include "fv/line_edges.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// Up to this alpha remaps are more accurate than fitted edges, which weak noise makes close to upwind.
constexpr double carried_alpha = 0.5;

std::shared_ptr<Assembler> assembler_of(const Process& process, const Grid& grid, Flux flux, const Control& control,
                                        const std::string& stage) {
  return allocated("the operator of " + stage,
                   [&] { return std::make_shared<Assembler>(process, grid, flux, control.threads); });
}

}  // namespace

std::optional<EdgesCarry> forward_flows(const GridProblem& problem) {
  const ForwardOptions& forward = problem.forward;
  if (forward.flux != Flux::automatic || forward.stepper != Stepper::sdirk2 || forward.carry_above == never_carried)
    return std::nullopt;
  return EdgesCarry::noise_and_drift;
}

std::optional<EdgesCarry> reverse_flows(const GridProblem& problem, const Reversal& reverse) {
  if (reverse.flux != Flux::automatic || reverse.stepper != Stepper::sdirk2 || absorbs(problem.grid))
    return std::nullopt;
  return EdgesCarry::noise;
}

std::shared_ptr<const Assembler> forward_assembler(const GridProblem& problem, const Control& control) {
  const auto assembler = assembler_of(problem.process, problem.grid, problem.forward.flux, control, "forward");
  if (const auto edges = forward_flows(problem)) assembler->offer_flows(*edges);
  return assembler;
}

Process reversed_process(const Process& process, const TimeSpan& time, const Reversal& reverse, const Score& score) {
  const double T = time.end;
  Score known = score;
  known.since = time.initial;
  return reverse.alpha_in_time ? reversed(process, known, reverse.alpha_in_time, T)
                               : reversed(process, known, reverse.alpha, T);
}

/// `automatic` becomes semi-Lagrangian where alpha is small at some time.
Flux reverse_flux(const Grid& grid, const TimeSpan& time, const Reversal& reverse) {
  if (reverse.flux != Flux::automatic) return reverse.flux;
  if (absorbs(grid)) return Flux::scharfetter_gummel;  // what comes in enters through edges
  double least = reverse.alpha;
  constexpr int samples = 100;
  for (int k = 0; reverse.alpha_in_time && k <= samples; ++k)
    least = std::min(least, reverse.alpha_in_time(time.start + (time.end - time.start) * k / samples));
  return least <= carried_alpha ? Flux::semi_lagrangian : Flux::automatic;
}

Process reverse_process(const GridProblem& problem, const Reversal& reverse, const Score& score, const Grid& grid,
                        const Control& control) {
  Process process = problem.process;  // whose edges are those of the forward solve
  if (reverse_flux(problem.grid, problem.time, reverse) != Flux::semi_lagrangian)
    process = with_rates_at_faces(process, grid, problem.grid, problem.forward.flux, control.threads);
  return reversed_process(process, problem.time, reverse, score);
}

std::shared_ptr<const Assembler> reverse_assembler(const GridProblem& problem, const Reversal& reverse,
                                                   const Score& score, const Control& control) {
  const auto assembler = assembler_of(
      reverse_process(problem, reverse, score, problem.grid, control), with_closed_boundaries(problem.grid),
      reverse_flux(problem.grid, problem.time, reverse), control, "reverse/" + reverse.name);
  if (const auto edges = reverse_flows(problem, reverse)) assembler->offer_flows(*edges);
  return assembler;
}

}  // namespace fokker
