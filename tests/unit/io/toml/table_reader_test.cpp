// SPDX-License-Identifier: MIT
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("an unknown key is reported with its place, the legal keys and the nearest one") {
  check_refused(edited(smallest, "kind = \"brownian\"", "kind = \"brownian\"\nsigmma = 0.5"), "p.toml:4:1",
                {"process.sigmma", "unknown key", "'mu'", "try: 'sigma'"});
}

TEST_CASE("a key in the wrong table is sent to the right one") {
  check_refused(edited(smallest, "end = 1.0", "end = 1.0\ncells = 64"), "p.toml:10:1",
                {"time.cells", "belongs in [[axis]]"});
  check_refused(edited(smallest, "[process]", "end = 1.0\n[process]"), "p.toml:2:1", {"end", "belongs in [time]"});
}

TEST_CASE("a wrong type is reported as found and wanted") {
  check_refused(edited(smallest, "cells = 64", "cells = \"64\""), "p.toml:14:9",
                {"axis.x.cells", "string \"64\"", "an integer"});
  check_refused(edited(smallest, "cells = 64", "cells = 64.0"), "p.toml:14:9", {"float 64", "an integer"});
  check_refused(edited(smallest, "std = 0.5", "std = true"), "p.toml:7:7", {"initial.std", "boolean true", "number"});
  check_refused(edited(smallest, "end = 1.0", "end = [1.0]"), "p.toml:9:7", {"time.end", "a list of 1"});
  check_refused(edited(smallest, "[process]\nkind = \"brownian\"", "process = 3"), "p.toml:2:11",
                {"process", "integer 3", "a table [process]"});
}

TEST_CASE("an integer serves where a number is wanted") {
  CHECK(parse(edited(smallest, "end = 1.0", "end = 2")).time.end == 2.0);
}

TEST_CASE("a missing key names its table and the line of its header") {
  check_refused(edited(smallest, "end = 1.0\n", ""), "p.toml:8:1", {"time.end", "missing from table 'time'"});
  check_refused(edited(smallest, "cells = 64\n", ""), "p.toml:10:1", {"axis.x.cells", "missing"});
  check_refused(edited(smallest, "schema = 1\n", ""), "p.toml:1:1", {"schema", "missing"});
}

TEST_CASE("errors are reported together, twenty of them in full") {
  const std::string two = edited(edited(smallest, "std = 0.5", "std = -0.5"), "end = 1.0", "end = -1.0\nfoo = 1");
  CHECK(refusal(two).diagnostics().size() == 3);
  std::string many = smallest;
  for (int i = 0; i < 50; ++i) many += "unknown" + std::to_string(i) + " = 1\n";
  const auto lines = refusal(many).diagnostics();
  CHECK(lines.size() == 21);
  CHECK(lines.back().found == "30 more like these");
}

TEST_CASE("a parameter, a number or a constant formula in a string serves where a number is wanted") {
  const std::string text = edited(smallest, "[process]", "[parameters]\ns = 0.25\nm = 1\n[process]\nsigma = \"s\"");
  Points noise(1, 1);
  parse(text).process.noise(0.0)(Points::Zero(1, 1), noise);
  CHECK(noise(0, 0) == 0.25);
  parse(edited(text, "\"s\"", "\" 0.75 \"")).process.noise(0.0)(Points::Zero(1, 1), noise);
  CHECK(noise(0, 0) == 0.75);
  parse(edited(text, "\"s\"", "\"2*s\"")).process.noise(0.0)(Points::Zero(1, 1), noise);
  CHECK(noise(0, 0) == 0.5);
  check_refused(edited(text, "\"s\"", "\"ss\""), "p.toml:6:10", {"process.sigma", "unknown name 'ss'", "m, s"});
  check_refused(edited(text, "\"s\"", "\"nan\""), "p.toml:6:10", {"unknown name 'nan'"});
  check_refused(edited(text, "\"s\"", "\"2*x\""), "p.toml:6:12", {"'x'"});
  check_refused(edited(text, "s = 0.25", "s = -0.25"), "p.toml:6:9", {"\"s\" is -0.25", ">= 0"});
}
