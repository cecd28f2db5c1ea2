// SPDX-License-Identifier: MIT
// Score tables as other programs write and read them.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

/// Writes the exact score -x / (0.09 + 0.25 t) of small_problem, then runs `edit` with the file, before its scales are
/// attached, as f, and `late` after it.
Outcome write_table(const Sandbox& sandbox, const std::string& edit, const std::string& late = "",
                    const std::string& name = "s.h5") {
  return sandbox.run("/usr/bin/python3 - <<'PY'\nimport h5py, numpy as np\nf = h5py.File('" + name + R"(', "w")
t = np.linspace(0, 1, 101)
x = (np.arange(128) + 0.5) / 16 - 4
s = -x[None, :, None] / (0.09 + 0.25 * t[:, None, None])
options = {}
)" + edit + R"(
f["time"], f["x"] = t, x
if "score" not in f:
    f.create_dataset("score", data=s, **options)
for k, scale in enumerate(("time", "x")):
    if isinstance(f.get("score", getlink=True), h5py.HardLink) and isinstance(f["score"], h5py.Dataset):
        f[scale].make_scale(scale)
        f["score"].dims[k].attach_scale(f[scale])
)" + late + "\nPY");
}

const std::string table_problem =
    small_problem_with("name = \"anderson\"\n", "name = \"anderson\"\nscore = { table = \"s.h5\" }\n");

struct RefusedTable {
  std::string edit, late;
  std::vector<std::string> says;
};

void check_refused(const std::vector<RefusedTable>& cases) {
  for (const auto& refused : cases) {
    CAPTURE(refused.edit);
    CAPTURE(refused.late);
    const Sandbox sandbox;
    sandbox.write("p.toml", table_problem);
    const Outcome made = write_table(sandbox, refused.edit, refused.late);
    REQUIRE_MESSAGE(made.code == 0, made.err);
    const Outcome outcome = sandbox.run("fokker run p.toml");
    CHECK(outcome.code == 7);
    CHECK(contains(outcome.err, "s.h5: error: key 'reverse.anderson.score.table': "));
    for (const auto& part : refused.says) CHECK_MESSAGE(contains(outcome.err, part), part << " in: " << outcome.err);
    CHECK_FALSE(sandbox.exists("p.h5"));
  }
}

}  // namespace

TEST_CASE("a table made with h5py brings the density back, in the grid solve and in the particles") {
  const Sandbox sandbox;
  sandbox.write("p.toml", table_problem);
  REQUIRE(write_table(sandbox, "").code == 0);
  const Outcome outcome = sandbox.run("fokker run p.toml");
  CHECK_MESSAGE(outcome.code == 0, outcome.err << outcome.out);
  CHECK_FALSE(contains(outcome.err, "note: s.h5"));
  CHECK(contains(sandbox.run("fokker check p.toml").out, "score from a table"));
}

TEST_CASE("a table with the sign turned, or ten per cent too large, is exit 1 (fault 76)") {
  for (const std::string factor : {"-1", "1.1"}) {
    CAPTURE(factor);
    const Sandbox sandbox;
    sandbox.write("p.toml", table_problem);
    REQUIRE(write_table(sandbox, "s *= " + factor).code == 0);
    const Outcome outcome = sandbox.run("fokker run p.toml");
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.out, "worst: reverse/anderson|forward"));
  }
}

TEST_CASE("float32, big-endian and gzipped tables are read, and a conversion is reported (fault 67)") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"s = s.astype('<f4')", "/score: 32-bit numbers are converted exactly"},
      {"s = s.astype('>f8')", "/score: 64-bit big-endian numbers are converted exactly"},
      {"t = t.astype('>f4')", "/time: 32-bit big-endian numbers are converted exactly"},
      {"options = dict(compression='gzip', shuffle=True, fletcher32=True)", ""},
      {"options = dict(chunks=(1, 64, 1))", ""}};
  for (const auto& one : cases) {
    const auto& edit = one.first;
    const auto& note = one.second;
    CAPTURE(edit);
    const Sandbox sandbox;
    sandbox.write("p.toml", table_problem);
    REQUIRE(write_table(sandbox, edit).code == 0);
    const Outcome outcome = sandbox.run("fokker run p.toml");
    CHECK(outcome.code == 0);
    CHECK_MESSAGE(contains(outcome.err, note), outcome.err);
  }
}

