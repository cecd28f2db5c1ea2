// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "fokker/sampler/budget.hpp"
#include "fokker/view/figure.hpp"

namespace fokker {

/// Input by which gnuplot draws signed densities: generated minus data, length^-d, of all sources of error, of each
/// alone, and the interaction. A panel of curves per budget; with two axes a row of maps.
/// @throws Error{Fault::usage} for an animation, and without budgets
/// @param budgets  of sampler_budget()
/// @param title    of the page
/// @param format   png, svg or pdf
/// @return bytes for gnuplot's standard input
std::string budget_input(const std::vector<SamplerBudget>& budgets, const std::string& title, FigureFormat format);

/// Draws them with gnuplot and writes the figure as a whole, in place of any file of that name.
/// @throws Error{Fault::usage} as budget_input, Error{Fault::file} if gnuplot is missing or fails, or the file cannot
///         be written
/// @param file     ends with .png, .svg or .pdf
/// @param budgets  of sampler_budget()
/// @param title    of the page
void write_budget_figure(const std::filesystem::path& file, const std::vector<SamplerBudget>& budgets,
                         const std::string& title);

}  // namespace fokker
