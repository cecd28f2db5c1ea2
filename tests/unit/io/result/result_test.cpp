// SPDX-License-Identifier: MIT
#include "fokker/io/result/result.hpp"

#include <sys/stat.h>

#include <cstring>
#include <limits>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Cell averages that need all bits of a double, and tiny ones.
Array some_density(Eigen::Index cells, double seed) {
  Array density(cells);
  for (Eigen::Index i = 0; i < cells; ++i) density[i] = std::exp(std::sin(seed + static_cast<double>(i)));
  density[0] = 4.9e-324;
  density[cells - 1] = 0;
  return density;
}

GridSolution some_solution(Eigen::Index cells, double seed) {
  GridSolution solution;
  for (int k = 0; k < 3; ++k) solution.densities.push_back(some_density(cells, seed + k));
  solution.statistics = {.steps = 400,
                         .rejected = 3,
                         .limited_lines = 2,
                         .limited_mass = 1e-17,
                         .zeroed_cells = 5,
                         .zeroed_mass = 1e-300,
                         .absorbed = Array::Constant(2, seed)};
  solution.starting_mass = 0.99999;
  solution.outside_mass = 1e-5;
  for (int k = 0; k < 3; ++k) solution.errors.push_back(some_density(cells, seed + k) * 1e-6);
  solution.orders = {std::numeric_limits<double>::quiet_NaN(), 2.01, 1.9};
  solution.replaced_cells = 4;
  solution.replaced_mass = 1e-9;
  return solution;
}

ParticleSolution some_particles(const std::string& name, Eigen::Index cells, int d) {
  ParticleSolution particles;
  particles.name = name;
  for (int k = 0; k < 3; ++k) {
    particles.counts.push_back(Array::LinSpaced(cells, 0, static_cast<double>(cells - 1)));
    particles.outside.push_back(2);
    particles.means.push_back(Vector::LinSpaced(d, 0.1, 0.7));
    particles.covariances.push_back(Matrix::Identity(d, d) * (k + 0.3));
  }
  particles.covariances[1](d - 1, 0) = 0.125;
  particles.total = static_cast<double>(cells * (cells - 1) / 2 + 2);
  particles.steps = 1000;
  particles.scheme = "euler-maruyama";
  particles.seed = 18446744073709551615u;
  particles.path_times = {0.25, 0.5};
  particles.paths = {Points::Constant(3, d, 0.7), Array::LinSpaced(3 * d, 0.1, 0.9).reshaped(3, d)};
  particles.samples = Array::LinSpaced(5 * d, -0.3, 7).reshaped(5, d);
  particles.samples_time = 0.5;
  for (std::size_t k = 0; k < particles.counts.size(); ++k)
    particles.coarse.push_back({particles.counts[k] + 1, 3, particles.counts[k] + 2, 1});
  particles.weak_order = 2;
  return particles;
}

Report some_report(int d) {
  Check plain;
  plain.comparison = *compared_from("forward|exact");
  plain.time = 0.5;
  plain.metrics.tv = 0.1;
  plain.metrics.kl = 0.2;
  plain.metrics.w1 = Array::LinSpaced(d, 1, 2);
  plain.metrics.linf = 0.3;
  plain.metrics.mean = Vector::LinSpaced(d, 3, 4);
  plain.metrics.covariance = Matrix::Identity(d, d);
  plain.metrics.covariance(0, d - 1) = 0.75;
  plain.bounds = {{"tv", 0.01}};
  plain.passed = false;
  Check counted = plain;
  counted.comparison = *compared_from("particles/forward|forward");
  counted.metrics.kl.reset();
  counted.metrics.kl_empty_cells = 4;
  counted.metrics.tv_upper = 0.02;
  counted.bounds.clear();
  counted.passed.reset();
  return {false, {plain, counted}, {1e-15, -1e-9, 1e-12, 3, 1e-6}};
}

Result some_snapshots(std::vector<Axis> axes) {
  const Grid grid(std::move(axes));
  Evidence evidence{grid, {0.0, 0.5, 1.0}, some_solution(grid.cells(), 0.1), {}, {}, {}, {}};
  for (int k = 0; k < 3; ++k) evidence.exact.push_back(some_density(grid.cells(), 9 + k));
  evidence.reversals.push_back({"zeta", 0.5, true, 7, some_solution(grid.cells(), 0.2)});
  evidence.reversals.push_back({"alpha-2", 2, false, 0, some_solution(grid.cells(), 0.3)});
  evidence.particles = some_particles("forward", grid.cells(), grid.dimension());
  evidence.particle_reversals.push_back(some_particles("zeta", grid.cells(), grid.dimension()));
  return {"a title with \xC3\xBC",
          std::string(100000, '#').append("\nschema = 1\n"),
          evidence,
          some_report(grid.dimension()),
          {"one note", "another"}};
}

