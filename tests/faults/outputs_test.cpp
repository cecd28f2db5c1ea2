// SPDX-License-Identifier: MIT
// Sections E and F: files that are written, streams, limits and the command line.
#include <doctest/doctest.h>
#include <unistd.h>

#include "cli/sandbox.hpp"
#include "faults/faults.hpp"

using faults::check;

TEST_CASE("only files of fokker's are replaced (rows 77 and 79)") {
  check("faults/outputs",
        {
            {77,
             "output is a fokker file",
             "fokker run p.toml --quiet >1; fokker run p.toml --quiet",
             0,
             {"written to p.h5"}},
            {77, "output is a text file", "echo thesis >q.h5; fokker run p.toml -o q.h5", 5, {}},
            {77,
             "output is another HDF5 file",
             "/usr/bin/python3 -c 'import h5py; h5py.File(\"q.h5\", \"w\")'; fokker run p.toml -o q.h5",
             5,
             {}},
            {79,
             "output is a link to a fokker file",
             "fokker run p.toml -o a.h5 --quiet; ln -s a.h5 p.h5; fokker run p.toml --quiet; test -L p.h5",
             0,
             {}},
            {79,
             "output is a hard link",
             "fokker run p.toml -o a.h5 --quiet; ln a.h5 p.h5; fokker run p.toml --quiet; ! test a.h5 -ef p.h5",
             0,
             {}},
            {79, "output is a link to nothing", "ln -s none q.h5; fokker run p.toml -o q.h5", 5, {}},
            {79, "output is a circle of links", "ln -s q.h5 q.h5; fokker run p.toml -o q.h5", 5, {}},
            {79, "output is the problem file", "fokker run p.toml -o ./p.toml --force", 5, {}},
            {79, "output is a hard link to it", "ln p.toml q.h5; fokker run p.toml -o q.h5 --force", 5, {}},
            {79, "output is a pipe", "mkfifo q.h5; timeout 10 \"$FOKKER\" run p.toml -o q.h5", 5, {}},
            {79, "output is /dev/full", "fokker run p.toml -o /dev/full --force", 5, {}},
        });
}

TEST_CASE("a folder that cannot be written to is found before computing (row 78)") {
  check("faults/outputs",
        {
            {78, "no such folder", "fokker run p.toml -o none/o.h5", 5, {"none: "}},
            {78, "the folder is a file", "fokker run p.toml -o p.toml/o.h5", 5, {}},
            {78,
             "the folder is read-only",
             "mkdir d; chmod 555 d; unprivileged \"$FOKKER\" run p.toml -o d/o.h5",
             5,
             {"d: "}},
            {78, "output is a folder", "mkdir d; fokker run p.toml -o d", 5, {}},
            {78, "sample into no folder", "fokker run p.toml -o a.h5 --quiet; fokker sample a.h5 -o none/a.csv", 5, {}},
            {78, "init over a file", "fokker init -o p.toml", 5, {"p.toml: "}},
        });
}

TEST_CASE("a disk that fills leaves neither half a file nor a temporary one, and the old file (rows 81 and 83)") {
  // bash counts in blocks of 1024 bytes; the limit cuts a write short before it fails it
  const std::string listing = "; c=$?; ls -A; exit $c";
  check("faults/outputs",
        {
            {81, "EFBIG under ulimit -f", "(ulimit -f 16; fokker run p.toml)", 5, {}},
            {83, "a write cut short, then EFBIG", "(ulimit -f 50; fokker run p.toml)" + listing, 5, {}},
            {81,
             "EFBIG over an older file",
             "fokker run p.toml -o q.h5 --quiet >1; cp q.h5 old.h5; (ulimit -f 16; fokker run p.toml -o q.h5); c=$?\n"
             "cmp q.h5 old.h5 && exit $c",
             5,
             {}},
            {100,
             "RLIMIT_FSIZE on standard output",
             "fokker run p.toml -o a.h5 --quiet >1; (ulimit -f 1; fokker sample a.h5 --count 100000 >o.csv)",
             5,
             {"standard output: "}},
        });
  const cli::Sandbox sandbox;
  if (sandbox.run("mkdir t; mount -t tmpfs -o size=64k none t").code != 0) {
    MESSAGE("skipped: no right to mount");
    return;
  }
  check(
      "faults/outputs",
      {
          {36,
           "a disk of 64 kB, too small for what the run needs",
           "mkdir t; mount -t tmpfs -o size=64k none t; fokker run p.toml -o t/o.h5; c=$?; ls -A t; umount t; exit $c",
           6,
           {"try: "}},
          {81,
           "ENOSPC of sample",
           "fokker run p.toml -o a.h5 --quiet >1; mkdir t; mount -t tmpfs -o size=64k none t\n"
           "fokker sample a.h5 --count 100000 -o t/o.csv; c=$?; test -z \"$(ls -A t)\" || c=99; umount t; exit $c",
           5,
           {"t/o.csv: "}},
      });
  sandbox.run("umount t");
}

