// SPDX-License-Identifier: MIT
// Section C: formulas in a problem file.
#include <doctest/doctest.h>

#include <filesystem>

#include "cli/sandbox.hpp"
#include "faults/faults.hpp"

using faults::check;

TEST_CASE("a formula that is none is reported with its place in the file (rows 48 to 50)") {
  check("faults/formulas",
        {
            {48, "an operator too many", "edit 's/0\\.5/\"0.5 + * 2\"/'; fokker run p.toml", 3, {"p.toml:5:16:"}},
            {48, "an open parenthesis", "custom '-x + (2'; fokker run p.toml", 3, {"p.toml:5:15:"}},
            {49,
             "an unknown name",
             "custom '-x*zeta'; edit '2a[parameters]\\neta = 1.0'; fokker run p.toml",
             3,
             {"p.toml:7:13:", "try: "}},
            {49, "an unknown function", "custom '-sim(x)'; fokker run p.toml", 3, {"try: "}},
            {50, "`0,3*x`", "custom '0,3*x'; fokker run p.toml", 3, {"try: "}},
        });
}

TEST_CASE("powers bind from the right and above the sign, all numbers are real (rows 51 and 61)") {
  // 2^(3^2) = 512, not 64; -(0.5^2) = -0.25; 1/2 = 0.5: each makes sigma 0.5, as in the problem that passes
  check("faults/formulas",
        {
            {51, "`2^3^2`", "edit 's|0\\.5|\"2^3^2 / 1024\"|'; fokker run p.toml --quiet", 0, {"PASS"}},
            {51, "`-x^2`", "edit 's|0\\.5|\"0.75 + -0.5^2\"|'; fokker run p.toml --quiet", 0, {"PASS"}},
            {51,
             "a formula with all its parentheses",
             "custom '2^x^2 - x'; fokker check p.toml --explain",
             0,
             {"process.drift: "}},
            {61, "`1/2`", "edit 's|0\\.5|\"1/2\"|'; fokker run p.toml --quiet", 0, {"PASS"}},
        });
}

TEST_CASE("formulas are no programming language, and bounded (rows 52 to 54)") {
  const auto text = [](const std::string& formula) {
    return "/usr/bin/python3 -c 'import sys; t = open(\"p.toml\").read(); "
           "print(t.replace(\"kind = \\\"brownian\\\"\\nsigma = 0.5\", \"kind = \\\"custom\\\"\\nnoise = 1\\n"
           "drift = \\\"\" + " +
           formula + " + \"\\\"\"))' >q.toml; ";
  };
  check(
      "faults/formulas",
      {
          {52, "an assignment", "custom 'x = 3'; fokker run p.toml", 3, {}},
          {52, "a loop", "custom 'for (i; 1; 2) x'; fokker run p.toml", 3, {}},
          {52, "text", "custom \"'rm' + x\"; fokker run p.toml", 3, {}},
          {53, "20,000 parentheses", text("\"(\" * 20000 + \"x\"") + "fokker run q.toml", 3, {}},
          {53, "5,000 signs", text("\"-\" * 5000 + \"x\"") + "fokker run q.toml", 3, {}},
          {53, "2 MB of parentheses", text("\"(\" * 10**6 + \"x\" + \")\" * 10**6") + "fokker run q.toml", 3, {}},
          {53, "20,000 terms", text("\"+\".join([\"x\"] * 20000)") + "fokker run q.toml", 3, {}},
          // the catalogue asks for 10 ms; a second leaves room for a loaded machine and shows that nothing is quadratic
          {54,
           "as large as it may be",
           text("\"+\".join([\"1e-9*x\"] * 2400)") + "timeout 1 \"$FOKKER\" check q.toml",
           0,
           {"OK: "}},
      });
}

TEST_CASE("values that are not finite are named with place, time and part of the formula (rows 55 and 56)") {
  check("faults/formulas",
        {
            {55, "1/0 at a face", "custom '-x + 1/x'; fokker run p.toml", 3, {}},
            {55, "log below 0", "custom 'log(x)'; fokker run p.toml", 3, {}},
            {55, "sqrt(-1)", "custom '-x + sqrt(-1)'; fokker run p.toml", 3, {"p.toml:5:"}},
            {56,
             "infinite for an instant, met in mid-run",
             "custom '-x^2*if(abs(t - 0.5125) < 1e-3, 1/(t - t), 1)'; forward_only; fokker run p.toml",
             4,
             {}},
            {56,
             "a noise that is infinite for an instant",
             "custom -x '\"1 + if(abs(t - 0.5125) < 1e-3, 1/(t - t), 0)\"'; fokker run p.toml",
             4,
             {}},
            {56, "a pole of a linear drift", "custom '-x/(t - 0.5)'; timeout 60 \"$FOKKER\" run p.toml", 4, {}},
        });
}

TEST_CASE("jumps that are differentiated, and names that mean something else, are reported (rows 57 to 59)") {
  check("faults/formulas",
        {
            {57,
             "floor in a potential",
             "edit 's/^kind = \"brownian\"/kind = \"langevin\"\\npotential = \"x^2 + floor(x)\"/; /^sigma/d'; "
             "fokker check p.toml",
             0,
             {}},
            {57,
             "abs in a potential",
             "edit 's/^kind = \"brownian\"/kind = \"langevin\"\\npotential = \"abs(x)\"/; /^sigma/d'; fokker check "
             "p.toml",
             0,
             {"OK: "}},
            {58, "a parameter named pi", "edit '2a[parameters]\\npi = 3.0'; fokker run p.toml", 3, {"'parameters.pi'"}},
            {58, "a parameter named t", "edit '2a[parameters]\\nt = 3.0'; fokker run p.toml", 3, {"'parameters.t'"}},
            {58,
             "a parameter named sin",
             "edit '2a[parameters]\\nsin = 3.0'; fokker run p.toml",
             3,
             {"'parameters.sin'"}},
            {58, "a parameter named as an axis", "edit '2a[parameters]\\nx = 3.0'; fokker run p.toml", 3, {}},
            {58, "parameters in a circle", "edit '2a[parameters]\\na = \"b\"\\nb = \"a\"'; fokker run p.toml", 3, {}},
            {59, "a NUL", "custom '-x\\\\u0000'; fokker run p.toml", 3, {}},
            {59, "a typesetter's minus", "custom \"$(printf '\\xE2\\x88\\x92x')\"; fokker run p.toml", 3, {"try: "}},
        });
}

TEST_CASE("a locale with decimal comma changes nothing (row 60)") {
  if (!cli::has_program("localedef") || !std::filesystem::exists("/usr/share/i18n/locales/de_DE")) {
    MESSAGE("skipped: no sources of locales here (Debian package locales)");
    return;
  }
  check("faults/formulas", {{60,
                             "a locale with decimal comma",
                             "localedef -i de_DE -f UTF-8 ./de_DE.UTF-8; test -e de_DE.UTF-8/LC_NUMERIC || exit 9\n"
                             "fokker run p.toml --quiet --json >point.json; rm p.h5\n"
                             "LOCPATH=$PWD LC_ALL=de_DE.UTF-8 fokker run p.toml --quiet --json >comma.json\n"
                             "cmp point.json comma.json",
                             0,
                             {}}});
}
