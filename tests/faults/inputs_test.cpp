// SPDX-License-Identifier: MIT
// Section D: files that a problem file names, and OUT.h5 as input of verify, info and sample.
#include <doctest/doctest.h>

#include "cli/sandbox.hpp"
#include "faults/faults.hpp"

using faults::check;

namespace {

/// A run whose points come from d.csv, which `make` makes.
std::string points(const std::string& make) {
  return "initial 'kind = \"points\"\\nfile = \"d.csv\"\\ncolumns = [\"a\"]\\nbandwidth = 0.3'; " + make +
         "; timeout 20 \"$FOKKER\" run p.toml";
}

/// A run whose initial density is /p in d.h5; `edit` changes it or the file f before it is written.
std::string density(const std::string& edit) {
  return "initial 'kind = \"hdf5\"\\nfile = \"d.h5\"\\ndataset = \"/p\"'\npython <<'PY'\n"
         "import h5py, numpy as np\nx = (np.arange(128) + 0.5) / 16 - 4\np = np.exp(-x**2 / 0.18)\n"
         "f = h5py.File('d.h5', 'w')\n" +
         edit +
         "\nif 'p' not in f: f['p'] = p\nPY\n"
         "timeout 20 \"$FOKKER\" run p.toml";
}

/// `command` of a result d.h5 that h5py has changed as f.
std::string result(const std::string& edit, const std::string& command = "verify") {
  return "fokker run p.toml --quiet -o d.h5 >1\npython <<'PY'\nimport h5py, numpy as np\nf = h5py.File('d.h5', 'r+')\n"
         "d = f['forward/density']\n" +
         edit + "\nPY\ntimeout 20 \"$FOKKER\" " + command + " d.h5";
}

const std::string no_density = "del f['forward/density']; ";

}  // namespace

TEST_CASE("a density from a file must have the shape, type and numbers that it needs (rows 66, 67 and 71)") {
  check("faults/inputs", {
                             {66, "a density of another shape", density("p = p[:100]"), 7, {"/p: "}},
                             {66, "a density of another rank", density("p = p[None, :]"), 7, {"/p: "}},
                             {67, "big-endian float32", density("p = p.astype('>f4')"), 0, {}},
                             {67, "integers", density("p = p.astype(int)"), 7, {"/p: "}},
                             {67, "long double", density("p = p.astype(np.longdouble)"), 7, {}},
                             {67, "a compound type", density("p = p.astype(complex)"), 7, {"/p: "}},
                             {71, "nan in a density", density("p[5] = np.nan"), 7, {"/p: "}},
                             {71, "a negative density", density("p[7] = -1e-9"), 7, {"/p: "}},
                         });
}

TEST_CASE("what a file only claims, or has elsewhere, is refused before it takes memory (rows 68 to 70)") {
  const std::string filter =
      "p = h5py.h5p.create(h5py.h5p.DATASET_CREATE); p.set_chunk((128,)); p.set_filter(32015, "
      "h5py.h5z.FLAG_OPTIONAL, ()); h5py.h5d.create(f.id, b'p', h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((128,)), "
      "p); f['p'][...] = 1";
  check(
      "faults/inputs",
      {
          {68, "2^60 numbers", density("f.create_dataset('p', (2**60,), 'f8')"), 7, {"/p: "}},
          {68,
           "a chunk bomb",
           density(
               "f.create_dataset('p', (128,), 'f8', chunks=(2**24,), maxshape=(None,), compression='gzip')[...] = p"),
           7,
           {"/p: "}},
          {69, "an external link", density("f['p'] = h5py.ExternalLink('/etc/passwd', 'p')"), 7, {}},
          {69,
           "a virtual dataset",
           density("v = h5py.VirtualLayout((128,), 'f8'); v[:] = h5py.VirtualSource('e.h5', 'p', (128,)); "
                   "f.create_virtual_dataset('p', v)"),
           7,
           {"/p: "}},
          {69, "external storage", density("f.create_dataset('p', (128,), 'f8', external='/etc/passwd')"), 7, {"/p: "}},
          {70, "an unknown filter", density(filter), 7, {"/p: "}},
      });
}