Result line_snapshots() {
  Result snapshots = some_snapshots({uniform_axis("x", -1, 2, 64, {Boundary::absorbing, Boundary::reflecting})});
  GridSolution& forward = snapshots.evidence.forward;
  forward.absorbed = {Array{{0.0, 0.0}}, Array{{0.1, 0.0}}, Array{{0.3, 0.0}}};
  forward.absorption_rates = {Array{{0.0, 0.0}}, Array{{0.5, 0.0}}, Array{{0.25, 0.0}}};
  return snapshots;
}
Result plane_snapshots() {
  return some_snapshots(
      {uniform_axis("pos", -1, 2, 12, {Boundary::periodic, Boundary::periodic}), uniform_axis("vel", 0, 0.3, 7)});
}

bool same_bits(const Array& a, const Array& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}

void check_same(const std::vector<Array>& a, const std::vector<Array>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) CHECK(same_bits(a[k], b[k]));
}

void check_same(const GridSolution& a, const GridSolution& b) {
  check_same(a.densities, b.densities);
  CHECK(a.starting_mass == b.starting_mass);
  CHECK(a.outside_mass == b.outside_mass);
  CHECK(a.statistics.steps == b.statistics.steps);
  CHECK(a.statistics.rejected == b.statistics.rejected);
  CHECK(a.statistics.limited_lines == b.statistics.limited_lines);
  CHECK(a.statistics.limited_mass == b.statistics.limited_mass);
  CHECK(a.statistics.zeroed_cells == b.statistics.zeroed_cells);
  CHECK(a.statistics.zeroed_mass == b.statistics.zeroed_mass);
  CHECK(same_bits(a.statistics.absorbed, b.statistics.absorbed));
  check_same(a.absorbed, b.absorbed);
  check_same(a.absorption_rates, b.absorption_rates);
  check_same(a.errors, b.errors);
  CHECK(std::memcmp(a.orders.data(), b.orders.data(), 8 * a.orders.size()) == 0);
  CHECK(a.replaced_cells == b.replaced_cells);
  CHECK(a.replaced_mass == b.replaced_mass);
}

void check_same(const ParticleSolution& a, const ParticleSolution& b) {
  CHECK(a.name == b.name);
  check_same(a.counts, b.counts);
  CHECK(a.outside == b.outside);
  CHECK(a.means == b.means);
  CHECK(a.covariances == b.covariances);
  CHECK(a.total == b.total);
  CHECK(a.steps == b.steps);
  CHECK(a.scheme == b.scheme);
  CHECK(a.seed == b.seed);
  CHECK(a.path_times == b.path_times);
  REQUIRE(a.paths.size() == b.paths.size());
  for (std::size_t k = 0; k < a.paths.size(); ++k) CHECK((a.paths[k] == b.paths[k]).all());
  CHECK((a.samples == b.samples).all());
  CHECK(a.samples_time == b.samples_time);
  CHECK(a.weak_order == b.weak_order);
  REQUIRE(a.coarse.size() == b.coarse.size());
  for (std::size_t k = 0; k < a.coarse.size(); ++k) {
    CHECK((a.coarse[k].counts == b.coarse[k].counts).all());
    CHECK((a.coarse[k].shared == b.coarse[k].shared).all());
    CHECK(a.coarse[k].outside == b.coarse[k].outside);
    CHECK(a.coarse[k].shared_outside == b.coarse[k].shared_outside);
  }
}

void check_same(const Evidence& a, const Evidence& b) {
  REQUIRE(a.grid.dimension() == b.grid.dimension());
  for (int k = 0; k < a.grid.dimension(); ++k) {
    CHECK(a.grid.axis(k).name == b.grid.axis(k).name);
    CHECK(same_bits(a.grid.axis(k).edges, b.grid.axis(k).edges));
    CHECK(a.grid.axis(k).lower == b.grid.axis(k).lower);
    CHECK(a.grid.axis(k).upper == b.grid.axis(k).upper);
  }
  CHECK(a.times == b.times);
  check_same(a.forward, b.forward);
  check_same(a.exact, b.exact);
  REQUIRE(a.reversals.size() == b.reversals.size());
  for (std::size_t i = 0; i < a.reversals.size(); ++i) {
    CHECK(a.reversals[i].name == b.reversals[i].name);
    CHECK(a.reversals[i].alpha == b.reversals[i].alpha);
    CHECK(a.reversals[i].starts_from_forward == b.reversals[i].starts_from_forward);
    CHECK(a.reversals[i].score_cells == b.reversals[i].score_cells);
    check_same(a.reversals[i].solution, b.reversals[i].solution);
  }
  REQUIRE(b.particles.has_value());
  check_same(*a.particles, *b.particles);
  REQUIRE(a.particle_reversals.size() == b.particle_reversals.size());
  check_same(a.particle_reversals[0], b.particle_reversals[0]);
}

