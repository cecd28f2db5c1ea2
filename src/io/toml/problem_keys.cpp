// SPDX-License-Identifier: MIT
#include "fokker/io/toml/problem_keys.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "fokker/problem/problem.hpp"
#include "io/toml/key_tables.hpp"
#include "io/toml/law_entry.hpp"
#include "io/toml/sampler_keys.hpp"

namespace fokker {
namespace {

constexpr const char* time_formulas = "a number, or in t; one for all axes, or a list";

/// The names of an enum, for the key reference: "a" | "b".
template <class Enum>
std::string words() {
  std::vector<std::string> names;
  for (const auto& [value, name] : EnumNames<Enum>::all) names.emplace_back(name);
  return quoted_alternatives(names);
}

KeyTable top_keys() {
  return {"top",
          "",
          "keys before all tables, and the tables",
          {{"schema", "integer", "1", needed_key, "version of these keys"},
           {"title", "string", no_value, "\"\"", "a line of text, kept in OUT.h5"},
           {"frame", "word, or table", "\"marginal\"", no_value,
            "a moving grid: along mean and standard deviation of the exact marginal, or [frame]"},
           {"parameters", "table", no_value, no_value, "names for formulas"},
           {"process", "table", no_value, needed_key, "the diffusion dx = a dt + G dw"},
           {"initial", "table", no_value, needed_key, "the law at time.initial"},
           {"time", "table", no_value, needed_key, "times, snapshots and steps"},
           {"axis", "tables", "1 to 4", needed_key, "one [[axis]] per dimension"},
           {"target", "table", no_value, no_value, "an accuracy, for which cells and steps are chosen"},
           {"forward", "table", no_value, no_value, "how the forward equation is solved"},
           {"reverse", "tables", no_value, no_value, "one [[reverse]] per reversal"},
           {"particles", "table", no_value, no_value, "Monte Carlo particles"},
           {"sampler", "tables", no_value, no_value, "one [[sampler]] per sampler of a diffusion model"},
           {"verify", "table", no_value, no_value, "bounds on differences"},
           {"exact", "table", no_value, no_value, "the density, if known in closed form"},
           {"region", "tables", no_value, no_value, "one [[region]] per set of points, for first_passage"},
           {"stationary", "table", no_value, no_value, "asks for the stationary density and its currents"},
           {"spectrum", "table", no_value, no_value, "asks for the slowest modes"},
           {"first_passage", "table", no_value, no_value, "asks for first-passage times and probabilities"},
           {"reset", "table", no_value, no_value, "asks for the rate and density of a process that starts again"},
           {"thermodynamics", "table", no_value, no_value, "asks for entropy and its production over time"},
           {"correlation", "tables", no_value, no_value, "one [[correlation]] per pair of observables"},
           {"bridge", "table", no_value, no_value, "asks for the bridge to another density"},
           {"expectation", "tables", no_value, no_value, "one [[expectation]] per function of the start"}}};
}

KeyTable parameter_keys() {
  return {
      "[parameters]",
      "",
      "names for formulas; each may use the others",
      {{"NAME", "number, or formula", "in the other parameters", no_value, "a value that formulas use by its name"}}};
}

/// `kind` of a table, then a table with the keys of each kind.
void add_kinds(std::vector<KeyTable>& tables, const std::string& table, const std::string& meaning,
               const std::vector<KeyTable>& kinds) {
  std::vector<std::string> names;
  for (const KeyTable& kind : kinds) names.push_back(kind.kind);
  tables.push_back(
      {table, "", meaning, {{"kind", "word", quoted_alternatives(names), needed_key, "kind; each has its own keys"}}});
  tables.insert(tables.end(), kinds.begin(), kinds.end());
}

std::vector<KeyTable> process_keys() {
  std::vector<KeyTable> tables;
  for (const ProcessKind& kind : process_kind_entries())
    tables.push_back({"[process]", kind.name, kind.equation, key_entries(kind.parameters)});
  return tables;
}

std::vector<KeyTable> initial_keys() {
  std::vector<KeyTable> tables;
  for (const io::LawEntry& entry : law_entries()) tables.push_back({"[initial]", entry.name, entry.law, entry.keys});
  return tables;
}

KeyTable time_keys() {
  return {"[time]",
          "",
          "times, snapshots and steps",
          {{"initial", "number", no_value, "0", "time of the initial law"},
           {"start", "number", ">= initial", "initial",
            "where the grid solve starts; later than initial only where the exact marginal is known"},
           {"end", "number or word", "> start, or \"steady\"", needed_key,
            "where it ends and reversals begin; \"steady\": where the density no longer changes"},
           {"max_end", "number", "> start", "required with end = \"steady\"", "the latest end"},
           {"steady_tolerance", "number", "> 0", "1e-8", "of end = \"steady\": L1 norm of dp/dt there"},
           {"snapshots", "integer, or list of times", "2 to 1000000", "11", "stored and checked, both ends included"},
           {"spacing", "word", words<Spacing>(), "\"uniform\"", "of the snapshots; geometric where start > 0"},
           {"tolerance", "number", "> 0", "1e-5; with a target 20 target.tv, at most 0.01",
            "local L1 error of an adaptive step"},
           {"steps", "integer", ">= 1", no_value, "fixed steps instead; each snapshot interval gets its share"},
           {"step_spacing", "word", words<Spacing>(), "\"uniform\"", "of fixed steps"},
           {"events", "list of times", "from initial to end", "[]",
            "where coefficients change fast: steps of grid and particles end there; those of formulas are found"},
           {"max_step", "number", "> 0", no_value, "longest step of grid and particles"}}};
}

KeyTable axis_keys() {
  return {
      "[[axis]]",
      "",
      "one coordinate of the grid; in a moving frame in units of the frame",
      {{"name", "string", "letter, then letters, digits, _", needed_key, "variable of formulas, coordinate in OUT.h5"},
       {"min", "number", no_value, "required; found with [target]", "lower end"},
       {"max", "number", "> min", "required; found with [target]", "upper end"},
       {"cells", "integer", "2 to 2147483647", "required; 48, on three axes 24, on four 12, with [target]",
        "number of cells; with [target] those that the search starts with"},
       {"boundary", "word, or list of two", words<Boundary>(), "\"reflecting\"", "lower and upper boundary"},
       {"spacing", "word", "\"uniform\" | \"geometric\" | \"sinh\" | \"power\"", "\"uniform\"",
        "equal cells in x, in log x, or in u where x = centre + width sinh(u) or x = min + (max - min) u^power"},
       {"centre", "number", no_value, "required with sinh", "where cells are finest"},
       {"width", "number", "> 0", "required with sinh", "distance from centre within which cells are about equal"},
       {"power", "number", ">= 1", "2",
        "of spacing power: with 2 cells are narrow at min, as noise that vanishes there needs"},
       {"edges", "list", "3 or more, increasing", no_value, "instead of min, max, cells and spacing"}}};
}

KeyTable target_keys() {
  return {"[target]",
          "",
          "cells and steps are chosen so that estimated errors meet a bound; given ones start the search",
          {{"tv", "number", "> 0, at most 1", needed_key,
            "largest estimated total variation, of all solutions and snapshots"},
           {"max_cells", "number", ">= 1", fmt::format("{}", Target{}.max_cells), "of the grid; ends the search"},
           {"max_seconds", "number", "> 0", fmt::format("{}", Target{}.max_seconds),
            "the search ends before a grid that would exceed it"}}};
}

KeyTable frame_keys() {
  return {"[frame]",
          "",
          "a moving grid: cells are fixed in y = (x - centre)/scale",
          {{"centre", "formula, or list", time_formulas, needed_key, "where y = 0 lies in x"},
           {"scale", "formula, or list", fmt::format("{}; > 0", time_formulas), needed_key,
            "length in x of one unit of y"}}};
}

std::vector<KeyEntry> solve_keys() {
  return {{"flux", "word", words<Flux>(), "\"automatic\"", "how mass moves between cells, see `fokker list fluxes`"},
          {"stepper", "word", words<Stepper>(), "\"sdirk2\"", "how time is stepped, see `fokker list steppers`"},
          {"accuracy", "word", words<Accuracy>(), "\"plain\"",
           "extrapolated from half, the same and twice the cells, with error bars; even numbers of cells"}};
}

KeyTable forward_keys() {
  KeyTable table{"[forward]", "", "how the forward equation is solved", solve_keys()};
  table.keys.push_back({"max_leak", "number", "0 to 1", no_value,
                        "largest mass that may leave through absorbing boundaries, else the solve fails"});
  table.keys.push_back(
      {"error_estimate", "boolean", "true | false", "true",
       "also solve on a half and a quarter of the cells (nonlinear processes: also on about two thirds), "
       "forward and reversed, to estimate the error"});
  return table;
}

KeyTable reverse_keys() {
  KeyTable table{
      "[[reverse]]",
      "",
      "one reversal from time.end to time.start; any number of them",
      {{"name", "string", "letter, then letters, digits, _ and -", "\"reverse\", where there is one",
        "its name in tables and in OUT.h5"},
       {"alpha", "number, or formula", "in t; >= 0", "1", "noise of the reversal: 1 as forward, 0 probability flow"},
       {"score", "word, or table",
        "\"forward\" | \"exact\" | { table = \"FILE.h5\" } | { network = \"FILE.npz\" } | { answers = \"FILE.h5\" }",
        "\"forward\"", "grad log p: of the forward solve, of the exact density, or from a file"},
       {"start", "word, or table", "\"forward\" | \"prior\" | like [initial]", "\"forward\"",
        "what it starts from: p(end), the process's prior, or a law"}}};
  for (const KeyEntry& key : solve_keys()) table.keys.push_back(key);
  return table;
}

KeyTable score_keys() {
  return {"score = {}",
          "",
          "in [[reverse]]: a score from a file",
          {{"table", "path", no_value, "one of the three", "HDF5 file: `score` (time, axes.., component)"},
           {"network", "path", no_value, "one of the three", ".npz or .safetensors file with the layers of a network"},
           {"answers", "path", no_value, "one of the three", "what `fokker points` wrote, with `score` in each group"},
           {"parameterization", "word", words<Parameterization>(), "the file's, or \"score\"", "what the file holds"}}};
}

KeyTable particle_keys() {
  return {"[particles]",
          "",
          "the same processes by Monte Carlo, counted on the same cells",
          {{"count", "integer", ">= 1", "1000000", "particles in each direction"},
           {"scheme", "word", words<Scheme>(), "\"euler-maruyama\"", "how they take a step, see `fokker list schemes`"},
           {"reverse_scheme", "word", "as scheme", "scheme", "the same for reversed particles"},
           {"steps", "integer", ">= 1", "1000",
            "from time.initial to end, back from end to start; 1 with scheme = \"exact\" and no reversal"},
           {"step", "number", "> 0", no_value, "length of a step, instead of steps"},
           {"step_spacing", "word", words<StepSpacing>(), "\"uniform\"",
            "steps equal in t, log t, t^(1/7) or log signal-to-noise"},
           {"seed", "integer", ">= 0", "1", "of the random numbers"},
           {"reverse", "list of names", "names of [[reverse]]", "[]", "reversals that particles simulate, too"},
           {"samplers", "list of names", "names of [[sampler]]", "[]", "samplers whose steps particles take, too"},
           {"paths", "integer", "0 to count", "0", "store the whole paths of the first particles"},
           {"samples", "boolean", "true | false", "false", "store the final positions of all particles"},
           {"step_bias", "boolean", "true | false", "true",
            "estimate the step bias from a coupled run with doubled steps; costs 75 % more time"}}};
}

KeyTable exact_keys() {
  return {"[exact]",
          "",
          "a known density, where the process has none; not in a moving frame",
          {{"density", "formula", "in the axes and t", needed_key, "p(x, t), normalised"}}};
}

}  // namespace

const std::vector<KeyTable>& problem_keys() {
  static const std::vector<KeyTable> all = [] {
    std::vector<KeyTable> tables = {top_keys(), parameter_keys()};
    add_kinds(tables, "[process]", "the diffusion dx = a(x, t) dt + G(x, t) dw", process_keys());
    add_kinds(tables, "[initial]", "the law at time.initial; `start` and `prior` take the same keys", initial_keys());
    for (const auto& table : {time_keys(), axis_keys(), frame_keys(), target_keys(), forward_keys(), reverse_keys(),
                              score_keys(), particle_keys()})
      tables.push_back(table);
    for (const auto& more : {verify_keys(), std::vector{exact_keys()}, generator_keys()})
      tables.insert(tables.end(), more.begin(), more.end());
    return io::with_sampler_keys(std::move(tables));
  }();
  return all;
}

}  // namespace fokker
