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

TEST_CASE("an HDF5 file that is cut or damaged is refused by verify, info and sample (rows 62 and 63)") {
  const std::string run = "fokker run p.toml --quiet -o a.h5 >1; ";
  check(
      "faults/inputs",
      {
          {62, "OUT.h5 cut in half", run + "head -c 50000 a.h5 >d.h5; fokker verify d.h5", 7, {"truncated or damaged"}},
          {62,
           "OUT.h5 without its last 100 bytes",
           run + "head -c -100 a.h5 >d.h5; fokker info d.h5",
           7,
           {"truncated"}},
          {63,
           "one bit of OUT.h5 flipped",
           run +
               "cp a.h5 d.h5; printf '\\x55' | dd of=d.h5 bs=1 seek=60000 conv=notrunc status=none; fokker verify d.h5",
           7,
           {"its bytes do not have the checksum at its end"}},
          {63,
           "the same, read as a score",
           "fokker run p.toml --quiet -o a.h5 --export-score s.h5 >1; edit 's/^name = \"and.*/&\\nscore = { table = "
           "\"s.h5\" }/'; printf '\\x55' | dd of=s.h5 bs=1 seek=60000 conv=notrunc status=none; fokker run p.toml",
           7,
           {"'reverse.anderson.score.table'", "checksum"}},
          {64,
           "a file on which HDF5 crashes",
           run + "head -c -64 a.h5 >d.h5; printf '\\x7f' | dd of=d.h5 bs=1 seek=$(grep -obUa GCOL d.h5 | head -1 | "
                 "sed 's/:.*//;s/$/+23/' | bc) conv=notrunc status=none; fokker info d.h5",
           7,
           {"d.h5: error: "}},
      });
}

namespace {

/// Flips `count` bits of a result, one at a time. Without the seal the readers may find nothing wrong, but must not
/// crash; with it, every flip must be found, or lie in the mark of the seal itself.
std::string flips(int count, bool sealed) {
  return "fokker run p.toml --quiet -o a.h5 >1\npython <<'PY'\nimport collections, os, random, subprocess\n"
         "whole = open('a.h5', 'rb').read()\nmark = whole.rindex(b'\\nfokker: XXH3')\n"
         "whole = whole if " +
         std::string(sealed ? "True" : "False") +
         " else whole[:mark]\n"
         "draw, codes = random.Random(1), collections.Counter()\n"
         "for i in range(" +
         std::to_string(count) +
         "):\n"
         "    bit = draw.randrange(8 * len(whole))\n"
         "    flipped = bytearray(whole)\n    flipped[bit // 8] ^= 1 << bit % 8\n"
         "    open('d.h5', 'wb').write(flipped)\n"
         "    code = subprocess.run([os.environ['FOKKER'], 'verify', 'd.h5'], capture_output=True).returncode\n"
         "    codes[code if bit // 8 < mark else 'seal'] += 1\n"
         "print(dict(codes))\n"
         "assert set(codes) <= " +
         (sealed ? "{7, 'seal'}" : "{0, 1, 3, 7}") + ", codes\nPY\n";
}

}  // namespace

TEST_CASE("60 flipped bits of OUT.h5 are all found; of a file without checksum they crash nothing (row 63)") {
  check("faults/inputs",
        {{63, "60 single bits of OUT.h5 flipped", "export FOKKER; " + flips(60, true), 0, {}},
         {63, "60 single bits of a file without checksum", "export FOKKER; " + flips(60, false), 0, {}}});
}

TEST_CASE("slow: 6000 flipped bits of OUT.h5 are all found; of a file without checksum they crash nothing (row 63)" *
          doctest::skip()) {
  check("faults/inputs", {{63, "6000 single bits of OUT.h5 flipped", "export FOKKER; " + flips(6000, true), 0, {}},
                          {63, "6000 of a file without checksum", "export FOKKER; " + flips(6000, false), 0, {}}});
}

