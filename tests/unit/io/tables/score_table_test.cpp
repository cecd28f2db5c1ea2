// SPDX-License-Identifier: MIT
#include "fokker/io/tables/score_table.hpp"

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid some_grid() {
  return Grid({uniform_axis("x", -2, 1, 5), uniform_axis("y", 0, 1, 4, {Boundary::periodic, Boundary::periodic})});
}

Score some_score() {
  Score score;
  score.dimension = 2;
  score.at = [](double t) -> Field {
    return [t](const PointsIn& x, PointsOut out) {
      out.col(0) = (x.col(0) + t).sin();
      out.col(1) = x.col(0) * x.col(1) / 3;
    };
  };
  return score;
}

const std::vector<double> times = {0, 0.1, 1.0 / 3};

ScoreTable read_table(const std::filesystem::path& file, const Grid& grid = some_grid()) {
  return read_score_table(file, grid, {.trust = true}).table;
}

}  // namespace

TEST_CASE("a score table comes back bit for bit") {
  const Folder folder;
  write_score_table(folder / "s.h5", some_grid(), some_score(), times);
  const ScoreTable wanted = tabulated(some_score(), some_grid(), times);
  const ScoreTable found = read_table(folder / "s.h5");
  CHECK(found.times == times);
  CHECK(found.periods == wanted.periods);
  REQUIRE(found.coordinates.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) CHECK((found.coordinates[k] == wanted.coordinates[k]).all());
  REQUIRE(found.values.size() == times.size());
  for (std::size_t k = 0; k < times.size(); ++k) CHECK((found.values[k] == wanted.values[k]).all());
  CHECK(folder.entries() == 1);
}

TEST_CASE("a table for axes of other names, order or number is refused (fault 66)") {
  const Folder folder;
  write_score_table(folder / "s.h5", some_grid(), some_score(), times);
  const auto refusal_for = [&](const std::vector<std::string>& names) {
    std::vector<Axis> axes;
    for (const auto& name : names) axes.push_back(uniform_axis(name, -2, 1, 5));
    return error_of([&] { read_table(folder / "s.h5", Grid(axes)); });
  };
  for (const Error& error : {refusal_for({"x"}), refusal_for({"x", "y", "z"})}) {
    CHECK(error.fault() == Fault::data);
    CHECK(contains(error.what(), "/score: shape (3, 11, 9, 2)"));
  }
  CHECK(contains(refusal_for({"x"}).what(), "legal: (time, x, component = 1)"));
  CHECK(contains(refusal_for({"u", "y"}).what(), "/u: missing"));
  CHECK(contains(refusal_for({"y", "x"}).what(), "/score: dimension 1 has the dimension scale '/x', not '/y'"));
}

TEST_CASE("a truncated or overwritten table file is refused, wherever it ends (faults 62, 63)") {
  const Folder folder;
  write_score_table(folder / "s.h5", some_grid(), some_score(), times);
  const std::string bytes = folder.read("s.h5");
  const std::size_t whole =
      bytes.rfind("\nfokker: XXH3");  // what follows is the seal, without which the table is whole
  for (std::size_t length = 0; length < whole; length += 97) {
    const auto file = folder.write("t.h5", bytes.substr(0, length));
    CHECK(error_of([&] { read_table(file); }).fault() == Fault::data);
  }
  const auto file = folder.write("t.h5", bytes.substr(0, bytes.size() / 2) + std::string(bytes.size() / 2, '\0'));
  CHECK(error_of([&] { read_table(file); }).fault() == Fault::data);
}

TEST_CASE("what is no file or no HDF5 file is refused before it is read (faults 65, 72)") {
  const Folder folder;
  for (const std::string text : {"", "no HDF5", "# x\n1\n"}) {
    const Error error = error_of([&] { read_table(folder.write("t.h5", text)); });
    CHECK(error.fault() == Fault::data);
    CHECK(contains(error.what(), "not an HDF5 file"));
  }
  CHECK(contains(error_of([&] { read_table(folder / "."); }).what(), "a folder"));
  CHECK(contains(error_of([&] { read_table("/dev/zero"); }).what(), "not a regular file"));
  const Error missing = error_of([&] { read_table(folder / "nowhere.h5"); });
  CHECK(missing.fault() == Fault::file);
  CHECK(contains(missing.what(), "nowhere.h5"));
  std::filesystem::create_symlink("loop.h5", folder / "loop.h5");
  CHECK(error_of([&] { read_table(folder / "loop.h5"); }).fault() == Fault::file);
}

TEST_CASE("nodes that leave part of the box out are noted") {
  const Folder folder;
  write_score_table(folder / "s.h5", some_grid(), some_score(), times);
  const Grid wider({uniform_axis("x", -2, 4, 10), uniform_axis("y", 0, 1, 4)});
  const std::vector<std::string> notes = read_score_table(folder / "s.h5", wider).notes;
  REQUIRE(notes.size() == 1);
  CHECK(contains(notes[0], "nodes on [-2, 1] along x, the box is [-2, 4]"));
}

TEST_CASE("a table that cannot be written leaves nothing behind") {
  const Folder folder;
  CHECK(error_of([&] { write_score_table(folder / "no/s.h5", some_grid(), some_score(), times); }).fault() ==
        Fault::file);
  CHECK(folder.entries() == 0);
}
