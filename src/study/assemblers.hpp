// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <optional>

#include "fokker/core/control.hpp"
#include "fokker/fv/operator.hpp"
#include "fokker/problem/grid_problem.hpp"
#include "fokker/score/score.hpp"

namespace fokker {

/// Of edges that carry correlated noise in a reversal, whose score they carry exactly: exceeded where one hundredth of
/// the mass meets noise that they carry badly.
inline constexpr double reversed_peclet = 3;

/// What edges carry beside which steps may choose flows of correlated noise; empty: they take edges.
std::optional<EdgesCarry> forward_flows(const GridProblem& problem);
std::optional<EdgesCarry> reverse_flows(const GridProblem& problem, const Reversal& reverse);
/// Of the forward solve; with flux `automatic` its steps choose between edges and flows of correlated noise.
std::shared_ptr<const Assembler> forward_assembler(const GridProblem& problem, const Control& control);
/// The flux that a reversal takes.
Flux reverse_flux(const Grid& grid, const TimeSpan& time, const Reversal& reverse);
/// The reversed process on a grid, or on a part of it that has whole lines along some axes.
Process reverse_process(const GridProblem& problem, const Reversal& reverse, const Score& score, const Grid& grid,
                        const Control& control);
/// Of a reversal; with flux `automatic` likewise where edges carry the noise badly.
std::shared_ptr<const Assembler> reverse_assembler(const GridProblem& problem, const Reversal& reverse,
                                                   const Score& score, const Control& control);

}  // namespace fokker