TEST_CASE("what is no HDF5 file is refused at once, never waited for (row 65)") {
  const std::string verify = "; timeout 10 \"$FOKKER\" verify d.h5";
  check("faults/inputs", {
                             {65, "an empty file", ": >d.h5" + verify, 7, {"not an HDF5 file"}},
                             {65, "a text file", "echo text >d.h5" + verify, 7, {"not an HDF5 file"}},
                             {65, "a folder", "mkdir d.h5" + verify, 7, {"a folder"}},
                             {65, "a pipe", "mkfifo d.h5" + verify, 7, {"not a regular file"}},
                             {65, "/dev/zero", "ln -s /dev/zero d.h5" + verify, 7, {"not a regular file"}},
                             {65,
                              "another program's HDF5 file",
                              "/usr/bin/python3 -c 'import h5py; h5py.File(\"d.h5\", \"w\")'" + verify,
                              7,
                              {"none of fokker"}},
                         });
}

TEST_CASE("a density from a file must have the shape, type and numbers that it needs (rows 66, 67 and 71)") {
  check("faults/inputs",
        {
            {66, "a density of another shape", density("p = p[:100]"), 7, {"/p: shape (100)", "shape (128)"}},
            {66, "a density of another rank", density("p = p[None, :]"), 7, {"/p: shape (1, 128)", "the key 'time'"}},
            {67, "big-endian float32", density("p = p.astype('>f4')"), 0, {"32-bit big-endian numbers are converted"}},
            {67, "integers", density("p = p.astype(int)"), 7, {"/p: integers", "float64 or float32"}},
            {67, "long double", density("p = p.astype(np.longdouble)"), 7, {"floating-point numbers of 16 bytes"}},
            {67, "a compound type", density("p = p.astype(complex)"), 7, {"/p: a compound type"}},
            {71, "nan in a density", density("p[5] = np.nan"), 7, {"/p: nan at index (5)"}},
            {71, "a negative density", density("p[7] = -1e-9"), 7, {"/p: -1e-09 at index (7)"}},
        });
}

TEST_CASE("what a file only claims, or has elsewhere, is refused before it takes memory (rows 68 to 70)") {
  const std::string filter =
      "p = h5py.h5p.create(h5py.h5p.DATASET_CREATE); p.set_chunk((128,)); p.set_filter(32015, "
      "h5py.h5z.FLAG_OPTIONAL, ()); h5py.h5d.create(f.id, b'p', h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((128,)), "
      "p); f['p'][...] = 1";
  check("faults/inputs",
        {
            {68, "2^60 numbers", density("f.create_dataset('p', (2**60,), 'f8')"), 7, {"/p: "}},
            {68,
             "a chunk bomb",
             density(
                 "f.create_dataset('p', (128,), 'f8', chunks=(2**24,), maxshape=(None,), compression='gzip')[...] = p"),
             7,
             {"/p: shape (128) claims 134217728 bytes"}},
            {69, "an external link", density("f['p'] = h5py.ExternalLink('/etc/passwd', 'p')"), 7, {"leads elsewhere"}},
            {69,
             "a virtual dataset",
             density("v = h5py.VirtualLayout((128,), 'f8'); v[:] = h5py.VirtualSource('e.h5', 'p', (128,)); "
                     "f.create_virtual_dataset('p', v)"),
             7,
             {"/p: a virtual dataset"}},
            {69,
             "external storage",
             density("f.create_dataset('p', (128,), 'f8', external='/etc/passwd')"),
             7,
             {"/p: data outside the file"}},
            {70, "an unknown filter", density(filter), 7, {"/p: stored behind filter 32015"}},
        });
}

