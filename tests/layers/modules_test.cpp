// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "layers/rules.hpp"

using layers::Source;

TEST_CASE("every include line follows an arrow of the table of modules") {
  const auto sources = layers::read_sources(FOKKER_SOURCE_DIR);
  CHECK(sources.size() > 20);
  for (const auto& source : sources) {
    for (const auto& sentence : layers::forbidden_includes(source)) FAIL_CHECK(sentence);
  }
}

TEST_CASE("the table has no cycle: data flows in one direction") {
  // a module's rank is one more than the highest rank that it includes; a cycle would never settle
  std::map<std::string, std::size_t> rank;
  for (std::size_t pass = 0; pass < layers::may_include().size(); ++pass) {
    for (const auto& [module, others] : layers::may_include()) {
      for (const auto& other : others) rank[module] = std::max(rank[module], rank[other] + 1);
    }
  }
  for (const auto& [module, others] : layers::may_include())
    CHECK_MESSAGE(rank[module] < layers::may_include().size(), module);
}

TEST_CASE("the particles cannot reach the grid solver, not even through other modules") {
  std::set<std::string> reached = {"sde"};
  for (std::size_t pass = 0; pass < layers::may_include().size(); ++pass) {
    const auto before = reached;
    for (const auto& module : before)
      reached.insert(layers::may_include().at(module).begin(), layers::may_include().at(module).end());
  }
  for (const auto* module : {"fv", "time", "score"}) CHECK_FALSE(reached.contains(module));
}

TEST_CASE("a forged include is seen") {
  const auto faults = [](const std::string& module, const std::string& line) {
    return layers::forbidden_includes({module, "forged.cpp", "#pragma once\n" + line + "\n"}).size();
  };
  CHECK(faults("sde", "#include \"fokker/fv/operator.hpp\"") == 1);
  CHECK(faults("sde", "  #  include \"score/table.hpp\"") == 1);
  CHECK(faults("grid", "#include <fokker/process/process.hpp>") == 1);
  CHECK(faults("time", "#include \"fokker/process/process.hpp\"") == 1);
  CHECK(faults("core", "#include \"fokker/cellar/wine.hpp\"") == 1);
  CHECK(faults("cellar", "#include \"fokker/core/error.hpp\"") == 1);
  CHECK(faults("fv", "#include <hdf5.h>") == 1);
  CHECK(faults("verify", "#include <nlohmann/json.hpp>") == 1);
  CHECK(faults("sde", "#include <boost/numeric/odeint.hpp>") == 1);
  CHECK(faults("process", "#include <Random123/philox.h>") == 1);
  CHECK(faults("io", "#include <CLI/CLI.hpp>") == 1);
  CHECK(faults("io/toml", "#include <hdf5.h>") == 1);
  CHECK(faults("study", "#include \"fokker/io/toml/problem_file.hpp\"") == 1);
  CHECK(faults("io/hdf5", "#include \"io/toml/document.hpp\"") == 1);
  CHECK(faults("study", "#include <pybind11/pybind11.h>") == 1);
  CHECK(faults("app", "#include \"python/arrays.hpp\"") == 1);
  CHECK(faults("study", "#include \"fokker/spread/spread.hpp\"") == 1);
  CHECK(faults("app", "#include <mpi.h>") == 1);
  CHECK(faults("time", "#include <petscsf.h>") == 1);

  CHECK(faults("sde", "#include \"fokker/grid/grid.hpp\"") == 0);
  CHECK(faults("io/toml", "#include <toml++/toml.h>") == 0);
  CHECK(faults("fv", "#include <fmt/format.h>") == 0);
  CHECK(faults("fv", "#include \"helper.hpp\"") == 0);
}
