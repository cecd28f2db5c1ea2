// SPDX-License-Identifier: MIT
#pragma once
#include <toml++/toml.h>

#include <optional>
#include <string>
#include <vector>

#include "fokker/io/toml/problem_file.hpp"
#include "io/toml/table_reader.hpp"
#include "problem/checks.hpp"

namespace fokker::io {

/// Puts the values of "key=value" overrides into the document, with a note where they replace another one; their nodes
/// keep the place --set#N.
/// @throws Error{Fault::usage} if one is malformed
void apply_overrides(toml::table& document, const std::vector<std::string>& overrides, ReadContext& context);

/// [parameters], into context.parameters
void read_parameters(ReadContext& context, const toml::table& table);

/// Every [[axis]]; empty if one of them is wrong. Sets the context's dimension.
std::optional<Grid> read_grid(ReadContext& context, const toml::node* axes);

/// [process]
std::optional<Process> read_process(TableReader& table);

/// [initial] or a table like it
std::optional<Law> read_law(TableReader& table);

/// `frame`, where the grid is to move; what its formulas give is checked with the problem.
std::optional<Frame> read_frame(TableReader& top, const std::optional<Process>& process,
                                const std::optional<Law>& initial, const std::optional<TimeSpan>& time);

/// [time]
std::optional<TimeSpan> read_time(TableReader& table);

/// `flux`, `stepper` and `accuracy` of [forward] or of a [[reverse]].
struct SchemeTable {
  Flux flux = Flux::automatic;
  Stepper stepper = Stepper::sdirk2;
  Accuracy accuracy = Accuracy::plain;
};
SchemeTable read_scheme(TableReader& table);

/// The node as an array of tables; null, with a diagnostic, where it is none. @param noun  what each table states
const toml::array* tables_at(ReadContext& context, const toml::node& node, const std::string& key,
                             const std::string& noun);

/// [forward]
ForwardOptions read_forward(TableReader& table);

/// Every [[reverse]].
std::vector<Reversal> read_reversals(ReadContext& context, const toml::node* tables);

/// [particles]
ParticleRun read_particles(TableReader& table, const std::optional<TimeSpan>& time,
                           const std::vector<Reversal>& reversals);

/// Every [[sampler]].
std::vector<SamplerRun> read_samplers(ReadContext& context, const toml::node* tables);

/// [target]; `reread` is left to the file.
Target read_target(TableReader& table);

/// Gives axes without `min` and `max` ends within which the density stays, where the document has a [target] and its
/// process and law can be read; remembers these axes. What is missing else is found by read_grid.
void fill_boxes(toml::table& document, ReadContext& context);

/// Whether the file asks for nothing that needs a time: numbers of the stationary process, of first passages, resets.
bool needs_no_time(const toml::table& document);
/// Every [[region]].
std::vector<RegionFormula> read_regions(ReadContext& context, const toml::node* tables);
/// Every [[correlation]].
std::vector<CorrelationTable> read_correlations(ReadContext& context, const toml::node* tables);
/// Every [[expectation]].
std::vector<ExpectationTable> read_expectations(ReadContext& context, const toml::node* tables);
/// [stationary]
StationaryTable read_stationary(TableReader& table);
/// [spectrum]
SpectrumTable read_spectrum(TableReader& table);
/// [thermodynamics]
ThermodynamicsTable read_thermodynamics(TableReader& table);
/// [reset]
ResetTable read_reset(TableReader& table);
/// [bridge]
std::optional<BridgeTable> read_bridge(TableReader& table);
/// [first_passage]
FirstPassageTable read_first_passage(TableReader& table);

/// [exact]
std::optional<KnownDensity> read_exact(TableReader& table);

/// [verify]
Verification read_verification(TableReader& table);

}  // namespace fokker::io
