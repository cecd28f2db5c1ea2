// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/io/result/result.hpp"

namespace fokker::view::html {

// The files report.html, report.css and report.js, which CMake embeds.
extern const char* const page_template;
extern const char* const page_style;
extern const char* const page_script;

// JSON for the script.
/// All densities at the times of the slider: curves of one axis, heat maps of two, those of all pairs of more.
std::string densities_json(const Evidence& evidence);
/// Curves over time, each {section, title, text, unit, log, lines: [{label, role, number, values}]}.
std::string panels_json(const Result& snapshots);

// HTML.
/// One sentence: do all checks hold, and which is nearest to its bound?
std::string verdict_html(const Report& report);
/// The worst snapshot of each comparison with what its bounds mean, then every row.
std::string verification_html(const Report& report);
/// Findings of the tests of particles; empty without particles.
std::string significance_html(const Report& report);
/// Process, parameters, initial law, axes, times, solvers and particles.
std::string problem_html(const Result& snapshots);
/// Where the numbers come from.
std::string provenance_html(const Result& snapshots, const std::string& source);
/// Estimated errors of extrapolated solutions in a sentence; empty without one.
std::string errors_html(const Report& report);
/// The numbers of the generator's tables with a heading; empty without any.
std::string numbers_html(const Result& result);

/// The examination of stated scores with a heading: sums, densities, pictures; empty without one.
std::string scores_html(const std::optional<ScoreReport>& scores);

/// A table of rows that are HTML already.
std::string table_html(const std::string& caption, const std::vector<std::string>& heads, const std::string& rows);
/// Rows of samplers with a heading; empty without any.
std::string samplers_html(const std::optional<SamplerResults>& results);
/// Densities of samplers of one axis, for the slider over steps; null without any.
std::string samplers_json(const Result& result);

/// <tr> of cells that are HTML already; the first is the row's heading.
std::string row_html(const std::vector<std::string>& cells);
/// "reversal anderson against the forward density"
std::string comparison_words(const Compared& comparison);
/// "anderson vs forward"
std::string comparison_label(const Compared& comparison);
/// Meaning of a bound on a metric, in a sentence.
std::string bound_meaning(const std::string& metric, const std::vector<MetricEntry>& own = {});

}  // namespace fokker::view::html
