// SPDX-License-Identifier: MIT
// Files of schema 1, old and new: tests/unit/io/data/schema1.h5 was written by fokker 0.1.0 before counts were packed.
#include <cstdlib>

#include "fokker/io/result/export.hpp"
#include "fokker/io/result/result.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::string data = FOKKER_SOURCE_DIR "/tests/unit/io/data/";

bool python(const std::string& code) {
  return std::system(("/usr/bin/python3 -c '" + code + "' 2>/dev/null").c_str()) == 0;
}

Result counted() {
  Evidence evidence{Grid({uniform_axis("x", 0, 1, 128), uniform_axis("y", 0, 1, 100)}), {0, 1}, {}, {}, {}, {}, {}};
  const Eigen::Index cells = evidence.grid.cells();
  evidence.forward.densities = {Array::LinSpaced(cells, 0, 1), Array::LinSpaced(cells, 1, 0)};
  evidence.forward.statistics.absorbed = Array::Zero(4);
  ParticleSolution particles;
  particles.name = "forward";
  for (int k = 0; k < 2; ++k) {
    particles.counts.push_back(Array::NullaryExpr(cells, [k](Eigen::Index i) { return double((i * i + k) % 7); }));
    particles.outside.push_back(3);
    particles.means.push_back(Vector::Zero(2));
    particles.covariances.push_back(Matrix::Identity(2, 2));
  }
  particles.total = 1e5;
  particles.scheme = "exact";
  evidence.particles = particles;
  Result result{"counted", "schema = 1\n", evidence, {}, {}};
  result.command = "fokker run p.toml";
  return result;
}

}  // namespace

TEST_CASE("a file of schema 1 from before is read, with all that it can hold") {
  const Result snapshots = read_result(data + "schema1.h5", {.trust = true});
  CHECK(snapshots.title == "All that schema 1 can hold, on 10 x 6 cells");
  CHECK(snapshots.command.empty());
  const Evidence& evidence = snapshots.evidence;
  CHECK(evidence.times == std::vector<double>{0, 0.25, 0.5});
  CHECK(evidence.grid.axis(0).lower == Boundary::absorbing);
  CHECK(evidence.forward.errors.size() == 3);
  CHECK(evidence.forward.absorption_rates.size() == 3);
  CHECK(evidence.reversals.at(0).name == "anderson");
  CHECK(evidence.particles->seed == 7);
  CHECK(evidence.particles->paths.size() == 9);
  CHECK(evidence.particles->samples.rows() == 60);
  CHECK(evidence.particles->coarse.size() == 3);
  CHECK(snapshots.report.passed);
  CHECK(snapshots.report.checks.size() == 6);
  CHECK(snapshots.report.significance.tests == 24);
}

TEST_CASE("schema.md names every dataset of it") {
  std::ifstream stream(FOKKER_SOURCE_DIR "/src/io/schema.md");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  for (const Variable& variable : read_variables(data + "schema1.h5", {}, {.trust = true}))
    if (!variable.coordinate) CHECK_MESSAGE(contains(text, "`" + variable.name + "`"), variable.path);
}

TEST_CASE("what is read from it and written again is the same") {
  const Folder folder;
  const Result old = read_result(data + "schema1.h5", {.trust = true});
  write_result(folder / "new.h5", old);
  const Result again = read_result(folder / "new.h5");
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK((again.evidence.forward.densities[k] == old.evidence.forward.densities[k]).all());
    CHECK((again.evidence.particles->counts[k] == old.evidence.particles->counts[k]).all());
  }
  CHECK(again.problem == old.problem);
}

TEST_CASE("counts of particles are packed and read back; the command is kept") {
  const Folder folder;
  const Result written = counted();
  write_result(folder / "out.h5", written);
  // two densities and no more than a quarter of counts, histogram and corners
  const auto cells = static_cast<std::size_t>(written.evidence.grid.cells());
  CHECK(std::filesystem::file_size(folder / "out.h5") < 8 * cells * 2 + 8 * cells * 2 / 2 + 40000);
  const Result read = read_result(folder / "out.h5");
  for (std::size_t k = 0; k < 2; ++k)
    CHECK((read.evidence.particles->counts[k] == written.evidence.particles->counts[k]).all());
  CHECK(read.command == "fokker run p.toml");
}

TEST_CASE("a file of a newer schema is refused with both versions") {
  if (!python("import h5py")) {
    MESSAGE("no h5py here");
    return;
  }
  const Folder folder;
  std::filesystem::copy_file(data + "schema1.h5", folder / "new.h5");
  REQUIRE(python("import h5py; f = h5py.File(\"" + (folder / "new.h5").string() +
                 "\", \"r+\"); f.attrs[\"fokker_schema\"] = 2; f.attrs[\"fokker_version\"] = \"9.9\""));
  const Error error = error_of([&] { read_result(folder / "new.h5", {.trust = true}); });
  CHECK(error.fault() == Fault::data);
  for (const char* part : {"new.h5", "layout schema 2, written by fokker 9.9", "schema 1, which fokker "})
    CHECK_MESSAGE(contains(error.what(), part), error.what());
}

TEST_CASE("packed counts of which a chunk is missing are refused") {
  if (!python("import h5py")) {
    MESSAGE("no h5py here");
    return;
  }
  const Folder folder;
  write_result(folder / "out.h5", counted());
  REQUIRE(python(
      "import h5py; f = h5py.File(\"" + (folder / "out.h5").string() +
      "\", \"r+\"); g = f[\"particles/forward\"]; d = g[\"counts\"]; v = d[()]; c = d.chunks; del g[\"counts\"]; "
      "n = g.create_dataset(\"counts\", v.shape, v.dtype, chunks=(1, 64, 100), compression=1, shuffle=True); "
      "n[0] = v[0]"));
  const Error error = error_of([&] { read_result(folder / "out.h5", {.trust = true}); });
  CHECK(error.fault() == Fault::data);
  CHECK(contains(error.what(), "/particles/forward/counts"));
}