TEST_CASE("shapes and types that a score cannot have are refused (faults 66, 67, 74)") {
  check_refused({
      {"s = s[:, :, 0]", "", {"/score: shape (101, 128)", "legal: (time, x, component = 1)"}},
      {"s = np.concatenate([s, s], 2)", "", {"/score: shape (101, 128, 2)", "component = 1"}},
      {"s = s[:, :100]", "", {"/x: 128 coordinates", "legal: 100, as /score has shape (101, 100, 1)"}},
      {"s = s.transpose(1, 0, 2)", "", {"/time: 101 coordinates", "128"}},
      {"s = s.astype(int)", "", {"/score: integers", "float64 or float32"}},
      {"s = s.astype('f2')", "", {"/score: floating-point numbers of 2 bytes"}},
      {"s = s.astype(np.longdouble)", "", {"/score: floating-point numbers of 16 bytes"}},
      {"s = s.astype(complex)", "", {"/score: a compound type"}},
      {"", "del f['score']; f['score'] = 'text'", {"/score: text"}},
      {"f.create_group('score')", "", {"/score: not a dataset"}},
      {"", "del f['score']", {"/score: missing"}},
      {"t = np.arange(101)", "", {"/time: integers"}},
  });
}

TEST_CASE("scales and times that leave a table without meaning are refused (faults 66, 74)") {
  check_refused({
      {"", "f['score'].dims[1].detach_scale(f['x'])", {"/score: dimension 1 has no dimension scale, not '/x'"}},
      {"", "f['score'].dims[0].detach_scale(f['time'])", {"/score: dimension 0 has no dimension scale"}},
      {"", "f.move('x', 'y')", {"/x: missing"}},
      {"t = 0.1 + 0.9 * t", "", {"/time: times from 0.1 to 1", "cover the run, 0 to 1"}},
      {"t = t / 2", "", {"/time: times from 0 to 0.5"}},
      {"t = t[::-1]", "", {"/time: 0.99 after 1 at index (1)", "increasing"}},
      {"x[7] = x[6]", "", {"/x: ", "at index (7)", "increasing"}},
      {"x[7] = np.nan", "", {"/x: nan at index (7)"}},
  });
}

TEST_CASE("numbers that are not finite are refused with their index (faults 71, 74)") {
  check_refused({{"s[3, 7, 0] = np.nan", "", {"/score: nan at index (3, 7, 0)", "finite numbers"}},
                 {"s[100, 127, 0] = -np.inf", "", {"/score: -inf at index (100, 127, 0)"}}});
}

TEST_CASE("a table whose numbers lie outside the file is refused (fault 69)") {
  check_refused({
      {"f['score'] = h5py.ExternalLink('other.h5', '/score')", "", {"/score: a link that leads elsewhere"}},
      {"f['score'] = h5py.SoftLink('/nowhere')", "", {"/score: a link that leads elsewhere"}},
      {"v = h5py.VirtualLayout(s.shape, 'f8'); v[:] = h5py.VirtualSource('other.h5', 'score', s.shape); "
       "f.create_virtual_dataset('score', v)",
       "",
       {"/score: a virtual dataset"}},
      {"f.create_dataset('score', s.shape, 'f8', external='/etc/passwd')", "", {"/score: data outside the file"}},
  });
}

TEST_CASE("what a header claims is checked before it takes memory (fault 68)") {
  check_refused({
      {"f.create_dataset('score', (2**30, 2**29, 1), 'f8')", "", {"/score: values that were never written"}},
      {"f.create_dataset('score', (2**40, 2**40, 1), 'f8', chunks=(1, 64, 1))", "", {"/score: claims a shape of"}},
      {"f.create_dataset('score', (2**30, 2**29, 1), 'f8', chunks=(1, 64, 1), compression='gzip')", "", {"/score: "}},
      {"s = np.zeros((101, 100000, 1)); options = dict(compression='gzip')", "", {"/score: ", "are stored"}},
      {"f.create_dataset('score', s.shape, 'f8', chunks=(1, 64, 1))", "", {"/score: values that were never written"}},
  });
}

TEST_CASE("a filter that is not HDF5's own is named and never loaded (fault 70)") {
  check_refused(
      {{"p = h5py.h5p.create(h5py.h5p.DATASET_CREATE); p.set_chunk((1, 64, 1)); "
        "p.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, ()); h5py.h5d.create(f.id, b'score', "
        "h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple(s.shape), p); f['score'][...] = s",
        "",
        {"/score: stored with filter 32015"}}});
}

TEST_CASE("a table file that is missing, damaged or no file is refused (faults 62, 65, 72)") {
  const Sandbox sandbox;
  sandbox.write("p.toml", table_problem);
  const Outcome missing = sandbox.run("fokker run p.toml");
  CHECK(missing.code == 5);
  CHECK(contains(missing.err, "s.h5"));
  REQUIRE(write_table(sandbox, "", "", "whole.h5").code == 0);
  for (const std::string make : {"head -c 20000 whole.h5 >s.h5", "echo text >s.h5", ": >s.h5", "rm s.h5; mkdir s.h5",
                                 "rmdir s.h5; mkfifo s.h5", "rm s.h5; ln -s /dev/zero s.h5"}) {
    CAPTURE(make);
    const Outcome outcome = sandbox.run(make + "; timeout 10 \"$FOKKER\" run p.toml");
    CHECK(outcome.code == 7);
    CHECK(contains(outcome.err, "s.h5"));
  }
}

