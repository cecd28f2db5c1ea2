// SPDX-License-Identifier: MIT
// OUT.h5 and OUT.xdmf in the programs that their users have, in one to three dimensions and in a moving frame.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

std::string axis(const std::string& name, int cells) {
  return "[[axis]]\nname = \"" + name + "\"\nmin = -4.0\nmax = 5.0\ncells = " + std::to_string(cells) + "\n";
}

/// Noise in `names.size()` dimensions, back again, with particles; every axis has another number of cells.
std::string problem(const std::vector<std::string>& names, const std::string& first = "") {
  std::string mean;
  for (std::size_t k = 0; k < names.size(); ++k) mean += (k > 0 ? ", " : "") + std::to_string(0.5 * double(k) + 0.3);
  std::string text =
      first + "schema = 1\ntitle = \"eco\"\n[process]\nkind = \"ou\"\n[initial]\nkind = \"gaussian\"\nmean = [" + mean +
      "]\nstd = 0.8\n[time]\nend = 0.5\nsnapshots = 3\nsteps = 4\n[[reverse]]\nname = \"back\"\n"
      "[particles]\ncount = 500\nsteps = 4\nreverse = [\"back\"]\n"
      "[verify]\nforward_exact = { tv = 0.9 }\nreverse_forward = { tv = 0.9 }\n"
      "particles = { tv_upper = 0.9 }\nparticles_reverse = { tv_upper = 0.9 }\n";
  for (std::size_t k = 0; k < names.size(); ++k) text += axis(names[k], 14 + 3 * int(k));
  return text;
}

/// One run per number of dimensions and one in a moving frame, as NAME.h5.
const Sandbox& runs() {
  static const Sandbox sandbox;
  static const bool done = [] {
    sandbox.write("one.toml", problem({"x"}));
    sandbox.write("two.toml", problem({"x", "y"}));
    sandbox.write("three.toml", problem({"x", "y", "z"}));
    sandbox.write("moving.toml", problem({"x", "y"}, "frame = \"marginal\"\n"));
    for (const std::string name : {"one", "two", "three", "moving"}) {
      const Outcome outcome = sandbox.run("fokker run " + name + ".toml --quiet");
      REQUIRE_MESSAGE(outcome.code <= 1, outcome.err);
    }
    return true;
  }();
  (void)done;
  return sandbox;
}

bool python_has(const std::string& modules) {
  if (runs().run("/usr/bin/python3 -c 'import " + modules + "'").code == 0) return true;
  MESSAGE("skipped: no " << modules);
  return false;
}

const std::string groups =
    "groups = ['forward', 'exact', 'reverse/back', 'particles/forward', 'particles/reverse/back']\n"
    "axes = {'one': ('x',), 'two': ('x', 'y'), 'three': ('x', 'y', 'z'), 'moving': ('x', 'y')}\n";

}  // namespace

TEST_CASE("xarray opens every group and selects by time, in one, two and three dimensions") {
  if (!python_has("xarray, netCDF4")) return;
  const Outcome outcome = runs().run("/usr/bin/python3 - <<'PY'\nimport numpy, xarray\n" + groups + R"(
for name in axes:
    for group in groups:
        data = xarray.open_dataset(name + ".h5", engine="netcdf4", group=group)
        row = data.density.sel(time=0.26, method="nearest")
        assert data.density.dims == ("time", *axes[name]), (name, group, data.density.dims)
        assert row.dims == axes[name] and float(row.time) == 0.25, (name, group)
        assert numpy.array_equal(row.values, data.density.values[1])
        near = row.sel({a: 0.3 for a in axes[name]}, method="nearest")
        assert near.size == 1 and all(a in near.coords for a in axes[name])
        for variable in data.variables.values():
            assert "units" in variable.attrs and "long_name" in variable.attrs, (name, group, variable)
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("the lines of the README plot a density") {
  if (!python_has("xarray, netCDF4, matplotlib")) return;
  const Outcome outcome = runs().run(R"(MPLBACKEND=Agg /usr/bin/python3 - <<'PY'
import xarray, matplotlib.pyplot as plot
for name in ("one", "two"):
    density = xarray.open_dataset(name + ".h5", group="forward", engine="netcdf4").density
    density.sel(time=0.5, method="nearest").plot()
    assert plot.gca().get_xlabel().startswith(("x", "y")), plot.gca().get_xlabel()
    plot.savefig(name + ".png"); plot.close()
PY
test -s one.png && test -s two.png)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("h5py finds units and a long name on every dataset, and where the file comes from on the root") {
  if (!python_has("h5py")) return;
  const Outcome outcome = runs().run("/usr/bin/python3 - <<'PY'\nimport h5py\n" + groups + R"(
for name in axes:
    file = h5py.File(name + ".h5")
    def visit(path, item):
        if isinstance(item, h5py.Dataset):
            assert item.attrs.get("units") and item.attrs.get("long_name"), (name, path, dict(item.attrs))
    file.visititems(visit)
    d = len(axes[name])
    assert file["forward/density"].attrs["units"] == f"length^-{d}"
    assert file.attrs["fokker_schema"] == 1 and file.attrs["title"] == "eco" and file.attrs["seed"] >= 0
    assert "[process]" in file.attrs["problem"] and file.attrs["command"] == f"fokker run {name}.toml"
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("ncdump, h5dump and h5ls name the variables of every group") {
  for (const std::string name : {"one", "two", "three", "moving"}) {
    CAPTURE(name);
    for (const std::string line : {"ncdump -h ", "h5dump -H ", "h5ls -r "}) {
      CAPTURE(line);
      if (!has_program(line.substr(0, line.find(' ')))) {
        MESSAGE("skipped: no " << line);
        continue;
      }
      const Outcome outcome = runs().run(line + name + ".h5");
      CHECK_MESSAGE(outcome.code == 0, outcome.err);
      for (const char* part :
           {"density", "time", "x_edges", "covariance", "counts", "verification", "back", "tv_upper"})
        CHECK_MESSAGE(contains(outcome.out, part), part);
    }
  }
}

TEST_CASE("the XDMF file refers to what is in OUT.h5, and ParaView finds the same times, places, minima and maxima") {
  if (!python_has("h5py")) return;
  const std::string scripts = FOKKER_SOURCE_DIR "/tests/cli/";
  for (const std::string name : {"one", "two", "three", "moving"}) {
    CAPTURE(name);
    const Outcome parsed =
        runs().run("/usr/bin/python3 '" + scripts + "read_xdmf.py' " + name + ".xdmf " + name + ".json");
    CHECK_MESSAGE(parsed.code == 0, parsed.err);
    if (!has_program("pvpython")) {
      MESSAGE("skipped: no pvpython (package paraview)");
      continue;
    }
    const Outcome shown =
        runs().run("pvpython '" + scripts + "read_with_paraview.py' " + name + ".xdmf " + name + ".json");
    CHECK_MESSAGE(shown.code == 0, shown.err);
    CHECK(contains(shown.out, "3 times"));
  }
}
