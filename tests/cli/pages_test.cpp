// SPDX-License-Identifier: MIT
// The pages: links, problem files, names of examples. What their commands do: pages_commands_test.cpp.
#include "cli/pages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

using namespace cli;

namespace {

namespace fs = std::filesystem;

/// Targets of the links in a page, in order.
std::vector<std::string> links_of(const std::string& page) {
  std::vector<std::string> links;
  const std::regex link(R"(\]\(([^()\s]+)\))");
  for (const auto& line : prose_of(page, false))
    for (std::sregex_iterator match(line.begin(), line.end(), link), end; match != end; ++match)
      links.push_back((*match)[1]);
  return links;
}

/// What is wrong with a link, "" if it leads somewhere.
std::string fault_of(const std::string& page, const std::string& link) {
  if (link.starts_with("https://") || link.starts_with("http://")) return "";  // outside: no test asks the network
  const auto hash = link.find('#');
  const std::string path = link.substr(0, hash);
  const fs::path target = path.empty() ? fs::path(page) : (fs::path(page).parent_path() / path).lexically_normal();
  if (!fs::exists(FOKKER_SOURCE_DIR / target)) return "no such file";
  if (hash == std::string::npos) return "";
  const auto anchors = anchors_of(target.string());
  const bool found = std::find(anchors.begin(), anchors.end(), link.substr(hash + 1)) != anchors.end();
  return found ? "" : "no such heading";
}

/// The problem file that a toml block stands for; "" where a fragment does not say where it belongs.
std::string problem_of(const Block& block) {
  if (block.lines.empty() || block.lines[0].starts_with("schema")) return block.text();
  std::smatch match;
  if (!std::regex_match(block.mark, match, std::regex(R"(<!-- into ([a-z0-9_]+\.toml) -->)"))) return "";
  return put_into(source_text("examples/" + match[1].str()), block.text());
}

std::set<std::string> examples() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(FOKKER_SOURCE_DIR "/examples"))
    if (entry.path().extension() == ".toml") names.insert(entry.path().filename().string());
  return names;
}

}  // namespace

TEST_CASE("every link of the pages leads to a file, every anchor to a heading") {
  int followed = 0;
  for (const auto& page : pages_with_links())
    for (const auto& link : links_of(page)) {
      const std::string fault = fault_of(page, link);
      CHECK_MESSAGE(fault.empty(), page << ": " << link << ": " << fault);
      ++followed;
    }
  CHECK(followed > 30);  // else links are no longer found
}

TEST_CASE("a dead link and a heading that is not there are seen") {
  CHECK(fault_of("examples/README.md", "../docs/tutorial.md").empty());
  CHECK(fault_of("docs/tutorial.md", "no_such_page.md") == "no such file");
  CHECK(fault_of("docs/tutorial.md", "../README.md#the-problem-file").empty());
  CHECK(fault_of("docs/tutorial.md", "../README.md#no-such-heading") == "no such heading");
  CHECK(fault_of("README.md", "#two-commands").empty());
}

TEST_CASE("every problem file on the pages is accepted, fragments in the example that they name") {
  const Sandbox sandbox;
  copy_examples(sandbox);
  int checked = 0;
  for (const auto& page : pages())
    for (const auto& block : blocks_of(page)) {
      if (block.info != "toml") continue;
      const std::string problem = problem_of(block);
      CHECK_MESSAGE(!problem.empty(), block.where() << ": which example is this put into? <!-- into NAME.toml -->");
      sandbox.write("page.toml", problem);
      const Outcome outcome = sandbox.run("fokker check page.toml");
      CHECK_MESSAGE(outcome.code == 0, block.where() << "\n" << outcome.err);
      ++checked;
    }
  CHECK(checked >= 5);
}

TEST_CASE("a fragment takes the place of the tables that it names") {
  CHECK(put_into("a = 1\n[b]\nc = 2\n[[d]]\ne = 3\n[[d]]\ne = 4\n[f]\ng = [5]\n", "[[d]]  # one\ne = 6\n") ==
        "a = 1\n[b]\nc = 2\n[f]\ng = [5]\n\n[[d]]  # one\ne = 6\n");
}

TEST_CASE("examples/README.md lists every example, and no page names one that is not there") {
  const std::set<std::string> there = examples();
  const std::string list = source_text("examples/README.md");
  for (const auto& name : there) CHECK_MESSAGE(contains(list, "`" + name + "`"), name);
  const std::set<std::string> own = {"my.toml"};  // the reader's
  const std::regex named("`(?:examples/)?([a-z0-9_]+\\.toml)`");
  for (const auto& page : pages())
    for (const auto& line : prose_of(page, true))
      for (std::sregex_iterator match(line.begin(), line.end(), named), end; match != end; ++match)
        CHECK_MESSAGE((there.contains((*match)[1]) || own.contains((*match)[1])), page << ": " << (*match)[1]);
}

TEST_CASE("every example opens with its equation, boundary conditions, what to look at, and its source") {
  for (const auto& name : examples()) {
    const std::string text = source_text("examples/" + name);
    const std::string head = text.substr(0, text.find("\nschema"));
    for (const char* part : {"# Equation: ", "# Boundaries: ", "# Look at: ", "# Source: "})
      CHECK_MESSAGE(contains(head, part), name << ": " << part);
  }
}

TEST_CASE("README.md has at most 150 lines") { CHECK(lines_of(source_text("README.md")).size() <= 150); }

TEST_CASE("no line of a page starts a command outside a block marked sh") {
  for (const auto& page : pages())
    for (const auto& block : blocks_of(page)) {
      if (block.info.starts_with("sh")) continue;
      for (const auto& line : block.lines) CHECK_MESSAGE(!line.starts_with("fokker "), block.where() << ": " << line);
    }
}

TEST_CASE("README.md's CMake lines are those of the outside project that tests/install builds") {
  const std::string outside = source_text("tests/install/outside/CMakeLists.txt");
  for (const auto& block : blocks_of("README.md"))
    if (block.info == "cmake")
      for (const auto& line : block.lines) {
        const std::string same = std::regex_replace(line, std::regex("yours"), "outside");
        CHECK_MESSAGE(contains(outside, same), same);
      }
}

TEST_CASE("citation, changelog and README state the version of the command") {
  const Outcome outcome = Sandbox().run("fokker --version");
  std::smatch version;
  REQUIRE(std::regex_match(outcome.out, version, std::regex("fokker (([0-9]+\\.[0-9]+)\\.[0-9]+)\n")));
  CHECK(contains(source_text("CITATION.cff"), "\nversion: " + version[1].str() + "\n"));
  CHECK(contains(source_text("CHANGELOG.md"), "\n## " + version[1].str() + " - "));
  CHECK(contains(source_text("README.md"), "find_package(fokker " + version[2].str() + " REQUIRED)"));
}
