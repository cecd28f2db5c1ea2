#include <doctest/doctest.h>

#include "layers/rules.hpp"

using layers::Source;

TEST_CASE("every include line follows an arrow of the table of rooms") {
  const auto house = layers::read_house(FOKKER_SOURCE_DIR);
  CHECK(house.size() > 20);
  for (const auto& source : house) {
    for (const auto& sentence : layers::forbidden_includes(source)) FAIL_CHECK(sentence);
  }
}

TEST_CASE("the table has no cycle: data walks one way") {
  // a room's rank is one more than the highest rank that it includes; a cycle would never settle
  std::map<std::string, std::size_t> rank;
  for (std::size_t pass = 0; pass < layers::may_include().size(); ++pass) {
    for (const auto& [room, others] : layers::may_include()) {
      for (const auto& other : others) rank[room] = std::max(rank[room], rank[other] + 1);
    }
  }
  for (const auto& [room, others] : layers::may_include())
    CHECK_MESSAGE(rank[room] < layers::may_include().size(), room);
}

TEST_CASE("the particles cannot reach the grid solver, not even through other rooms") {
  std::set<std::string> reached = {"sde"};
  for (std::size_t pass = 0; pass < layers::may_include().size(); ++pass) {
    const auto before = reached;
    for (const auto& room : before)
      reached.insert(layers::may_include().at(room).begin(), layers::may_include().at(room).end());
  }
  for (const auto* room : {"fv", "time", "score"}) CHECK_FALSE(reached.contains(room));
}

TEST_CASE("a forged include is seen") {
  const auto faults = [](const std::string& room, const std::string& line) {
    return layers::forbidden_includes({room, "forged.cpp", "#pragma once\n" + line + "\n"}).size();
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

  CHECK(faults("sde", "#include \"fokker/grid/grid.hpp\"") == 0);
  CHECK(faults("io", "#include <toml++/toml.h>") == 0);
  CHECK(faults("fv", "#include <fmt/format.h>") == 0);
  CHECK(faults("fv", "#include \"helper.hpp\"") == 0);
}