TEST_CASE("--export-score writes a table that gives the forward score's reversal back") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  sandbox.write("q.toml", table_problem);
  CHECK(sandbox.run("fokker run p.toml --quiet --export-score s.h5").code == 0);
  CHECK(sandbox.files() == "p.h5, p.toml, p.xdmf, q.toml, s.h5");
  const Outcome outcome = sandbox.run("fokker run q.toml");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  const Outcome compared = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py, numpy as np
name = "reverse/anderson/density"
one, two = h5py.File("p.h5")[name][()], h5py.File("q.h5")[name][()]
assert np.abs(one - two).sum(1).max() / 16 < 1e-10
s = h5py.File("s.h5")
assert s["score"].shape == (41, 257, 1) and s["time"].shape == (41,) and s["x"].shape == (257,)
assert [[scale.name for scale in d.values()] for d in s["score"].dims] == [["/time"], ["/x"], ["/component"]]
assert abs(s["score"][0, 64, 0] - 2 / 0.09) < 0.3, s["score"][0, 64, 0]
PY)");
  CHECK_MESSAGE(compared.code == 0, compared.err);
  // without any reversal the steps are kept for the table alone
  CHECK(
      sandbox.run("sed '/reverse/d;/anderson/d' p.toml >r.toml; fokker run r.toml --quiet --export-score t.h5").code ==
      0);
  CHECK(sandbox
            .run("/usr/bin/python3 -c \"import h5py; assert (h5py.File('s.h5')['score'][()] "
                 "== h5py.File('t.h5')['score'][()]).all()\"")
            .code == 0);
}

TEST_CASE("xarray opens an exported table with its coordinates") {
  const Sandbox sandbox;
  if (sandbox.run("/usr/bin/python3 -c 'import xarray, netCDF4'").code != 0) {
    MESSAGE("skipped: no xarray");
    return;
  }
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml --quiet --export-score s.h5").code == 0);
  const Outcome outcome = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import xarray
score = xarray.open_dataset("s.h5", engine="netcdf4").score
assert score.dims == ("time", "x", "component"), score.dims
assert abs(float(score.sel(time=0, x=1, component="x")) + 1 / 0.09) < 0.1
PY)");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
}

TEST_CASE("a score file that could not or must not be written is refused before computing") {
  const Sandbox sandbox;
  sandbox.write("p.toml", small_problem);
  sandbox.write("q.toml", table_problem);
  sandbox.write("plain.h5", "my thesis");
  REQUIRE(write_table(sandbox, "").code == 0);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"p.toml --export-score missing/s.h5", "missing"},
      {"p.toml --export-score .", "folder"},
      {"p.toml --export-score plain.h5", "--force"},
      {"p.toml --export-score p.toml --force", "problem file itself"},
      {"p.toml --export-score ./p.h5", "one file for the densities and the score"},
      {"p.toml --export-score ./p.xdmf", "one file for the densities and the score"},
      {"q.toml --export-score ./s.h5 --force", "a data file of the problem"},
      {"q.toml -o s.h5 --force", "a data file of the problem"},
  };
  for (const auto& one : cases) {
    const auto& arguments = one.first;
    const auto& part = one.second;
    CAPTURE(arguments);
    const Outcome outcome = sandbox.run("fokker run " + arguments);
    CHECK(outcome.code == 5);
    CHECK_MESSAGE(contains(outcome.err, part), outcome.err);
    CHECK_FALSE(contains(outcome.err, "forward ..."));
  }
  CHECK(sandbox.files() == "p.toml, plain.h5, q.toml, s.h5");
}

TEST_CASE("a table of log p is the score of its gradient, and is not taken for one of scores") {
  const Sandbox sandbox;
  sandbox.write("p.toml", table_problem);
  const std::string energies =
      "s = -x[None, :] ** 2 / (2 * (0.09 + 0.25 * t[:, None]))\nf.create_dataset('score', data=s)\n";
  CHECK(write_table(sandbox, energies).code == 0);
  const Outcome unstated = sandbox.run("fokker check p.toml");
  CHECK(unstated.code == 7);
  CHECK(contains(unstated.err, "/score: shape (101, 128)"));
  CHECK(write_table(sandbox, energies + "f['score'].attrs['parameterization'] = 'energy'\n").code == 0);
  const Outcome gradient = sandbox.run("fokker score p.toml --alpha 1 --intervals 4 --quiet --json");
  CHECK_MESSAGE(gradient.code == 0, gradient.err);
  CHECK(contains(gradient.out, "\"parameterization\": \"energy\""));
  sandbox.write("key.toml", small_problem_with("name = \"anderson\"\n",
                                               "name = \"anderson\"\nscore = { table = \"s.h5\", parameterization = "
                                               "\"score\" }\n"));
  CHECK(sandbox.run("fokker check key.toml").code == 3);
}
