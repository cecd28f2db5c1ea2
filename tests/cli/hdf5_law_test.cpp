// SPDX-License-Identifier: MIT
// Initial laws that lie in HDF5 files.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"

using namespace cli;

namespace {

std::string problem_with(const std::string& keys) {
  return small_problem_with("kind = \"gaussian\"\nmean = 0.0\nstd = 0.3\n", "kind = \"hdf5\"\n" + keys);
}

/// d.h5 with the dataset /a/p: cell averages of N(0, 0.09), changed by `edit` before it is written.
Outcome write_density(const Sandbox& sandbox, const std::string& edit) {
  return sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py, numpy as np
x = (np.arange(128) + 0.5) / 16 - 4
p = np.exp(-x**2 / 0.18) / np.sqrt(0.18 * np.pi)
f = h5py.File("d.h5", "w")
)" + edit + "\nif 'a/p' not in f: f['a/p'] = p\nPY");
}

const std::string plain = "file = \"d.h5\"\ndataset = \"/a/p\"\n";

}  // namespace

TEST_CASE("a density from a file runs forward, back and in particles") {
  const Sandbox sandbox;
  sandbox.write("p.toml", problem_with(plain));
  REQUIRE(write_density(sandbox, "").code == 0);
  const Outcome outcome = sandbox.run("fokker run p.toml --set particles.count=20000");
  CHECK_MESSAGE(outcome.code == 0, outcome.err << outcome.out);
  CHECK_FALSE(contains(outcome.out, "forward|exact"));
}

TEST_CASE("a run continues from the density in another run's file as if it had never stopped") {
  const Sandbox sandbox;
  const std::string particles_off =
      " --quiet --set particles.count=100 --set verify='{particles={tv=1}, particles_reverse={tv=1}}'";
  sandbox.write("p.toml", small_problem);
  REQUIRE(sandbox.run("fokker run p.toml -o whole.h5" + particles_off).code == 0);
  sandbox.write("q.toml", problem_with("file = \"whole.h5\"\ndataset = \"forward/density\"\ntime = 0.51\n"));
  const Outcome outcome = sandbox.run(
      "fokker run q.toml -o rest.h5 --set time.initial=0.5 --set time.snapshots=2 "
      "--set time.steps=20" +
      particles_off.substr(8));
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(contains(outcome.err, "/forward/density: the density at t = 0.5 is used"));
  const Outcome compared = sandbox.run(R"(/usr/bin/python3 - <<'PY'
import h5py, numpy as np
whole, rest = (h5py.File(name)["forward/density"][-1] for name in ("whole.h5", "rest.h5"))
assert np.abs(whole - rest).sum() / 16 < 1e-12  # the same 20 steps; the law is divided by a mass of 1 - 1e-16
PY)");
  CHECK_MESSAGE(compared.code == 0, compared.err);
}

TEST_CASE("a density of another mass is divided by it, and reported; float32 is converted (fault 67)") {
  const Sandbox sandbox;
  sandbox.write("p.toml", problem_with(plain));
  REQUIRE(write_density(sandbox, "p = (2 * p).astype('>f4')").code == 0);
  const Outcome outcome = sandbox.run("fokker run p.toml --set particles.count=20000");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(contains(outcome.err, "d.h5: /a/p: the density has mass 2"));
  CHECK(contains(outcome.err, "and is divided by it"));
  CHECK(contains(outcome.err, "32-bit big-endian numbers are converted exactly"));
}

TEST_CASE("a density that does not fit the grid or is none is refused with exit 7 (faults 66 to 71)") {
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {"p = p[:100]", {"/a/p: shape (100)", "legal: shape (128)"}},
      {"p = p[None, :]", {"/a/p: shape (1, 128)", "try: the key 'time'"}},
      {"p[5] = np.nan", {"/a/p: nan at index (5)", "finite numbers >= 0"}},
      {"p[7] = -1e-9", {"/a/p: -1e-09 at index (7)"}},
      {"p[7] = np.inf", {"/a/p: inf at index (7)"}},
      {"p *= 0", {"/a/p: a density of mass 0", "a mass > 0"}},
      {"p = p.astype(int)", {"/a/p: integers", "float64 or float32"}},
      {"f['a/x'] = x + 0.01", {"/a/x: 128 coordinates", "the 128 cell centres from -3.96875 to 3.96875"}},
      {"f['a/q'] = p; p = 0; f['a/p'] = h5py.SoftLink('/a/q')", {"/a/p: a link that leads elsewhere"}},
      {"f.create_dataset('a/p', (2**60,), 'f8')", {"/a/p: "}},
      {"f['b/p'] = p; f['a/p'] = h5py.ExternalLink('e.h5', 'p')", {"/a/p: a link that leads elsewhere"}},
      {"f['a'] = p", {"/a: not a group"}},
  };
  for (const auto& one : cases) {
    const auto& edit = one.first;
    const auto& says = one.second;
    CAPTURE(edit);
    const Sandbox sandbox;
    sandbox.write("p.toml", problem_with(plain));
    write_density(sandbox, edit);
    const Outcome outcome = sandbox.run("fokker run p.toml");
    CHECK(outcome.code == 7);
    CHECK(contains(outcome.err, "d.h5: error: key 'initial.file': "));
    for (const auto& part : says) CHECK_MESSAGE(contains(outcome.err, part), part << " in: " << outcome.err);
    CHECK_FALSE(sandbox.exists("p.h5"));
  }
}

TEST_CASE("file and dataset must be named") {
  const Sandbox sandbox;
  sandbox.write("p.toml", problem_with("file = \"d.h5\"\n"));
  const Outcome outcome = sandbox.run("fokker run p.toml");
  CHECK(outcome.code == 3);
  CHECK(contains(outcome.err, "key 'initial.dataset'"));
  sandbox.write("p.toml", problem_with(plain));
  CHECK(sandbox.run("fokker run p.toml").code == 5);
}
