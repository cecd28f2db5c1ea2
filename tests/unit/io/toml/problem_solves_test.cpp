// SPDX-License-Identifier: MIT
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
const std::string one_reversal = edited(smallest, "\"brownian\"", "\"vp\"") + "[[reverse]]\n";
}

TEST_CASE("a single reversal has a name by default, several need one each") {
  const ParsedProblem problem = parse(one_reversal);
  REQUIRE(problem.reversals.size() == 1);
  CHECK(problem.reversals[0].name == "reverse");
  CHECK(problem.reversals[0].alpha == 1);
  CHECK(problem.reversals[0].score == ScoreSource::forward);
  CHECK(problem.reversals[0].start == ReverseStart::forward);
  CHECK(refusal(one_reversal + "[[reverse]]\n").diagnostics().size() == 2);
  check_refused(one_reversal + "name = \"a\"\n[[reverse]]\nname = \"a\"\n", "p.toml:18:8", {"'a' twice"});
  check_refused(one_reversal + "name = \"2a\"\n", "p.toml:16:8", {"'2a'", "a letter"});
  CHECK(parse(one_reversal + "name = \"a-b_2\"\n").reversals[0].name == "a-b_2");
}

TEST_CASE("a reversal starts from the forward law, the prior or a table") {
  CHECK(parse(one_reversal + "start = \"prior\"\n").reversals[0].start == ReverseStart::prior);
  const ParsedProblem table = parse(one_reversal + "start = { kind = \"gaussian\", mean = 1.0, std = 0.25 }\n");
  CHECK(table.reversals[0].start == ReverseStart::law);
  CHECK(table.reversals[0].law->mixture->mean()[0] == 1);
  check_refused(one_reversal + "start = { kind = \"gaussian\", mean = 1.0, std = -1 }\n", "p.toml:16:48",
                {"reverse.reverse.start.std", "-1"});
  check_refused(one_reversal + "start = \"prio\"\n", "p.toml:16:9", {"try: 'prior'"});
  check_refused(smallest + "[[reverse]]\nstart = \"prior\"\n", "p.toml:16:9", {"'brownian' has no prior"});
}

TEST_CASE("what may leave through absorbing boundaries has a limit, which needs such a boundary") {
  const std::string absorbing = edited(smallest, "cells = 64", "cells = 64\nboundary = \"absorbing\"");
  CHECK(parse(absorbing + "[forward]\nmax_leak = 0.25\n").forward.max_leak == 0.25);
  CHECK(std::isinf(parse(absorbing).forward.max_leak));
  check_refused(absorbing + "[forward]\nmax_leak = 1.5\n", "p.toml:17:12", {"forward.max_leak", "1.5", "from 0 to 1"});
  check_refused(smallest + "[forward]\nmax_leak = 0.5\n", "p.toml:16:12", {"without an absorbing boundary"});
}

TEST_CASE("alpha may be 0 and not negative; fluxes and steppers are known words") {
  CHECK(parse(one_reversal + "alpha = 0\n").reversals[0].alpha == 0);
  check_refused(one_reversal + "alpha = -1\n", "p.toml:16:9", {"-1", ">= 0"});
  CHECK(parse(one_reversal).reversals[0].flux == Flux::automatic);
  CHECK(parse(one_reversal + "flux = \"semi-lagrangian\"\n").reversals[0].flux == Flux::semi_lagrangian);
  CHECK(parse(smallest + "[forward]\nflux = \"scharfetter-gummel\"\n").forward.flux == Flux::scharfetter_gummel);
  check_refused(smallest + "[forward]\nflux = \"upwind\"\n", "p.toml:16:8", {"'upwind'", "'semi-lagrangian'"});
  check_refused(smallest + "[forward]\nstepper = \"rk4\"\n", "p.toml:16:11", {"'sdirk2', 'backward-euler'"});
}

TEST_CASE("a score table is named by one key, and a file that cannot be read is reported with the key") {
  const Error missing = refusal(one_reversal + "score = { table = \"nowhere.h5\" }\n");
  CHECK(missing.fault() == Fault::file);
  CHECK(contains(missing.what(), "nowhere.h5"));
  CHECK(contains(missing.what(), "key 'reverse.reverse.score.table'"));
  CHECK(contains(missing.what(), "asked for at p.toml:16:19"));
  const Error misspelt = refusal(one_reversal + "score = { tabel = \"s.h5\" }\n");
  CHECK(contains(misspelt.what(), "p.toml:16:9: error: key 'reverse.reverse.score.table': missing"));
  CHECK(contains(misspelt.what(), "p.toml:16:11: error: key 'reverse.reverse.score.tabel': unknown key"));
}

TEST_CASE("a parameter of negative value is no way around the refusal of a negative alpha") {
  const std::string text = edited(one_reversal, "[process]", "[parameters]\na = -1\n[process]") + "alpha = \"a\"\n";
  CHECK(contains(refusal(text).what(), ">= 0"));
}

TEST_CASE("a network is named by its key; its parameterization may be repeated and not changed") {
  const std::string plane = edited(edited(one_reversal, "mean = 0.0", "mean = [0.0, 0.0]"), "cells = 64\n",
                                   "cells = 64\n[[axis]]\nname = \"y\"\nmin = -6.0\nmax = 6.0\n"
                                   "cells = 64\n");
  const std::string file = "score = { network = \"../examples/learned_score/mixture.npz\"";
  const ParsedProblem problem = parse(plane + file + " }\n");
  CHECK(problem.reversals[0].score == ScoreSource::network);
  CHECK(problem.reversals[0].parameterization == Parameterization::noise);
  CHECK(problem.reversals[0].network->layers.size() == 4);
  CHECK(problem.inputs.size() == 1);
  CHECK(parse(plane + file + ", parameterization = \"noise\" }\n").reversals[0].network != nullptr);
  const Error other = refusal(plane + file + ", parameterization = \"score\" }\n");
  CHECK(other.fault() == Fault::problem);
  CHECK(contains(other.what(), "key 'reverse.reverse.score.parameterization': 'score', but the file states 'noise'"));
  CHECK(contains(refusal(plane + file + ", table = \"s.h5\" }\n").what(), "'table' beside 'network'"));
  const Error line = refusal(one_reversal + file + " }\n");
  CHECK(line.fault() == Fault::data);
  CHECK(contains(line.what(), "mixture.npz"));
  const std::string unequal = edited(plane, "kind = \"vp\"", "kind = \"ou\"\ntheta = [1.0, 2.0]\nsigma = 1.0");
  check_refused(unequal + file + " }\n", "p.toml:23:9",
                {"reverse.reverse.score", "other coefficients along each axis"});
}