void check_same(const Report& a, const Report& b) {
  CHECK(a.passed == b.passed);
  CHECK(a.invariants.mass_error == b.invariants.mass_error);
  CHECK(a.invariants.minimum == b.invariants.minimum);
  CHECK(a.invariants.limited_mass == b.invariants.limited_mass);
  CHECK(a.invariants.score_cells == b.invariants.score_cells);
  CHECK(a.invariants.outside_mass == b.invariants.outside_mass);
  REQUIRE(a.checks.size() == b.checks.size());
  for (std::size_t i = 0; i < a.checks.size(); ++i) {
    CHECK(a.checks[i].comparison == b.checks[i].comparison);
    CHECK(a.checks[i].time == b.checks[i].time);
    CHECK(a.checks[i].bounds == b.checks[i].bounds);
    CHECK(a.checks[i].passed == b.checks[i].passed);
    CHECK(a.checks[i].metrics.tv == b.checks[i].metrics.tv);
    CHECK(a.checks[i].metrics.kl == b.checks[i].metrics.kl);
    CHECK(a.checks[i].metrics.kl_empty_cells == b.checks[i].metrics.kl_empty_cells);
    CHECK(same_bits(a.checks[i].metrics.w1, b.checks[i].metrics.w1));
    CHECK(a.checks[i].metrics.linf == b.checks[i].metrics.linf);
    CHECK(a.checks[i].metrics.mean == b.checks[i].metrics.mean);
    CHECK(a.checks[i].metrics.covariance == b.checks[i].metrics.covariance);
    CHECK(a.checks[i].metrics.tv_upper == b.checks[i].metrics.tv_upper);
    CHECK(a.checks[i].metrics.p_value == b.checks[i].metrics.p_value);
  }
}

}  // namespace

TEST_CASE("what is written is read back to the last bit, in one and two dimensions") {
  for (const Result& written : {line_snapshots(), plane_snapshots()}) {
    const Folder folder;
    write_result(folder / "out.h5", written);
    CHECK(folder.entries() == 1);
    const Result read = read_result(folder / "out.h5");
    CHECK(read.title == written.title);
    CHECK(read.problem == written.problem);
    CHECK(read.notes == written.notes);
    check_same(written.evidence, read.evidence);
    check_same(written.report, read.report);
  }
}

TEST_CASE("a run without exact law, reversals, particles and checks is written and read") {
  Result written = line_snapshots();
  written.evidence.exact.clear();
  written.evidence.reversals.clear();
  written.evidence.particles.reset();
  written.evidence.particle_reversals.clear();
  written.report.checks.clear();
  const Folder folder;
  write_result(folder / "out.h5", written);
  const Result read = read_result(folder / "out.h5");
  check_same(written.evidence.forward, read.evidence.forward);
  CHECK(read.evidence.exact.empty());
  CHECK(read.evidence.reversals.empty());
  CHECK_FALSE(read.evidence.particles);
  CHECK(read.report.checks.empty());
}

TEST_CASE("the same content gives the same bytes") {
  const Folder folder;
  write_result(folder / "a.h5", line_snapshots());
  write_result(folder / "b.h5", line_snapshots());
  CHECK(folder.read("a.h5") == folder.read("b.h5"));
}

TEST_CASE("evidence whose rows do not fit its grid is our own fault and writes nothing") {
  Result wrong = line_snapshots();
  wrong.evidence.forward.densities.pop_back();
  const Folder folder;
  CHECK(error_of([&] { write_result(folder / "out.h5", wrong); }).fault() == Fault::internal);
  CHECK(folder.entries() == 0);
}

