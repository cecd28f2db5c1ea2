// SPDX-License-Identifier: MIT
// Section D: HDF5 files that are damaged, cut or none.
#include <doctest/doctest.h>

#include "faults/faults.hpp"

using faults::check;

TEST_CASE("an HDF5 file that is cut or damaged is refused by verify, info and sample (rows 62 and 63)") {
  const std::string run = "fokker run p.toml --quiet -o a.h5 >1; ";
  check(
      "faults/damaged",
      {
          {62, "OUT.h5 cut in half", run + "head -c 50000 a.h5 >d.h5; fokker verify d.h5", 7, {}},
          {62, "OUT.h5 without its last 100 bytes", run + "head -c -100 a.h5 >d.h5; fokker info d.h5", 7, {}},
          {63,
           "one bit of OUT.h5 flipped",
           run +
               "cp a.h5 d.h5; printf '\\x55' | dd of=d.h5 bs=1 seek=60000 conv=notrunc status=none; fokker verify d.h5",
           7,
           {}},
          {63,
           "the same, read as a score",
           "fokker run p.toml --quiet -o a.h5 --export-score s.h5 >1; edit 's/^name = \"and.*/&\\nscore = { table = "
           "\"s.h5\" }/'; printf '\\x55' | dd of=s.h5 bs=1 seek=60000 conv=notrunc status=none; fokker run p.toml",
           7,
           {"'reverse.anderson.score.table'"}},
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

/// The first bytes behind the name of a heap that holds text.
const std::string heap_flips =
    "fokker run p.toml --quiet -o a.h5 >1; export FOKKER; python <<'PY'\nimport os, subprocess\n"
    "whole = open('a.h5', 'rb').read()\nwhole = whole[:whole.rindex(b'\\nfokker: XXH3')]\n"
    "for bit in range(64):\n"
    "    flipped = bytearray(whole)\n"
    "    flipped[whole.rindex(b'GCOL') + 8 + bit // 8] ^= 1 << bit % 8\n"
    "    open('d.h5', 'wb').write(flipped)\n"
    "    run = subprocess.run([os.environ['FOKKER'], 'info', 'd.h5'], capture_output=True)\n"
    "    assert run.returncode in (0, 7), (bit, run.returncode)\nPY\n";

}  // namespace

TEST_CASE("60 flipped bits of OUT.h5 are all found; of a file without checksum they crash nothing (row 63)") {
  check("faults/damaged",
        {{63, "60 single bits of OUT.h5 flipped", "export FOKKER; " + flips(60, true), 0, {}},
         {63, "60 single bits of a file without checksum", "export FOKKER; " + flips(60, false), 0, {}},
         {64, "each bit of 8 bytes on which HDF5 crashes flipped", heap_flips, 0, {}}});
}

TEST_CASE("slow: 6000 flipped bits of OUT.h5 are all found; of a file without checksum they crash nothing (row 63)" *
          doctest::skip()) {
  check("faults/damaged", {{63, "6000 single bits of OUT.h5 flipped", "export FOKKER; " + flips(6000, true), 0, {}},
                           {63, "6000 of a file without checksum", "export FOKKER; " + flips(6000, false), 0, {}}});
}

TEST_CASE("what is no HDF5 file is refused at once, never waited for (row 65)") {
  const std::string verify = "; timeout 10 \"$FOKKER\" verify d.h5";
  check("faults/damaged", {
                              {65, "an empty file", ": >d.h5" + verify, 7, {}},
                              {65, "a text file", "echo text >d.h5" + verify, 7, {}},
                              {65, "a folder", "mkdir d.h5" + verify, 7, {}},
                              {65, "a pipe", "mkfifo d.h5" + verify, 7, {}},
                              {65, "/dev/zero", "ln -s /dev/zero d.h5" + verify, 7, {}},
                              {65,
                               "another program's HDF5 file",
                               "/usr/bin/python3 -c 'import h5py; h5py.File(\"d.h5\", \"w\")'" + verify,
                               7,
                               {}},
                          });
}
