// SPDX-License-Identifier: MIT
// What tests/injection sweeps over, once per row: calls and memory that fail in the middle of a run.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "faults/faults.hpp"

#ifdef FOKKER_INJECTION_WRITES

namespace {

/// injured HOW CALL: p.toml is run, and HOW (see tests/injection/writes.cpp) befalls the last call that matches.
const std::string helpers = R"(
injured() {
  )" FOKKER_INJECTION_WRITES R"( FOKKER_FAIL_LOG=log fokker run p.toml --quiet --threads 1 $options >one 2>two
  rm p.h5 p.xdmf; mkdir kept
  )" FOKKER_INJECTION_WRITES R"( FOKKER_FAIL_KEEP=kept FOKKER_FAIL_HOW=$1 \
    FOKKER_FAIL_AT=$(grep -n "$2" log | tail -1 | cut -d: -f1) fokker run p.toml --threads 1 $options 2>&1 >one
}
refused() { )" FOKKER_INJECTION_MEMORY R"( FOKKER_REFUSE_TO=own "$FOKKER" "${@}"; }
resumed() { test $? = 137 && fokker run p.toml --resume; }
)";

void check(std::vector<faults::Case> cases) {
  for (faults::Case& one : cases) one.line = helpers + one.line;
  faults::check("faults/injected", cases);
}

}  // namespace

TEST_CASE("a disk that fails in the middle of a run: a new file, or exit 5 (rows 81 and 82)") {
  check({
      {81, "ENOSPC for a checkpoint, once", "injured enospc 'write .*0002.h5' >&2", 0, {}},
      {81, "ENOSPC from a checkpoint on", "injured full 'write .*0002.h5' >&2", 5, {}},
      {82, "EIO on fsync of a checkpoint, once", "injured eio 'fsync .*0002.h5' >&2", 0, {}},
      {82, "EIO on fsync of the output", "injured eio 'fsync .*/.p.h5' >&2", 5, {"p.h5: "}},
      {93,
       "EIO on the output, with an emergency folder",
       "mkdir e; options='--emergency-dir e'; injured eio 'fsync .*/.p.h5' >&2; c=$?; fokker info e/p.h5 && exit $c",
       5,
       {"p.h5: "}},
  });
}

TEST_CASE("a run that is killed or loses power continues with --resume (rows 84 and 85)") {
  check({
      {84, "killed as a checkpoint gets its name", "injured kill 'rename .*0002.h5'; resumed", 0, {}},
      {84, "killed in a write of the output", "injured torn 'write .*/.p.h5'; resumed", 0, {}},
      {85, "power fails before a folder is synced", "injured power 'rename .*0002.h5'; resumed", 0, {}},
      {85, "names without their data", "injured zeros 'fsync .*manifest'; resumed", 0, {}},
  });
}

TEST_CASE("a request for memory that is refused is reported as that (row 99)") {
  check({
      {99, "the 1000th request for memory", "FOKKER_REFUSE_AT=1000 refused run p.toml", 6, {}},
      {99, "all from the 3000th on", "FOKKER_REFUSE_HOW=always FOKKER_REFUSE_AT=3000 refused run p.toml", 6, {}},
  });
}

#endif
