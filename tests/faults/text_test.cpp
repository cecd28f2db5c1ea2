// SPDX-License-Identifier: MIT
// Section A: bytes and TOML of a problem file.
#include <doctest/doctest.h>

#include "faults/faults.hpp"

using faults::check;

TEST_CASE("a problem file that cannot be read is reported with the system's reason (row 1)") {
  check("faults/text", {
                           {1, "no such file", "fokker run none.toml", 5, {"none.toml: "}},
                           {1, "a directory", "mkdir d; fokker run d", 5, {"d: "}},
                           {1, "no right to read", "chmod 0 p.toml; unprivileged \"$FOKKER\" run p.toml", 5, {}},
                       });
}

TEST_CASE("bytes that are no plain UTF-8 text are named, those that do no harm accepted (rows 2 to 6)") {
  check("faults/text",
        {
            {2, "an empty file", ": >p.toml; fokker run p.toml", 3, {}},
            {2, "only comments", "echo '# x' >p.toml; fokker run p.toml", 3, {}},
            {3, "a byte order mark", "edit '1s/^/\\xEF\\xBB\\xBF/'; fokker run p.toml --quiet", 0, {"PASS"}},
            {4, "CRLF line ends", "edit 's/$/\\r/'; fokker run p.toml --quiet", 0, {"PASS"}},
            {4, "bare CR line ends", "tr '\\n' '\\r' <p.toml >q.toml; fokker run q.toml", 3, {}},
            {5, "UTF-16", "iconv -t utf-16 p.toml >q.toml; fokker run q.toml", 3, {}},
            {5, "invalid UTF-8", "edit 's/small/sm\\xFFall/'; fokker run p.toml", 3, {"p.toml:2:11:"}},
            {6, "a NUL byte", "edit 's/small/sm\\x00all/'; fokker run p.toml", 3, {"p.toml:2:12:"}},
        });
}

TEST_CASE("TOML that does not parse gets a hint at what was meant (rows 7 to 10)") {
  check("faults/text",
        {
            {7, "a key twice", "edit 's/^std.*/&\\nstd = 0.4/'; fokker run p.toml", 3, {"p.toml:10:"}},
            {7, "a table twice", "edit '$a [time]\\nend = 2.0'; fokker run p.toml", 3, {"p.toml:28:"}},
            {8, "a decimal comma", "edit 's/0\\.5/0,5/'; fokker run p.toml", 3, {"p.toml:5:10:"}},
            {9, "`1.`", "edit 's/1\\.0/1./'; fokker run p.toml", 3, {"p.toml:11:"}},
            {9, "`.5`", "edit 's/0\\.5/.5/'; fokker run p.toml", 3, {"p.toml:5:"}},
            {9, "`0128`", "edit 's/128/0128/'; fokker run p.toml", 3, {"p.toml:18:"}},
            {10, "an integer past 64 bits", "edit 's/128/99999999999999999999/'; fokker run p.toml", 3, {}},
            {10, "`1e400`", "edit 's/1\\.0/1e400/'; fokker run p.toml", 3, {"p.toml:11:"}},
        });
}

TEST_CASE("numbers that TOML takes and a problem file cannot mean are errors (rows 11 and 12)") {
  check("faults/text",
        {
            {11, "`1e-400`", "edit 's/0\\.5/1e-400/'; fokker run p.toml", 3, {"'process.sigma'"}},
            {12, "`nan`", "edit 's/0\\.5/nan/'; fokker run p.toml", 3, {"'process.sigma'"}},
            {12, "`inf`", "edit 's/1\\.0/inf/'; fokker run p.toml", 3, {"'time.end'"}},
            {12,
             "`nan` for a formula",
             "edit 's/^\\[\\[reverse.*/&\\nalpha = nan/'; fokker run p.toml",
             3,
             {"p.toml:", "'reverse[0].alpha'"}},
            {12, "`nan` in --set", "fokker run p.toml --set time.end=nan", 3, {"--set#1: error: key 'time.end': nan"}},
        });
}

