// SPDX-License-Identifier: MIT
// OUT.h5 as other programs see it.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

TEST_CASE("1 and 2 threads give bitwise equal datasets") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  CHECK(sandbox.run("fokker run p.toml --quiet --threads 1 -o one.h5 --set particles.count=50000").code == 0);
  CHECK(sandbox.run("fokker run p.toml --quiet --threads 2 -o two.h5 --set particles.count=50000").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py
one, two = h5py.File("one.h5"), h5py.File("two.h5")
names = []
one.visititems(lambda name, node: names.append(name) if isinstance(node, h5py.Dataset) else None)
assert len(names) > 10, names
for name in names:
    a, b = one[name][()], two[name][()]
    same = a.tolist() == b.tolist() if a.dtype.kind == "O" else a.tobytes() == b.tobytes()
    assert same, name
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("another seed gives other particles and the same densities") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  CHECK(sandbox.run("fokker run p.toml --quiet -o one.h5").code == 0);
  CHECK(sandbox.run("fokker run p.toml --quiet -o two.h5 --set particles.seed=2").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py
one, two = h5py.File("one.h5"), h5py.File("two.h5")
for name, same in (("forward", True), ("reverse/anderson", True), ("particles/forward", False),
                   ("particles/reverse/anderson", False)):
    equal = one[name]["density"][()].tobytes() == two[name]["density"][()].tobytes()
    assert equal == same, name
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("h5dump and ncdump read the file") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  if (has_program("h5dump")) {
    const Outcome outcome = sandbox.run("h5dump -H p.h5");
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, "fokker_schema"));
  }
  if (has_program("ncdump")) {
    const Outcome outcome = sandbox.run("ncdump -h p.h5");
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
    CHECK(contains(outcome.out, "group: forward"));
  }
}

TEST_CASE("xarray opens a group with its coordinates and selects by time") {
  const Sandbox sandbox;
  if (sandbox.run("/usr/bin/python3 -c 'import xarray, netCDF4'").code != 0) {
    MESSAGE("skipped: no xarray");
    return;
  }
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import xarray
for group in ("forward", "exact", "reverse/anderson", "particles/forward", "particles/reverse/anderson"):
    density = xarray.open_dataset("p.h5", group=group, engine="netcdf4").density
    assert density.dims == ("time", "x"), (group, density.dims)
    row = density.sel(time=0.5, method="nearest")
    assert abs(float(row.sum()) * float(density.x[1] - density.x[0]) - 1) < 1e-3, group
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("the problem that was chosen for a target runs by itself, is replaced by the next run, and nothing else is") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  const std::string run = "fokker run p.toml --quiet -o out.h5 --set target.tv=0.5";
  CHECK(sandbox.run(run).code == 0);
  CHECK(contains(sandbox.read("out.chosen.toml"), "forward_coarse"));
  CHECK(sandbox.run("fokker run out.chosen.toml --quiet -o again.h5").code == 0);
  CHECK(sandbox.run(run).code == 0);
  sandbox.write("out.chosen.toml", "mine");
  CHECK(sandbox.run(run).code == 5);
  CHECK(sandbox.read("out.chosen.toml") == "mine");
  CHECK(sandbox.run(run + " --force").code == 0);
}
