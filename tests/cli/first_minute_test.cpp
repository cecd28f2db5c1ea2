// SPDX-License-Identifier: MIT
// What a newcomer meets first: a problem file, lists, help, completion, the manual page.
#include <doctest/doctest.h>

#include <algorithm>
#include <regex>

#include "cli/pages.hpp"
#include "cli/sandbox.hpp"
#include "fokker/io/toml/problem_keys.hpp"

using namespace cli;
using namespace fokker;

namespace {

/// Replaces `from`, which must be there, in a file.
void edit(const Sandbox& sandbox, const std::string& file, const std::string& from, const std::string& to) {
  std::string text = sandbox.read(file);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  sandbox.write(file, text.replace(at, from.size(), to));
}

/// What bash offers for the last of the words, in order.
std::vector<std::string> completed(const Sandbox& sandbox, const std::string& words) {
  const Outcome outcome =
      sandbox.run("fokker completion bash >c.sh; bash --norc -c 'source ./c.sh; COMP_WORDS=(" + words +
                  "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _fokker; printf \"%s\\n\" \"${COMPREPLY[@]}\"' | sort");
  CHECK_MESSAGE(outcome.err.empty(), outcome.err);
  return lines_of(outcome.out);
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("init, then a drift of one's own: both run and pass, and the next commands are printed") {
  const Sandbox sandbox;
  const Outcome init = sandbox.run("fokker init my.toml");
  CHECK(init.code == 0);
  CHECK(init.out.empty());
  for (const std::string line : {"fokker check my.toml", "fokker run my.toml", "fokker plot my.h5 -o my.png"})
    CHECK_MESSAGE(contains(init.err, line), init.err);
  CHECK(sandbox.run("fokker check my.toml").code == 0);
  const Outcome first = sandbox.run("fokker run my.toml --quiet");
  CHECK(contains(first.out, "  pass\n"));
  CHECK_MESSAGE(contains(first.out, "\nPASS: "), first.out);
  edit(sandbox, "my.toml", "\"x - x^3\"", "\"-x\"");
  const Outcome second = sandbox.run("fokker run my.toml --quiet");
  CHECK_MESSAGE(second.code == 0, second.out << second.err);
  CHECK(contains(second.out, "forward|exact"));  // known where the drift is linear
  const Outcome again = sandbox.run("fokker init my.toml");
  CHECK(again.code == 5);
  CHECK(contains(again.err, "--force"));
  CHECK(sandbox.run("fokker init my.toml --force").code == 0);
}

TEST_CASE("the page of all keys is what the command prints") {
  const Sandbox sandbox;
  const Outcome page = sandbox.run("fokker list keys --markdown | cmp - '" FOKKER_SOURCE_DIR "/src/io/keys.md'");
  CHECK_MESSAGE(page.code == 0, "fokker list keys --markdown >src/io/keys.md\n" << page.out << page.err);
  const Outcome text = sandbox.run("fokker list keys");
  for (const KeyTable& table : problem_keys())
    for (const KeyEntry& entry : table.keys) CHECK(contains(text.out, entry.meaning));
  CHECK(sandbox.run("fokker list fluxes --markdown").code == 2);
}

TEST_CASE("each process is listed with its equation, its keys with their defaults, and its source") {
  const Sandbox sandbox;
  const std::string text = sandbox.run("fokker list processes").out;
  for (const ProcessKind& kind : process_kind_entries()) {
    for (const auto& part : {"\n  " + kind.name + " ", kind.equation, "source: " + kind.source})
      CHECK_MESSAGE(contains("\n" + text, part), part);
    for (const Parameter& key : kind.parameters)
      CHECK_MESSAGE(contains(text, key.meaning), kind.name << " " << key.key);
  }
  CHECK(contains(text, "theta = 1: rate of the pull towards mu (number, list per axis, or matrix)"));
  CHECK(contains(text, "mu: rate of growth (number, or list per axis; required)"));
}

TEST_CASE("the lists of spacings, fluxes, steppers and schemes name what their keys take") {
  const Sandbox sandbox;
  const std::pair<std::string, std::pair<std::string, std::string>> lists[] = {{"spacings", {"[[axis]]", "spacing"}},
                                                                               {"fluxes", {"[forward]", "flux"}},
                                                                               {"steppers", {"[forward]", "stepper"}},
                                                                               {"schemes", {"[particles]", "scheme"}}};
  for (const auto& list : lists) {
    const auto& topic = list.first;
    const auto& place = list.second;
    std::string legal;
    for (const KeyTable& table : problem_keys())
      for (const KeyEntry& entry : table.keys)
        if (table.table == place.first && entry.key == place.second) legal = entry.legal;
    const std::string text = "\n" + sandbox.run("fokker list " + topic).out;
    static const std::regex word("\"([^\"]+)\"");
    int count = 0;
    for (std::sregex_iterator i(legal.begin(), legal.end(), word), end; i != end; ++i, ++count)
      CHECK_MESSAGE(contains(text, "\n  " + (*i)[1].str() + " "), topic << ": " << (*i)[1].str());
    CHECK(count >= 3);
  }
}

TEST_CASE("bash completes commands, options, words, keys and files") {
  const Sandbox sandbox;
  sandbox.write("my problem.toml", "");
  sandbox.write("other.txt", "");
  sandbox.write("out.h5", "");
  CHECK(completed(sandbox, "fokker con") == Words{"converge"});
  CHECK(completed(sandbox, "fokker run --em") == Words{"--emergency-dir"});
  CHECK(completed(sandbox, "fokker run \"\"") == Words{"my problem.toml"});
  CHECK(completed(sandbox, "fokker run \"my problem.toml\" --set particles.se") == Words{"particles.seed="});
  CHECK(completed(sandbox, "fokker plot \"\"") == Words{"out.h5"});
  CHECK(completed(sandbox, "fokker plot out.h5 --what pat") == Words{"paths"});
  CHECK(completed(sandbox, "fokker plot out.h5 --what = pat") == Words{"paths"});
  CHECK(completed(sandbox, "fokker list ke") == Words{"keys"});
  CHECK(completed(sandbox, "fokker init rect") == Words{"rectified-flow"});
  CHECK(sandbox.run("fokker completion fish").code == 2);
}

TEST_CASE("the completion of zsh is zsh") {
  const Sandbox sandbox;
  const Outcome script = sandbox.run("fokker completion zsh >_fokker");
  CHECK(script.code == 0);
  CHECK(sandbox.read("_fokker").starts_with("#compdef fokker\n"));
  if (!has_program("zsh")) {
    MESSAGE("skipped: no zsh");
    return;
  }
  const Outcome loaded = sandbox.run(
      "zsh -f -c 'fpath=($PWD $fpath); autoload -Uz compinit; compinit -D -u; print $_comps[fokker]; "
      "autoload +X _fokker && print loaded; source ./_fokker && whence -w _fokker_keys'");
  CHECK_MESSAGE(loaded.code == 0, loaded.err);
  CHECK(loaded.err.empty());
  CHECK(contains(loaded.out, "_fokker\nloaded\n"));
  CHECK(contains(loaded.out, "_fokker_keys: function"));
}

TEST_CASE("the manual page is set without a warning") {
  const Sandbox sandbox;
  const Outcome page = sandbox.run("fokker man >fokker.1");
  CHECK(page.code == 0);
  for (const std::string part : {".SH NAME", ".SH EXIT STATUS", ".SS converge", ".SH EXAMPLES"})
    CHECK(contains(sandbox.read("fokker.1"), part));
  if (!has_program("groff")) {
    MESSAGE("skipped: no groff");
    return;
  }
  const Outcome set = sandbox.run("groff -man -Tutf8 -ww fokker.1 >fokker.txt");
  CHECK(set.code == 0);
  CHECK_MESSAGE(set.err.empty(), set.err);
  CHECK(contains(sandbox.read("fokker.txt"), "checkpoint written"));
}
