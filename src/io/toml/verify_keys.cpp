// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <limits>

#include "fokker/verify/metric_entry.hpp"
#include "fokker/verify/scalar.hpp"
#include "io/toml/key_tables.hpp"

namespace fokker {
namespace {

constexpr double most_number = std::numeric_limits<double>::max();

KeyTable comparison_keys() {
  const std::string grids = "{ tv = 1e-2 }", particles = "{ tv_upper = 2e-2 }",
                    estimates = "{ tv = 1e-2, absorbed = 1.5e-2 }";
  KeyTable table{
      "[verify]",
      "",
      "bounds on differences, checked at every snapshot, and on numbers of the tables that ask for more than densities",
      {{"forward_exact", "table of bounds", no_value, grids, "the forward density against the exact one"},
       {"forward_stationary", "table of bounds", no_value, grids,
        "the last forward density against the Boltzmann one, where it has relaxed to it"},
       {"forward_bridge", "table of bounds", no_value, grids,
        "the forward density against the marginals of the [bridge] that it solves"},
       {"forward_coarse", "table of bounds", no_value, estimates,
        "the estimated error of the forward density: tv; with absorbing boundaries that of the absorbed mass, too"},
       {"reverse_forward", "table of bounds", no_value, grids, "each reversed density against the forward one"},
       {"reverse_exact", "table of bounds", no_value, grids, "each reversed density against the exact one"},
       {"reverse_coarse", "table of bounds", no_value, estimates,
        "the same of each reversed density, with the mass that comes back in"},
       {"particles", "table of bounds", no_value, particles,
        "particles against the forward density, and of samplers against theirs"},
       {"particles_reverse", "table of bounds", no_value, particles, "reversed particles against the reversed density"},
       {"false_alarm", "number", "> 0, < 1", "1e-6",
        "probability that any test of particles rejects equal distributions"}}};
  for (const char* of : number_tables)
    table.keys.push_back({of, "table of number bounds", no_value, no_value, fmt::format("numbers of {}", of)});
  return table;
}

KeyTable number_bound_keys() {
  return {"number bound",
          "",
          "of one number, e.g. [verify] stationary = { mean_x = { is = 0.0, within = 1e-6 } }",
          {{"is", "number", no_value, no_value, "its known value"},
           {"within", "number", ">= 0", no_value, "largest distance from `is`, which needs it"},
           {"error", "number", ">= 0", no_value, "largest estimated discretization error"}}};
}

KeyTable bound_keys() {
  KeyTable table{"bounds",
                 "",
                 "of one comparison in [verify], none: not checked; absorbed of estimated errors alone, beside any "
                 "other, and those "
                 "from tv_upper on of particles alone",
                 {}};
  for (const MetricEntry* entry : bounded_metrics())
    table.keys.push_back({entry->name, "number",
                          entry->most < most_number ? fmt::format("0 to {}", entry->most) : ">= 0", no_value,
                          entry->meaning});
  return table;
}

}  // namespace

std::vector<KeyTable> verify_keys() { return {comparison_keys(), bound_keys(), number_bound_keys()}; }

}  // namespace fokker
