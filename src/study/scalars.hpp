// SPDX-License-Identifier: MIT
#pragma once
#include <array>

#include "fokker/study/generator_study.hpp"

namespace fokker {

/// Mean and variance along each axis.
void add_moments(const std::string& table, const Grid& grid, const Array& density, std::vector<Scalar>& scalars);
/// The numbers of each table, added to a list.
void add_scalars(const Grid& grid, const StationaryState& state, std::vector<Scalar>& scalars);
/// @param ends  whether the process has exits
void add_scalars(const Spectrum& spectrum, bool ends, std::vector<Scalar>& scalars);
/// @param start  masses of the initial law, sum 1
void add_scalars(const PassageResult& result, const Array& start, std::vector<Scalar>& scalars);
void add_scalars(const Committor& committor, std::vector<Scalar>& scalars);

/// Of a problem that was checked. @param forward  its solution, for [thermodynamics]; may be null
GeneratorResults generator_results(const Problem& problem, const GridSolution* forward, const Control& control);

/// Fills in errors, and with Accuracy::extrapolated values, from the numbers on n, n/2 and n/4 cells.
void set_errors(const std::array<std::vector<Scalar>, 3>& levels, Accuracy accuracy, std::vector<Scalar>& scalars);

}  // namespace fokker
