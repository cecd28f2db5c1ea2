// SPDX-License-Identifier: MIT
// Section E: what checkpoints meet before they serve.
#include <doctest/doctest.h>

#include "faults/faults.hpp"

using faults::check;

namespace {

/// A run that ends midway; `other` is the same program as if another compiler had built it.
const std::string begun =
    "edit 's/^max.*/max = 1.5\\nboundary = \"absorbing\"/; s/^min.*/min = -1.5/'; forward_only\n"
    "echo -e '[forward]\\nmax_leak = 1e-3' >>p.toml\n"
    "LC_ALL=C sed 's/GNU \\([0-9.]* -\\)/XYZ \\1/g; s/Clang \\([0-9.]* -\\)/XYZZY \\1/g' \"$FOKKER\" >other\n"
    "chmod +x other; ";
const std::string on = " run p.toml --resume --quiet --set forward.max_leak=1 ";

}  // namespace

TEST_CASE("checkpoints of other threads serve, those of another build where that is allowed (row 89)") {
  check("faults/resumed",
        {
            {89,
             "checkpoints of another number of threads",
             begun + "fokker run p.toml --threads 1 >1 2>&1; fokker" + on + "--threads 2",
             0,
             {"PASS"}},
            {89,
             "checkpoints of another build",
             begun + "./other run p.toml >1 2>&1; fokker" + on,
             8,
             {"'build of fokker': XYZ"}},
            {89,
             "the same, allowed",
             begun + "./other run p.toml >1 2>&1; \"$FOKKER\" run p.toml --resume --set forward.max_leak=1 "
                     "--allow-build-change | tail -1 && fokker info p.h5",
             0,
             {"note: another build of fokker: XYZ", "changed    build of fokker: XYZ"}},
        });
}

TEST_CASE("where the folder of the output fails, the emergency folder gets what there is (row 93)") {
  // the output's folder moves away while the particles move: SIGUSR1 makes them leave a state
  const std::string moved =
      "mkdir d e; \"$FOKKER\" run p.toml -o d/o.h5 $emergency --set particles.steps=2000000 & pid=$!\n"
      "until grep -qs 'stage.:.reverse' d/o.h5.run/manifest.jsonl; do sleep 0.02; done\n"
      "until grep -qs 'stage.:.particles' d/o.h5.run/manifest.jsonl; do kill -USR1 $pid; sleep 0.1; done\n"
      "mv d gone; kill -INT $pid; wait $pid";
  check("faults/resumed",
        {
            {93, "the folder is gone at a checkpoint", moved, 5, {"d/o.h5.run/"}},
            {93, "the same, with an emergency folder", "emergency='--emergency-dir e'; " + moved, 5, {}},
            {93, "no emergency folder", "fokker run p.toml --emergency-dir none", 5, {"none: "}},
            {93, "the emergency folder is that of the output", "fokker run p.toml --emergency-dir .", 5, {}},
            {93,
             "checkpoints in the emergency folder",
             "mkdir -p e/p.h5.run; touch e/p.h5.run/manifest.jsonl; fokker run p.toml --emergency-dir e",
             5,
             {}},
        });
}
