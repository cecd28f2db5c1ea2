// README.md and the pages: links lead somewhere, problem files are accepted, commands run as written.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "cli/sandbox.hpp"

using namespace cli;
namespace fs = std::filesystem;

namespace {

const fs::path root = FOKKER_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A fenced block, what stands behind the fence's ```, and the comment <!-- ... --> before it, if any.
struct Block {
  std::string info, text, mark;
};

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  std::istringstream stream(page);
  bool inside = false;
  std::string mark;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("```", 0) == 0) {
      if (!inside) blocks.push_back({line.substr(3), "", mark});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + "\n";
    } else if (!line.empty()) {
      mark = line.rfind("<!--", 0) == 0 ? line : "";
    }
  }
  CHECK_FALSE(inside);
  return blocks;
}

std::string without_blocks(const std::string& page) {
  std::string kept;
  std::istringstream stream(page);
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("```", 0) == 0) inside = !inside;
    if (!inside) kept += line + "\n";
  }
  return kept;
}

std::vector<fs::path> pages() {
  std::vector<fs::path> found{root / "README.md"};
  for (const auto& entry : fs::directory_iterator(root / "examples"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// GitHub's name of each heading: small letters, blanks as '-', no other signs.
std::set<std::string> headings_of(const std::string& page) {
  std::set<std::string> names;
  std::istringstream stream(without_blocks(page));
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] != '#') continue;
    std::string name;
    for (const unsigned char c : line.substr(line.find_first_not_of("# ")))
      if (std::isalnum(c) || c == '-' || c == '_' || c >= 128)
        name += static_cast<char>(std::tolower(c));
      else if (c == ' ')
        name += '-';
    names.insert(name);
  }
  return names;
}

void check_link(const fs::path& page, const std::string& link) {
  INFO(page.filename().string(), ": ", link);
  const auto hash = link.find('#');
  const fs::path target = hash == 0 ? page : page.parent_path() / link.substr(0, hash);
  CHECK(fs::exists(target));
  if (hash != std::string::npos && fs::exists(target))
    CHECK(headings_of(text_of(target)).count(link.substr(hash + 1)) == 1);
}

std::vector<fs::path> linked_pages() {
  std::vector<fs::path> found = pages();
  for (const char* folder : {"src", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".md") found.push_back(entry.path());
  return found;
}

/// A fragment of a problem file, with the tables that it leaves out: Brownian motion from a Gaussian law.
std::string completed(const std::string& fragment) {
  const std::string axis = "min = -4.0\nmax = 4.0\ncells = 32\n";
  std::string whole = "schema = 1\n" + fragment;
  const auto add = [&](const std::string& header, const std::string& table) {
    if (!contains(fragment, header)) whole += header + "\n" + table;
  };
  const bool plane = contains(fragment, "y^2");
  add("[process]", "kind = \"brownian\"\n");
  add("[initial]", std::string("kind = \"gaussian\"\nmean = ") + (plane ? "[0.0, 0.0]" : "0.0") + "\nstd = 1.0\n");
  add("[time]", "end = 1.0\nsteps = 4\n");
  add("[[axis]]", "name = \"x\"\n" + axis + (plane ? "[[axis]]\nname = \"y\"\n" + axis : ""));
  return whole;
}

void copy_examples(const Sandbox& sandbox) {
  const Outcome copied = sandbox.run("cp '" + root.string() + "'/examples/*.toml . && cp -r '" + root.string() +
                                     "/data' .. && ls vp_mixture.toml");
  REQUIRE_MESSAGE(copied.code == 0, copied.err);
}

/// Runs a page's commands one after the other in a folder with the examples.
/// @param adapted  the line to run in place of a line; empty: none
template <class Adapted>
void run_commands(const fs::path& page, const Adapted& adapted) {
  const Sandbox sandbox;
  copy_examples(sandbox);
  for (const Block& block : blocks_of(text_of(page))) {
    if (block.info.rfind("sh", 0) != 0) continue;
    const int wanted = contains(block.info, "exit 1") ? 1 : 0;
    std::istringstream stream(block.text);
    for (std::string line; std::getline(stream, line);) {
      const std::string run = adapted(line);
      if (run.empty()) continue;
      const Outcome outcome = sandbox.run(run);
      INFO(page.filename().string(), ": ", line, "\n", outcome.err, outcome.out);
      // with few particles a table may fail: its counting noise is above the bound
      CHECK((outcome.code == wanted || (run != line && outcome.code == 1)));
    }
  }
}

/// Two axes on fine grids: seconds each, for the slow test.
bool costly(const std::string& line) {
  for (const char* name : {"nine_peaks", "moons", "double_well", "correlated"})
    if (contains(line, name)) return true;
  return false;
}

}  // namespace

TEST_CASE("every relative link of a page leads to a file, and to a heading where it names one") {
  const std::regex link(R"(\]\(([^)\s]+)\))");
  std::size_t count = 0;
  for (const fs::path& page : linked_pages()) {
    const std::string text = without_blocks(text_of(page));
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      const std::string target = (*at)[1];
      if (contains(target, "://")) continue;
      check_link(page, target);
      ++count;
    }
  }
  CHECK(count > 20);
}

TEST_CASE("every problem file on a page is accepted, and every part of one within a whole") {
  const Sandbox sandbox;
  copy_examples(sandbox);
  const std::regex into(R"(<!-- into (\S+) -->)");
  for (const fs::path& page : pages())
    for (const Block& block : blocks_of(text_of(page))) {
      if (block.info != "toml") continue;
      std::smatch name;
      if (std::regex_match(block.mark, name, into))
        sandbox.write("p.toml", sandbox.read(name[1]) + block.text);
      else
        sandbox.write("p.toml", block.text.rfind("schema", 0) == 0 ? block.text : completed(block.text));
      const Outcome outcome = sandbox.run("fokker check p.toml");
      CHECK_MESSAGE(outcome.code == 0, page.filename().string() << "\n" << block.text << outcome.err);
    }
}

TEST_CASE("the commands on the pages run, with few particles") {
  if (!has_program("gnuplot")) {
    MESSAGE("gnuplot is not there");
    return;
  }
  for (const fs::path& page : pages())
    run_commands(page, [](std::string line) {
      if (costly(line)) return std::string();
      if (line.rfind("fokker run ", 0) == 0) line.insert(line.find(".toml") + 5, " --set particles.count=500");
      return line;
    });
}

TEST_CASE("slow: the commands on the pages run as written" * doctest::skip()) {
  if (!has_program("gnuplot")) {
    MESSAGE("gnuplot is not there");
    return;
  }
  for (const fs::path& page : pages()) run_commands(page, [](const std::string& line) { return line; });
}

TEST_CASE("the table in the README has the rows and verdicts that its command prints") {
  const std::regex row(R"(\n(\S+\|\S+ +\S+) [^\n]*(pass|FAIL)[^\n]*)");
  const auto rows_of = [&](const std::string& text) {
    std::set<std::string> rows;
    for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at)
      rows.insert((*at)[1].str() + " " + (*at)[2].str());
    return rows;
  };
  const std::set<std::string> told = rows_of(text_of(root / "README.md"));
  const Sandbox sandbox;
  copy_examples(sandbox);
  const Outcome outcome = sandbox.run("fokker run old_faithful_eruptions.toml --quiet");
  CHECK(outcome.code == 0);
  CHECK(told.size() == 13);
  CHECK(rows_of(outcome.out) == told);
}