TEST_CASE("streams that are closed, full or cut off do no harm to files (rows 96 to 98)") {
  check(
      "faults/outputs",
      {
          {96, "standard output closed", "fokker run p.toml --quiet >&-; c=$?; fokker info p.h5 >1 && exit $c", 0, {}},
          {96, "piped into head", "fokker run p.toml --quiet --json | head -c 1; exit ${PIPESTATUS[0]}", 0, {"{"}},
          {96,
           "a long list into head",
           "fokker run p.toml --quiet >1; fokker sample p.h5 --count 1000000 | head -1; exit ${PIPESTATUS[0]}",
           0,
           {"x"}},
          {96, "standard output full", "fokker list >/dev/full", 5, {"standard output: "}},
          {97,
           "standard error no terminal",
           "fokker run p.toml 2>e; ! grep -q $'\\x1b' e && cat e",
           0,
           {"forward ...\n"}},
          {98,
           "descriptors 0 to 2 closed",
           "(exec 0<&- 1>&- 2>&-; exec \"$FOKKER\" run p.toml); c=$?; fokker info p.h5 >1 && exit $c",
           0,
           {}},
      });
}

TEST_CASE("limits of the system become messages (rows 99 and 100)") {
  check("faults/outputs",
        {
            {99,
             "memory refused while running",
             "(ulimit -v 250000; fokker run p.toml --threads 1 --set axis.x.cells=10000 --set time.steps=4000)",
             6,
             {}},
            {99,
             "memory refused for particles",
             "(ulimit -v 250000; fokker run p.toml --threads 1 --set particles.count=40000000)",
             6,
             {}},
            {99, "a stack of 128 kB", "(ulimit -s 128; fokker run p.toml --quiet)", 0, {"PASS"}},
            {100,
             "RLIMIT_CPU",
             "(ulimit -S -t 1; fokker run p.toml --quiet --set particles.count=4000000 --set particles.steps=100000)",
             152,
             {"stopped by SIGXCPU"}},
            {100,
             "RLIMIT_CPU again while the run stops",
             "\"$FOKKER\" run p.toml --quiet --set particles.count=4000000 --set particles.steps=100000 & run=$!; "
             "sleep 1; kill -XCPU $run; sleep 0.1; kill -XCPU $run; wait $run",
             152,
             {"stopped by SIGXCPU"}},
        });
}

TEST_CASE("the command line is checked with its usage line and the nearest word (rows 101 and 102)") {
  check("faults/outputs",
        {
            {101, "an unknown option", "fokker run p.toml --thread 2", 2, {}},
            {101, "a missing value", "fokker run p.toml -o", 2, {"legal: "}},
            {101, "two problem files", "fokker run p.toml q.toml", 2, {"'q.toml'"}},
            {101, "no problem file", "fokker run", 2, {}},
            {101, "an unknown command", "fokker rnu p.toml", 2, {"try: "}},
            {102, "no seed", "fokker run p.toml --quiet >1; fokker info p.h5", 0, {"seed 1"}},
            {102, "a negative seed", "edit 's/^count/seed = -1\\n&/'; fokker run p.toml", 3, {"'particles.seed'"}},
            {102, "a seed of 2^64", "edit 's/^count/seed = 18446744073709551616\\n&/'; fokker run p.toml", 3, {}},
            {102, "a seed of 1.5", "edit 's/^count/seed = 1.5\\n&/'; fokker run p.toml", 3, {}},
        });
}
