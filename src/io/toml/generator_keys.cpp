// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "fokker/problem/generator_tables.hpp"
#include "io/toml/key_tables.hpp"

namespace fokker {

std::vector<KeyTable> generator_keys() {
  const SpectrumTable spectrum;
  const FirstPassageTable passage;
  return {
      {"[[region]]",
       "",
       "a set of points whose boundary is resolved by distance, not by cells",
       {{"name", "string", "letter, then letters, digits, _ and -", needed_key, "its name as an exit"},
        {"inside", "formula", "in the axes", needed_key, "> 0 in the set; a comparison serves"}}},
      {"[stationary]", "", "stationary density, currents, entropy production, from the rates of edges", {}},
      {"[spectrum]",
       "",
       "eigenvalues of -L and their vectors, slowest first",
       {{"count", "integer", ">= 1", fmt::format("{}", spectrum.count),
         "of modes; one more where that would cut a complex pair"}}},
      {"[first_passage]",
       "",
       "times and probabilities to reach exits, as functions of the start",
       {{"to", "list of names", "regions and boundaries, e.g. \"x_lower\"", "all regions",
         "exits beside the absorbing boundaries"},
        {"moments", "integer", "1 to 20", fmt::format("{}", passage.moments), "of the time, also by exit"},
        {"committor", "table", "{ from = \"REGION\", to = \"REGION\" }", no_value,
         "probabilities, flux and rate of transitions between two regions"}}},
      {"[reset]",
       "",
       "a process that starts again: rate, density, power spectrum of the ends",
       {{"to", "table", "like [initial]", "the initial law", "where it starts again"},
        {"rate", "number", "> 0", no_value, "starts again at the times of a Poisson process, not when it has ended"},
        {"delay", "number", ">= 0", "0", "between an end and the next start"},
        {"frequencies", "list", "> 0", "[]", "of the power spectrum of the ends"}}},
      {"[thermodynamics]", "", "entropy, its production and Fisher information at the snapshots of a run", {}},
      {"[[correlation]]",
       "",
       "<first(x(t)) second(x(0))> - <first> <second> of the stationary process",
       {{"name", "string", "letter, then letters, digits, _ and -", needed_key, "its name in tables and OUT.h5"},
        {"first", "formula", "in the axes", needed_key, "the later observable"},
        {"second", "formula", "in the axes", "first", "the earlier observable"},
        {"end", "number", "> 0", no_value, "last lag; without it only integral and power spectrum"},
        {"lags", "integer", ">= 2", "101", "equally spaced from 0"},
        {"frequencies", "list", "> 0", "[]", "angular, of the power spectrum"}}},
      {"[bridge]",
       "",
       "Schroedinger bridge from the initial law to another one, over the time of the problem",
       {{"target", "table", "like [initial]", needed_key, "the law at `end`"},
        {"snapshots", "integer", ">= 2", "11", "stored times, both ends included; without `process`"},
        {"steps", "integer", ">= 1", "200", "of equal length"},
        {"tolerance", "number", "> 0", "1e-10", "L1 distance of the start from the initial law"},
        {"iterations", "integer", ">= 1", "1000", "at most"},
        {"process", "boolean", no_value, "false",
         "forward solve, reversals and particles are of the bridge, which is stored at their snapshots"},
        {"end", "number", ">= time.end", "time.end",
         "time of the target; later than time.end for a point with `process`"}}},
      {"[[expectation]]",
       "",
       "from each start, E[exp(-int killing) payoff at time.end + int exp(-int killing) running dt]",
       {{"name", "string", "letter, then letters, digits, _ and -", needed_key, "its name in tables and OUT.h5"},
        {"payoff", "formula", "in the axes", needed_key, "received at time.end"},
        {"killing", "formula", "in the axes", "0", "discount rate or rate of loss"},
        {"running", "formula", "in the axes", "0", "received per time"},
        {"at_exit", "table", "{ x_lower = 1.0 }", "{}", "received at absorbing boundaries and regions"},
        {"at", "list of points", no_value, "[]", "where value and derivatives are reported"},
        {"steps", "integer", ">= 1", "200", "of equal length, from time.end to time.start"}}},
      {"committor = {}",
       "",
       "in [first_passage]: transitions of the stationary process",
       {{"from", "name", "of a [[region]]", needed_key, "that paths leave"},
        {"to", "name", "of a [[region]]", needed_key, "that paths reach"}}}};
}

}  // namespace fokker
