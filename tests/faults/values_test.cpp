// SPDX-License-Identifier: MIT
// Section B: values that TOML allows and that mean nothing, too much or something doubtful.
#include <doctest/doctest.h>

#include "faults/faults.hpp"

using faults::check;

TEST_CASE("axes and what is given per axis must agree (rows 21 to 23)") {
  check("faults/values",
        {
            {21,
             "five axes",
             "with_axes 4; edit "
             "'s/name=\"z\"/&\\nmin=0\\nmax=1\\ncells=4\\n[[axis]]\\nname=\"u\"\\nmin=0\\nmax=1\\ncells=4\\n"
             "[[axis]]\\nname=\"v\"/'; "
             "fokker run p.toml",
             3,
             {}},
            {21, "no axis", "edit '/^..axis/,/^cells/d'; fokker run p.toml", 3, {"'axis'"}},
            {21,
             "a drift of two components",
             "custom x; edit 's/^drift.*/drift = [\"-x\", \"1\"]/'; fokker run p.toml",
             3,
             {"p.toml:5:", "(p.toml:15:1)"}},
            {21,
             "a mean of two components",
             "edit 's/^mean.*/mean = [0, 1]/'; fokker run p.toml",
             3,
             {"p.toml:8:", "(p.toml:14:1)"}},
            {22, "min = max", "edit 's/^min.*/min = 4.0/'; fokker run p.toml", 3, {}},
            {22, "min > max", "edit 's/^min.*/min = 5.0/'; fokker run p.toml", 3, {}},
            {22,
             "cells below 4 units in the last place",
             "edit 's/^min.*/min = 1e16/; s/^max.*/max = 1.0000000000000064e16/'; fokker run p.toml",
             3,
             {}},
            {22,
             "a box of infinite width",
             "edit 's/^min.*/min = -1e308/; s/^max.*/max = 1e308/'; fokker run p.toml",
             3,
             {}},
            {23, "one cell", "edit 's/128/1/'; fokker run p.toml", 3, {}},
            {23, "-5 cells", "edit 's/128/-5/'; fokker run p.toml", 3, {}},
            {23, "2^31 + 1 cells", "edit 's/128/2147483649/'; fokker run p.toml", 3, {}},
        });
}

TEST_CASE("noise must be a number >= 0, or finite wherever it is looked at (rows 24 and 27)") {
  check(
      "faults/values",
      {
          {24, "a negative noise", "edit 's/0\\.5/-0.5/'; fokker run p.toml", 3, {"'process.sigma'"}},
          {24,
           "a negative parameter as noise",
           "edit 's/0\\.5/\"s\"/; 2a[parameters]\\ns = -0.5'; fokker run p.toml",
           3,
           {}},
          {24, "a negative integer as custom noise", "custom -x -1; fokker run p.toml", 3, {"'process.noise'"}},
          {24,
           "a negative parameter as custom noise",
           "custom -x '\"s\"'; edit '2a[parameters]\\ns = -0.5'; fokker run p.toml",
           3,
           {}},
          {24,
           "a formula that changes its sign",
           "custom -x '\"-1 + 0*x\"'; forward_only; fokker run p.toml --quiet",
           0,
           {}},
          {24, "a noise that is not finite on the grid", "custom -x '\"sqrt(x)\"'; fokker run p.toml", 3, {}},
          {27, "no noise and a reversal", "edit 's/0\\.5/0.0/'; fokker run p.toml", 3, {}},
          {27,
           "no noise and a probability flow",
           "edit 's/0\\.5/0.0/; s/^name = \"and.*/&\\nalpha = 0/'; fokker run p.toml --quiet",
           0,
           {"PASS"}},
          {27, "no noise and no reversal", "edit 's/0\\.5/0.0/'; forward_only; fokker run p.toml --quiet", 0, {"PASS"}},
          {27,
           "noise along one axis of two",
           "fokker init cld -o q.toml && fokker check q.toml",
           0,
           {"q.toml:", "OK: "}},
      });
}

TEST_CASE("times and steps must go forward (rows 30, 31 and 36)") {
  check("faults/values",
        {
            {30, "end <= start", "edit 's/^end.*/end = 0/'; fokker run p.toml", 3, {}},
            {30, "no steps", "edit 's/steps = 40/steps = 0/'; fokker run p.toml", 3, {"'time.steps'"}},
            {30, "a step of 0", "edit 's/steps = 50/step = 0/'; fokker run p.toml", 3, {"'particles.step'"}},
            {30, "a negative step", "edit 's/steps = 50/step = -0.1/'; fokker run p.toml", 3, {"'particles.step'"}},
            {30, "a step that does not divide the time", "edit 's/steps = 50/step = 0.03/'; fokker run p.toml", 0, {}},
            {31,
             "an output time twice",
             "edit 's/ts = 3/ts = [0.2, 0.2, 0.5]/'; fokker run p.toml",
             3,
             {"'time.snapshots[1]'"}},
            {31, "output times that decrease", "edit 's/ts = 3/ts = [0.5, 0.2]/'; fokker run p.toml", 3, {}},
            {31, "an output time outside", "edit 's/ts = 3/ts = [0.5, 2.0]/'; fokker run p.toml", 3, {}},
            {36, "2e10 steps", "edit 's/steps = 40/steps = 20000000000/'; fokker run p.toml", 6, {}},
            {36, "2e6 snapshots", "edit 's/ts = 3/ts = 2000000/'; fokker run p.toml", 6, {}},
            {36,
             "a file larger than the disk, with --force",
             "edit 's/ts = 3/ts = 1000000/; s/128/1000000/'; fokker run p.toml --force",
             6,
             {"legal: "}},
        });
}

TEST_CASE("doubtful resolution is noted and no error (rows 33, 34, 35 and 44)") {
  check(
      "faults/values",
      {
          {33,
           "a cell Peclet number of 600",
           "edit 's/sigma = 0.5/sigma = 0.01\\nmu = 1/'; forward_only; fokker run "
           "p.toml --quiet --set verify='{forward_exact={tv=1}, forward_coarse={tv=1}}'",
           0,
           {"PASS"}},
          {34, "a point mass at start and a reversal", "edit 's/std = 0.3/std = 0.0/'; fokker run p.toml", 0, {}},
          {35,
           "a law that is 0 in cells, and a reversal",
           "initial 'kind = \"uniform\"\\nmin = -1.0\\nmax = 1.0'; fokker run p.toml --quiet --set "
           "verify.particles_reverse='{tv_upper=1}'",
           0,
           {"score cells at the floor"}},
          {44, "a law narrower than a cell", "edit 's/std = 0.3/std = 0.001/'; forward_only; fokker run p.toml", 0, {}},
      });
}
