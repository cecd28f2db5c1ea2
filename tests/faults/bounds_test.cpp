// SPDX-License-Identifier: MIT
// Section B: too much, too little, and what lies at the boundaries.
#include <doctest/doctest.h>

#include "faults/faults.hpp"

using faults::check;

namespace {

/// OMP_NUM_THREADS=junk in the words of the compiler's OpenMP.
#ifdef __clang__
const char* const junk_threads = "OMP_NUM_THREADS: Invalid symbols found";
#else
const char* const junk_threads = "Invalid value for environment variable OMP_NUM_THREADS";
#endif

}  // namespace

TEST_CASE("grids beyond memory are refused with the largest that fits (rows 37 and 38)") {
  check("faults/bounds", {
                             {37, "4096^3 cells", "with_axes 4096; fokker run p.toml", 6, {}},
                             {38, "a product of cells past 64 bits", "with_axes 2147483647; fokker run p.toml", 6, {}},
                             {36,
                              "more particles than memory",
                              "fokker run p.toml --set particles.count=1000000000000 --set "
                              "particles.samples=true",
                              6,
                              {}},
                         });
}

TEST_CASE("threads outside their range, and a junk environment, are named (rows 39 and 40)") {
  check("faults/bounds", {
                             {39, "--threads 0", "fokker run p.toml --quiet --threads 0", 0, {"PASS"}},
                             {39, "--threads -3", "fokker run p.toml --threads -3", 2, {}},
                             {39, "--threads 1000000", "fokker run p.toml --threads 1000000", 2, {}},
                             {39, "--threads many", "fokker run p.toml --threads many", 2, {}},
                             {39, "more threads than cores", "fokker run p.toml --threads $(($(nproc) + 7))", 0, {}},
                             {39, "OMP_NUM_THREADS=junk", "OMP_NUM_THREADS=junk fokker run p.toml", 0, {junk_threads}},
                             {40,
                              "threads that the system does not start",
                              "(ulimit -v 2000000; fokker run p.toml --threads 1000)",
                              6,
                              {}},
                         });
}

TEST_CASE("mass at boundaries, outside the box or without measure is reported (rows 41 to 43 and 45)") {
  const std::string leaking =
      "edit 's/^max.*/max = 1.5\\nboundary = \"absorbing\"/; s/^min.*/min = -1.5/'; forward_only\n"
      "echo -e '[forward]\\nmax_leak = 1e-3' >>p.toml; ";
  const std::string bounds = "fokker run p.toml --set verify='{forward_exact={tv=1}}'";
  check("faults/bounds",
        {
            {41,
             "density at a reflecting wall",
             "edit 's/^min.*/min = -1.5/; s/^max.*/max = 1.5/'; forward_only; " + bounds,
             0,
             {}},
            {41,
             "mass through an absorbing wall",
             "edit 's/^max.*/max = 1.5\\nboundary = \"absorbing\"/; s/^min.*/min = -1.5/'; forward_only; " + bounds,
             0,
             {"mass error"}},
            {41, "more mass through the walls than max_leak", leaking + "fokker run p.toml", 4, {"legal: "}},
            {41,
             "the same, resumed with a larger max_leak",
             leaking + "fokker run p.toml >1; fokker run p.toml --resume --quiet --set forward.max_leak=1",
             0,
             {"PASS"}},
            {41,
             "max_leak without an absorbing wall",
             "echo -e '[forward]\nmax_leak = 0.1' >>p.toml; fokker run p.toml",
             3,
             {"'forward.max_leak'"}},
            {42,
             "a density that does not integrate to 1",
             "initial 'kind = \"expression\"\\ndensity = \"exp(-x^2)\"'; fokker run p.toml",
             0,
             {}},
            {42,
             "a density that integrates to 0",
             "initial 'kind = \"expression\"\\ndensity = \"0*x\"'; fokker run p.toml",
             3,
             {}},
            {42,
             "a density that is infinite",
             "initial 'kind = \"expression\"\\ndensity = \"exp(1000*x^2)\"'; fokker run p.toml",
             3,
             {}},
            {43,
             "a density that is negative",
             "initial 'kind = \"expression\"\\ndensity = \"exp(-x^2) - 0.1\"'; fokker run p.toml",
             3,
             {}},
            {45,
             "3e-5 of the law outside the box",
             "edit 's/mean = 0.0/mean = 2.8/; s/^max = 4.0/max = 4/'; forward_only; " + bounds,
             0,
             {}},
            {45, "a quarter of the law outside", "edit 's/mean = 0.0/mean = 3.8/'; fokker run p.toml", 3, {}},
        });
}

TEST_CASE("numbers whose products overflow or vanish are found before the run (rows 46 and 47)") {
  check("faults/bounds",
        {
            {46,
             "x^4 at 1e100",
             "custom -x^4; edit 's/^min.*/min = -1e100/; s/^max.*/max = 1e100/'; fokker run p.toml",
             3,
             {}},
            {46, "a noise of 1e200", "edit 's/0\\.5/1e200/'; fokker run p.toml", 3, {}},
            {46, "a noise of 1e-200", "edit 's/0\\.5/1e-200/'; fokker run p.toml", 3, {}},
            {46,
             "an alpha of 1e200",
             "edit 's/^name = \"and.*/&\\nalpha = 1e200/'; fokker run p.toml",
             3,
             {"'reverse.anderson.alpha'"}},
            {46, "a mean of 1e308", "edit 's/^mean.*/mean = 1e308/'; fokker run p.toml", 3, {}},
            {46, "an end at 1e300", "edit 's/^end.*/end = 1e300/'; fokker run p.toml", 4, {}},
            {46, "an end at 1e-300", "edit 's/^end.*/end = 1e-300/'; fokker run p.toml --quiet", 0, {"PASS"}},
            {47,
             "tails of denormal numbers",
             "edit 's/std = 0.3/std = 0.1/; s/0\\.5/0.05/'; fokker run p.toml --quiet --set "
             "verify='{forward_exact={tv=1}, "
             "reverse_forward={tv=1}, reverse_exact={tv=1}, particles={tv=1}, particles_reverse={tv=1}, "
             "forward_coarse={tv=1}, reverse_coarse={tv=1}}'",
             0,
             {"mass error"}},
        });
}
