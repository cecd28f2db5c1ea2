#!/usr/bin/env python3
"""Writes README.md of this folder from what the tests saw:

FOKKER_FAULTS_TABLE=/tmp/faults.tsv build/release/tests/test_faults && tests/faults/table.py /tmp/faults.tsv
"""
import pathlib
import re
import sys

HEAD = """# Faults and what the command makes of them

One line per test case; the row numbers are those of the catalogue of faults of the project's design. Written by
`table.py` from the messages as printed; figures of memory and free space are those of one machine. A message is the
first line on standard error that states an error, else the first note; `-` is a run without either.

| row | fault | message | exit | test |
|---|---|---|---|---|
"""

# Rows without a case here, and what a row asks for that the program does otherwise.
WITHOUT = {
    73: "learned scores: waits for them; nothing is unpickled, as tables of numbers are the only scores from files",
    75: "a learned score that throws, hangs or is not deterministic: waits for learned scores",
    80: "two runs on one output: tests of checkpoints",
    **{row: "tests of checkpoints" for row in (86, 87, 88, 90, 91)},
    92: "a clock that jumps: cannot matter; only steady_clock is read (app/progress.cpp)",
    94: "SIGINT, SIGTERM: `cli/signals` and tests of checkpoints",
    95: "SIGHUP, SIGUSR1: tests of checkpoints",
    103: "waits for MPI",
    104: "waits for Python",
}
NOTES = """
What differs from the catalogue:

- 20: there is no older schema yet to migrate.
- 36: `--force` lifts neither limit. Memory is looked at first, so it is what a run of this size is refused for.
- 39: OpenMP's run-time names a junk OMP_NUM_THREADS itself; the number of threads does not depend on it.
- 47: that a run full of denormal numbers is right is tested here, how fast it is is not: a double well of 256 cells
  whose density falls below 1e-308 at its ends took 1.24 times the time of one whose does not (sdirk2, 1e5 steps), but one
  with half of its cells at 1e-314 took 7.5 times as long, 15 times with the exponential: the processor needs microcode
  for every operation with a denormal number (with flushing enabled, it took the time of the other).
- 63: the checksum is one of the whole file, so it cannot name a dataset; HDF5 does not see the bytes before it holds. A
  file without it (another program's, or changed by one) is read, in a child process first.
- 64: the child has a time limit and no limit of memory: what a header claims is checked before memory is taken.
- 72: of a file that is no table, the header line is shown as the list of columns, cut after 60 bytes each.
- 81 to 85: all calls, by `tests/injection`.
- 99: memory is not touched before the run; what is refused while a problem is read has no name. What holds where memory
  is refused to libhdf5 itself: `tests/injection/README.md`.
- 102: the largest seed is 2^63 - 1, TOML's largest integer. `check` and `info` tell the default, `run` does not.
"""


def cell(text):
    text = re.sub(r" \(current folder: [^)]*\)", "", text)
    text = re.sub(r"'[^']*(\\u00|\\x)[^']*'.*", "'...'", text) if "no column" in text else text
    text = text if len(text) <= 330 else text[:330] + " ..."
    return text.replace("|", "\\|").replace("<", "\\<").replace("*", "\\*") or "-"


def main(table):
    cases = [line.rstrip("\n").split("\t") for line in open(table, encoding="utf-8", errors="replace")]
    lines = [(int(row), f"| {row} | {cell(fault)} | {cell(message)} | {code} | `{test}` |")
             for row, fault, message, code, test in cases if "6000" not in fault]
    lines += [(row, f"| {row} | {text} | - | - | - |") for row, text in WITHOUT.items()]
    lines.sort(key=lambda line: line[0])
    text = HEAD + "\n".join(line for _, line in lines) + "\n" + NOTES
    (pathlib.Path(__file__).parent / "README.md").write_text(text, encoding="utf-8")


main(sys.argv[1])