TEST_CASE("only an HDF5 file of fokker counts as one") {
  const Folder folder;
  write_result(folder / "out.h5", line_snapshots());
  CHECK(is_fokker_file(folder / "out.h5"));
  CHECK_FALSE(is_fokker_file(folder.write("text.h5", "schema = 1")));
  CHECK_FALSE(is_fokker_file(folder / "none.h5"));
  CHECK_FALSE(is_fokker_file(folder / ""));
  const std::string bytes = folder.read("out.h5");
  CHECK_FALSE(is_fokker_file(folder.write("cut.h5", bytes.substr(0, 1000))));
  CHECK(is_fokker_file(folder.write("unsealed.h5", bytes.substr(0, bytes.rfind("\nfokker: "))), {.trust = true}));
  CHECK_FALSE(is_fokker_file(folder.write("text_with_seal.h5", "text" + bytes.substr(bytes.rfind("\nfokker: ")))));
}

TEST_CASE("what is no whole fokker file is refused with its name") {
  const Folder folder;
  write_result(folder / "out.h5", line_snapshots());
  const std::string bytes = folder.read("out.h5");
  folder.write("text.h5", "schema = 1\n");
  folder.write("empty.h5", "");
  folder.write("cut.h5", bytes.substr(0, bytes.size() / 2));
  for (const std::string name : {"text.h5", "empty.h5", "cut.h5"}) {
    const Error error = error_of([&] { read_result(folder / name); });
    CHECK(error.fault() == Fault::data);
    CHECK(contains(error.what(), name));
  }
  CHECK(error_of([&] { read_result(folder / "none.h5"); }).fault() == Fault::file);
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(error_of([&] { read_result(folder / "pipe"); }).fault() == Fault::data);
}

TEST_CASE("a density that is not finite is refused with dataset, time and cell") {
  Result wrong = line_snapshots();
  wrong.evidence.forward.densities[1][5] = std::numeric_limits<double>::quiet_NaN();
  const Folder folder;
  write_result(folder / "out.h5", wrong);
  const Error error = error_of([&] { read_result(folder / "out.h5"); });
  CHECK(error.fault() == Fault::data);
  CHECK(contains(error.what(), "out.h5: error: /forward/density: nan at time 1, cell 5"));
}

TEST_CASE("a snapshot that a reversal left out stays NaN throughout, one that is NaN in part is refused") {
  Result written = line_snapshots();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  written.evidence.reversals[0].solution.densities[0].setConstant(nan);
  const Folder folder;
  write_result(folder / "out.h5", written);
  const auto densities = read_result(folder / "out.h5").evidence.reversals[0].solution.densities;
  CHECK(densities[0].isNaN().all());
  CHECK(same_bits(densities[1], written.evidence.reversals[0].solution.densities[1]));
  written.evidence.reversals[0].solution.densities[1][3] = nan;
  write_result(folder / "out.h5", written);
  const Error error = error_of([&] { read_result(folder / "out.h5"); });
  CHECK(contains(error.what(), "/reverse/zeta/density: nan at time 1, cell 3"));
}

TEST_CASE("an output is refused before computing where it could not be written") {
  const Folder folder;
  CHECK_NOTHROW(check_output(folder / "out.h5", false));
  CHECK(folder.entries() == 0);
  CHECK(error_of([&] { check_output(folder / "none/out.h5", false); }).fault() == Fault::file);
  CHECK(error_of([&] { check_output(folder / "", true); }).fault() == Fault::file);
  std::filesystem::create_directory(folder / "sub");
  CHECK(contains(error_of([&] { check_output(folder / "sub", true); }).what(), "a folder"));
  folder.write("thesis", "text");
  CHECK(contains(error_of([&] { check_output(folder / "thesis", false); }).what(), "--force"));
  CHECK_NOTHROW(check_output(folder / "thesis", true));
  CHECK(folder.read("thesis") == "text");
  write_result(folder / "out.h5", line_snapshots());
  CHECK_NOTHROW(check_output(folder / "out.h5", false));
}

TEST_CASE("xarray, h5py and netCDF find every dataset with its coordinates") {
  const std::string script = FOKKER_SOURCE_DIR "/tests/cli/read_with_xarray.py";
  if (std::system("/usr/bin/python3 -c 'import xarray, netCDF4, h5py' 2>/dev/null") != 0) {
    MESSAGE("no xarray here");
    return;
  }
  const Folder folder;
  for (const Result& written : {line_snapshots(), plane_snapshots()}) {
    const auto file = folder / (written.evidence.grid.axis(0).name + ".h5");
    write_result(file, written);
    CHECK(std::system(("/usr/bin/python3 '" + script + "' '" + file.string() + "' > /dev/null").c_str()) == 0);
  }
}