TEST_CASE("a result that another program has changed is looked at number by number (rows 66 to 71)") {
  check("faults/inputs",
        {
            {66, "a result without density", result(no_density), 7, {"/forward/density: missing"}},
            {66,
             "a density of another rank in a result",
             result(no_density + "f['forward/density'] = np.zeros((3, 128, 1))"),
             7,
             {"shape (3, 128, 1)"}},
            {67,
             "integers in a result",
             result(no_density + "f['forward/density'] = np.zeros((3, 128), int)"),
             7,
             {"type"}},
            {67,
             "long double in a result",
             result("v = d[()].astype(np.longdouble); " + no_density + "f['forward/density'] = v"),
             7,
             {"more than 64 bits"}},
            {68,
             "2^60 edges in a result",
             result("del f['x_edges']; f.create_dataset('x_edges', (2**60,), 'f8', chunks=(1024,))"),
             7,
             {"/x_edges: shape"}},
            {69,
             "an external link in a result",
             result("del f['forward']; f['forward'] = h5py.ExternalLink('o.h5', '/')"),
             7,
             {"/forward: a link that leads elsewhere"}},
            {71, "nan in a result", result("d[1, 5] = np.nan"), 7, {"nan at time 1, cell 5"}},
            {71, "times that decrease", result("f['time'][1] = 5"), 7, {"/time: 1 at index 2"}},
            {71, "edges that decrease", result("f['x_edges'][3] = 100"), 7, {"/x_edges: not increasing"}},
            {71,
             "a negative number of particles",
             result("f['particles/forward'].attrs['count'] = -5"),
             7,
             {"count of -5"}},
            {71, "a verdict of 77", result("f['verification/passed'][0] = 77"), 7, {"passed 77 in row 0"}},
            {71, "a density of another sign in a result", result("d[1] *= -1"), 1, {"FAIL"}},
            {71, "a layout of a newer schema", result("f.attrs['fokker_schema'] = 99"), 7, {"layout schema 99"}},
        });
}

TEST_CASE("tables of points are taken apart with line and column (rows 65, 71 and 72)") {
  check("faults/inputs",
        {
            {72, "a path to nothing", points("true"), 5, {"d.csv: No such file", "asked for at p.toml:8:"}},
            {72, "a path to a folder", points("mkdir d.csv"), 5, {"d.csv: Is a directory"}},
            {72, "a path to a pipe", points("mkfifo d.csv"), 5, {"d.csv: not a regular file"}},
            {72, "a path to /dev/zero", points("ln -s /dev/zero d.csv"), 5, {"d.csv: not a regular file"}},
            {72, "a circle of links", points("ln -s d.csv d.csv"), 5, {"Too many levels of symbolic links"}},
            {72, "another file's content", points("ln -s /etc/passwd d.csv"), 7, {"no column 'a'"}},
            {65, "an empty table", points(": >d.csv"), 7, {"d.csv:1:1:", "an empty file"}},
            {65, "a header alone", points("echo a >d.csv"), 7, {"a header without rows"}},
            {65, "3 MB of noise", points("head -c 3000000 /dev/urandom >d.csv"), 7, {"d.csv:"}},
            {71,
             "nan in a table",
             points("printf 'a\\n1\\nnan\\n' >d.csv"),
             7,
             {"d.csv:3:1:", "'nan'", "a finite number"}},
            {71, "1e400 in a table", points("printf 'a\\n1e400\\n' >d.csv"), 7, {"d.csv:2:1:", "'1e400'"}},
            {71, "a decimal comma in a table", points("printf 'a\\n0,5\\n' >d.csv"), 7, {"d.csv:2:1:", "2 fields"}},
            {71, "an open quote", points("printf 'a\\n\"1\\n' >d.csv"), 7, {"a quote that is not closed"}},
            {71, "a NUL in a table", points("printf 'a\\n1\\0\\n' >d.csv"), 7, {"1\\u0000"}},
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
            {74,
             "nan in a score",
             exported + "s[3, 7, 0] = np.nan\nPY\nfokker run p.toml",
             7,
             {"nan at index (3, 7, 0)"}},
            {74,
             "a score of another dimension",
             exported + "v = s[()][:, :, 0]; del f['score']; f['score'] = v\nPY\nfokker run p.toml",
             7,
             {"legal: (time, x, component = 1)"}},
        });
}