TEST_CASE("depth and length are bounded before the parser sees them (row 13)") {
  const std::string deep = "{ cat p.toml; printf 'deep = '; head -c ";
  check("faults/text",
        {
            {13, "300 brackets deep", deep + "300 /dev/zero | tr '\\0' '['; } >q.toml; fokker run q.toml", 3, {}},
            {13, "1e6 deep", deep + "1000000 /dev/zero | tr '\\0' '['; } >q.toml; fokker run q.toml", 3, {}},
            {13, "5 MB", deep + "5000000 /dev/zero | tr '\\0' '#'; } >q.toml; fokker run q.toml", 3, {}},
            {13, "without end", "timeout 20 \"$FOKKER\" run /dev/zero", 3, {}},
        });
}

TEST_CASE(
    "keys that are unknown, misplaced, missing or of another type are reported with what is legal (rows 14 to 17)") {
  check("faults/text",
        {
            {14,
             "an unknown key",
             "edit 's/sigma/sigmma/'; fokker run p.toml",
             3,
             {"p.toml:5:1:", "'process.sigmma'", "legal: ", "try: "}},
            {14, "an unknown table", "edit 's/^.process./[proces]/'; fokker run p.toml", 3, {"'proces'", "try: "}},
            {15, "a key of another table", "edit 's/^end/cells = 5\\n&/'; fokker run p.toml", 3, {}},
            {15, "a key at the top", "edit '2asigma = 5'; fokker run p.toml", 3, {}},
            {16, "text for an integer", "edit 's/128/\"256\"/'; fokker run p.toml", 3, {}},
            {16, "a float for an integer", "edit 's/128/256.0/'; fokker run p.toml", 3, {}},
            {16, "true for a number", "edit 's/0\\.5/true/'; fokker run p.toml", 3, {}},
            {16, "an integer for a number", "edit 's/end = 1.0/end = 1/'; fokker run p.toml --quiet", 0, {"PASS"}},
            {17, "a missing key", "edit '/^cells/d'; fokker run p.toml", 3, {"p.toml:14:1:", "'axis.x'"}},
            {17, "a missing table", "edit '/^.time/,/^steps/d'; fokker run p.toml", 3, {"'time'"}},
        });
}

TEST_CASE("overrides win, are reported and kept in the file, and are named by number (row 18)") {
  check("faults/text",
        {
            {18,
             "a key in file and --set",
             "fokker run p.toml --quiet --set time.end=2; fokker info p.h5 | grep -A2 '^\\[time'",
             0,
             {"end = 2"}},
            {18,
             "a key of the file that --set replaces",
             "fokker check p.toml --set time.end=2",
             0,
             {"--set#1: time.end = 2 in place of 1 at p.toml:11:7"}},
            {18, "--set without value", "fokker run p.toml --set time.end=2 --set time.end", 2, {"'time.end'"}},
            {18,
             "--set of an illegal value",
             "fokker run p.toml --set time.end=2 --set axis.x.cells=1",
             3,
             {"--set#2: error: key 'axis.x.cells'"}},
        });
}

TEST_CASE("hidden characters are refused outside comments, and other schemas (rows 19 and 20)") {
  check("faults/text",
        {
            {19, "a change of direction", "edit 's/small/sm\\xE2\\x80\\xAEall/'; fokker run p.toml", 3, {}},
            {19, "a control character", "edit 's/small/sm\\\\u0007all/'; fokker run p.toml", 3, {}},
            {19, "the same in a comment", "edit '2s/$/ # \\xE2\\x80\\xAE/'; fokker run p.toml --quiet", 0, {"PASS"}},
            {20, "a newer schema", "edit 's/schema = 1/schema = 2/'; fokker run p.toml", 3, {}},
            {20, "schema 0", "edit 's/schema = 1/schema = 0/'; fokker run p.toml", 3, {"'schema'"}},
        });
}

TEST_CASE("all errors of meaning are reported together, 20 of them in full (section A)") {
  check("faults/text",
        {
            {14,
             "six errors at once",
             "edit 's/schema = 1/schema = \"1\"/; s/sigma = 0.5/sigma = -0.5\\ncolour = 1/; s/cells = 128/cells = 1/; "
             "s/steps = 40/steps = 0/; s/std = 0.3/std = \"x\"/'; fokker run p.toml",
             3,
             {"'schema'", "'axis.x.cells'", "'process.sigma'", "'process.colour'", "'initial.std'", "'time.steps'"}},
            {14,
             "50 errors at once",
             "for i in $(seq 50); do edit \"4ak$i = 1\"; done; fokker run p.toml",
             3,
             {"'process.k27'"}},
        });
}
