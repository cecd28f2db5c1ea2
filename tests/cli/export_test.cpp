// SPDX-License-Identifier: MIT
// fokker export: CSV for R and pandas, .npz for numpy.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

TEST_CASE("a folder gets one table per group and coordinates") {
  const Sandbox sandbox;
  const Outcome outcome = sandbox.run("fokker export '" + fixture + "' --csv tables && ls tables");
  CHECK(outcome.code == 0);
  for (const std::string name :
       {"forward_time.csv", "forward_time_x_y.csv", "forward_time_wall.csv", "reverse_anderson_time_component.csv",
        "particles_forward_path_time_path_component.csv", "particles_forward_particle_component.csv",
        "verification_check.csv", "x_edges.csv"})
    CHECK_MESSAGE(contains(outcome.out, name + "\n"), name);
  CHECK(contains(outcome.err, "21 tables written to tables"));
  CHECK(sandbox.read("tables/forward_time_x_y.csv").starts_with("time,x,y,density,density_error\n0,-1.8,"));
  CHECK(sandbox.read("tables/x_edges.csv").starts_with("x_edges\n-2\n-1.6\n"));
}

TEST_CASE("one table goes to a file or to standard output, one time on request") {
  const Sandbox sandbox;
  const std::string line = "fokker export '" + fixture + "' --dataset forward/mass --csv ";
  const Outcome outcome = sandbox.run(line + "-");
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("time,mass\n0,0.9997"));
  CHECK(sandbox.run(line + "mass.csv").code == 0);
  CHECK(sandbox.read("mass.csv") == outcome.out);
  const Outcome near = sandbox.run(line + "- --time 0.3");
  CHECK(near.out.starts_with("time,mass\n0.25,"));
  CHECK(near.out.size() < outcome.out.size());
  CHECK(contains(near.err, "no snapshot at 0.3; the nearest, at 0.25"));
}

TEST_CASE("numpy and pandas read back what h5py reads") {
  const Sandbox sandbox;
  if (sandbox.run("/usr/bin/python3 -c 'import h5py'").code != 0) {
    MESSAGE("skipped: no h5py");
    return;
  }
  REQUIRE(sandbox.run("fokker export '" + fixture + "' --npz all.npz --csv tables").code == 0);
  const Outcome outcome = sandbox.run("FIXTURE='" + fixture + R"(' /usr/bin/python3 - <<'PY'
import os, zipfile
import h5py, numpy
assert zipfile.ZipFile("all.npz").testzip() is None
arrays, file = numpy.load("all.npz"), h5py.File(os.environ["FIXTURE"])
assert len(arrays.files) == len(set(arrays.files))
for name in ("time", "x_edges", "component", "forward/density", "forward/absorbed", "reverse/anderson/covariance",
             "particles/forward/counts", "particles/forward/paths", "particles/forward/samples",
             "verification/comparison", "verification/passed", "verification/tv"):
    array = file[name].asstr()[()] if file[name].dtype.kind == "O" else file[name][()]
    assert arrays[name].shape == array.shape and numpy.array_equal(arrays[name], array), name
try:
    import pandas
except ImportError:
    pandas = None
if pandas:
    table = pandas.read_csv("tables/forward_time_x_y.csv", float_precision="round_trip")
    assert list(table.columns) == ["time", "x", "y", "density", "density_error"]
    assert numpy.array_equal(table.density, file["forward/density"][()].ravel())
    checks = pandas.read_csv("tables/verification_check.csv")
    assert checks.comparison[0] == "reverse/anderson|forward" and len(checks) == 6
    assert checks.tv_upper.dtype == numpy.float64 and checks.tv_upper.isna().sum() == 3
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("what cannot be exported is refused, with what can, and nothing is replaced") {
  const Sandbox sandbox;
  REQUIRE(sandbox.run("cp '" + fixture + "' p.h5; mkdir full; echo precious >full/forward_time.csv").code == 0);
  sandbox.write("mine.csv", "precious");
  sandbox.write("text.h5", "no HDF5 at all");
  const struct {
    std::string line;
    int code;
    std::vector<std::string> says;
  } cases[] = {
      {"p.h5", 2, {"neither --csv nor --npz", "try: "}},
      {"p.h5 --csv -", 2, {"one file for 21 tables", "--dataset"}},
      {"p.h5 --csv t --dataset forward/densty", 2, {"'forward/densty'", "try: forward/density"}},
      {"p.h5 --csv t --time 3", 2, {"--time 3", "0 to 0.5"}},
      {"p.h5 --cvs t", 2, {"--csv"}},
      {"text.h5 --csv t", 7, {"text.h5"}},
      {"nowhere.h5 --csv t", 5, {"nowhere.h5"}},
      {"p.h5 --csv mine.csv --dataset forward/mass", 5, {"mine.csv", "--force"}},
      {"p.h5 --npz p.h5 --force", 5, {"the file to read"}},
      {"p.h5 --csv full", 5, {"full/forward_time.csv", "--force"}},
      {"p.h5 --csv nowhere/t", 5, {"nowhere/t"}},
      {"p.h5 --csv text.h5", 5, {"text.h5"}},
  };
  for (const auto& row : cases) {
    CAPTURE(row.line);
    const Outcome outcome = sandbox.run("fokker export " + row.line);
    CHECK(outcome.code == row.code);
    CHECK(outcome.out.empty());
    for (const auto& part : row.says) CHECK_MESSAGE(contains(outcome.err, part), part << " in: " << outcome.err);
  }
  CHECK(sandbox.files() == "full, mine.csv, p.h5, text.h5");
  CHECK(sandbox.read("mine.csv") == "precious");
  CHECK(sandbox.run("fokker export p.h5 --csv mine.csv --dataset forward/mass --force").code == 0);
  CHECK(sandbox.read("mine.csv") != "precious");
}