TEST_CASE("a result that another program has changed is looked at number by number (rows 66 to 71)") {
  check("faults/inputs",
        {
            {66, "a result without density", result(no_density), 7, {"/forward/density: "}},
            {66,
             "a density of another rank in a result",
             result(no_density + "f['forward/density'] = np.zeros((3, 128, 1))"),
             7,
             {}},
            {67, "integers in a result", result(no_density + "f['forward/density'] = np.zeros((3, 128), int)"), 7, {}},
            {67,
             "long double in a result",
             result("v = d[()].astype(np.longdouble); " + no_density + "f['forward/density'] = v"),
             7,
             {}},
            {68,
             "2^60 edges in a result",
             result("del f['x_edges']; f.create_dataset('x_edges', (2**60,), 'f8', chunks=(1024,))"),
             7,
             {"/x_edges: "}},
            {69,
             "an external link in a result",
             result("del f['forward']; f['forward'] = h5py.ExternalLink('o.h5', '/')"),
             7,
             {"/forward: "}},
            {71, "nan in a result", result("d[1, 5] = np.nan"), 7, {}},
            {71, "times that decrease", result("f['time'][1] = 5"), 7, {"/time: "}},
            {71, "edges that decrease", result("f['x_edges'][3] = 100"), 7, {"/x_edges: "}},
            {71, "a negative number of particles", result("f['particles/forward'].attrs['count'] = -5"), 7, {}},
            {71, "a verdict of 77", result("f['verification/passed'][0] = 77"), 7, {}},
            {71, "a density of another sign in a result", result("d[1] *= -1"), 1, {"FAIL"}},
            {71, "a layout of a newer schema", result("f.attrs['fokker_schema'] = 99"), 7, {}},
        });
}

TEST_CASE("tables of points are taken apart with line and column (rows 65, 71 and 72)") {
  check("faults/inputs",
        {
            {72, "a path to nothing", points("true"), 5, {"d.csv: ", "asked for at p.toml:8:"}},
            {72, "a path to a folder", points("mkdir d.csv"), 5, {"d.csv: "}},
            {72, "a path to a pipe", points("mkfifo d.csv"), 5, {"d.csv: "}},
            {72, "a path to /dev/zero", points("ln -s /dev/zero d.csv"), 5, {"d.csv: "}},
            {72, "a circle of links", points("ln -s d.csv d.csv"), 5, {}},
            {72, "another file's content", points("ln -s /etc/passwd d.csv"), 7, {"no column 'a'"}},
            {65, "an empty table", points(": >d.csv"), 7, {"d.csv:1:1:"}},
            {65, "a header alone", points("echo a >d.csv"), 7, {}},
            {65, "3 MB of noise", points("head -c 3000000 /dev/urandom >d.csv"), 7, {"d.csv:"}},
            {71, "nan in a table", points("printf 'a\\n1\\nnan\\n' >d.csv"), 7, {"d.csv:3:1:"}},
            {71, "1e400 in a table", points("printf 'a\\n1e400\\n' >d.csv"), 7, {"d.csv:2:1:"}},
            {71, "a decimal comma in a table", points("printf 'a\\n0,5\\n' >d.csv"), 7, {"d.csv:2:1:"}},
            {71, "an open quote", points("printf 'a\\n\"1\\n' >d.csv"), 7, {}},
            {71, "a NUL in a table", points("printf 'a\\n1\\0\\n' >d.csv"), 7, {}},
        });
}

TEST_CASE("a score that is wrong makes the verification fail, one that does not fit is refused (rows 74 and 76)") {
  const std::string exported =
      "fokker run p.toml --quiet -o a.h5 --export-score s.h5 >1; edit 's/^name = \"and.*/&\\nscore = { table = "
      "\"s.h5\" }/'\npython <<'PY'\nimport h5py, numpy as np\nf = h5py.File('s.h5', 'r+')\ns = f['score']\n";
  check("faults/inputs",
        {
            {76, "a score of the wrong sign", exported + "s[...] = -s[()]\nPY\nfokker run p.toml --quiet", 1, {"FAIL"}},
            {76,
             "a score 1.1 times too large",
             exported + "s[...] = 1.1 * s[()]\nPY\nfokker run p.toml --quiet",
             1,
             {"FAIL"}},
            {74, "nan in a score", exported + "s[3, 7, 0] = np.nan\nPY\nfokker run p.toml", 7, {}},
            {74,
             "a score of another dimension",
             exported + "v = s[()][:, :, 0]; del f['score']; f['score'] = v\nPY\nfokker run p.toml",
             7,
             {"legal: "}},
        });
}
