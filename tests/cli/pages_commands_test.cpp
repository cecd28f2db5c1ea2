// SPDX-License-Identifier: MIT
// Every command, Python snippet and table of the pages. The default suite follows the pages that a newcomer reads
// first, with long runs made short; the slow case follows all as they are written.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <tuple>

#include "cli/pages.hpp"

using namespace cli;

namespace {

// one thread: on so few cells and particles several wait for each other most of the time where the machine is busy
const std::string few = " --threads 1 --set particles.count=1000";

/// Examples that take longer than 2 s as written. Whether their bounds hold with fewer particles is not asked: they are
/// meant for the run as written.
const std::set<std::string> long_runs = {"my.toml", "old_faithful_eruptions.toml"};

/// What is added to a command to make it short; "" where it is short.
std::string shortened(const std::string& line) {
  std::smatch match;
  if (!std::regex_search(line, match, std::regex("^fokker (?:run|score) ([a-z0-9_/]+\\.toml)"))) return "";
  return long_runs.contains(match[1]) ? few : "";
}

/// The exit code that a fence states: "sh exit 1"; 0 where it states none.
int stated_code(const Block& block) {
  std::smatch match;
  return std::regex_match(block.info, match, std::regex("sh exit ([0-9]+)")) ? std::stoi(match[1]) : 0;
}

bool can_run(const std::string& line) {
  static const bool gnuplot = has_program("gnuplot");
  static const bool chart = Sandbox().run("test -r /usr/share/javascript/chart.js/Chart.min.js").code == 0;
  const bool runs = (gnuplot || !line.starts_with("fokker plot")) && (chart || !line.starts_with("fokker report"));
  if (!runs) MESSAGE("skipped, gnuplot or Chart.js is missing: " << line);
  return runs;
}

void run_commands(const Sandbox& sandbox, const Block& block, bool as_written, std::string& output) {
  for (const auto& line : block.lines) {
    if (line.empty() || !can_run(line)) continue;
    const std::string added = as_written ? "" : shortened(line);
    const Outcome outcome = sandbox.run(line + added);
    const bool as_stated = outcome.code == stated_code(block);
    const bool judged_otherwise = !added.empty() && (outcome.code == 0 || outcome.code == 1);
    CHECK_MESSAGE((as_stated || judged_otherwise), block.where() << ": " << line << added << "\nexit code "
                                                                 << outcome.code << "\n"
                                                                 << outcome.err);
    output += outcome.out;
  }
}

void run_python(const Sandbox& sandbox, const Block& block) {
  if (sandbox.run("/usr/bin/python3 -c 'import h5py, matplotlib, netCDF4, numpy, xarray'").code != 0) {
    MESSAGE("skipped: no h5py, matplotlib, netCDF4, numpy or xarray");
    return;
  }
  const Outcome outcome = sandbox.run("MPLBACKEND=agg /usr/bin/python3 - <<'PY'\n" + block.text() + "PY");
  CHECK_MESSAGE(outcome.code == 0, block.where() << "\n" << outcome.err);
}

using Row = std::tuple<std::string, std::string, std::string>;

/// Comparison, time, and metric to verdict of each row of a table of a run.
std::vector<Row> rows_of(const std::vector<std::string>& lines) {
  std::vector<Row> rows;
  const std::regex row(R"((\S+\|\S+) +([0-9.e+-]+) +(.* (pass|FAIL|not checked).*))"), gaps(" +");
  for (const auto& line : lines) {
    std::smatch match;
    if (std::regex_match(line, match, row))
      rows.emplace_back(match[1], match[2], std::regex_replace(match[3].str(), gaps, " "));
  }
  return rows;
}

/// The table of `written` in everything that runs printed: from its last "comparison" line to "written to ...".
std::vector<std::string> table_in(const std::string& output, const std::string& written) {
  std::vector<std::string> table;
  for (const auto& line : lines_of(output)) {
    if (line.starts_with("comparison ")) table.clear();
    table.push_back(line);
    if (line.ends_with(written)) return table;
  }
  return {};
}

std::set<std::string> names_of(const std::vector<Row>& rows) {
  std::set<std::string> names;
  for (const auto& row : rows) names.insert(std::get<0>(row));
  return names;
}

/// The table of a page against what the runs of this page printed before it: every comparison once at least, and as
/// written only rows that were printed.
void compare_table(const Block& block, bool as_written, const std::string& output) {
  const auto& last = block.lines.back();
  const auto at = last.find("written to ");
  REQUIRE_MESSAGE(at != std::string::npos, block.where());
  const auto shown = rows_of(block.lines);
  const auto printed = rows_of(table_in(output, last.substr(at)));
  CHECK_MESSAGE(!shown.empty(), block.where());
  CHECK_MESSAGE(names_of(shown) == names_of(printed), block.where());
  if (!as_written) return;
  for (std::size_t k = 0; k < shown.size(); ++k)
    CHECK_MESSAGE(std::find(printed.begin(), printed.end(), shown[k]) != printed.end(), block.where()
                                                                                            << ", row " << k + 1);
}

/// Numbers of the generator on a page are lines that were printed before it.
void compare_numbers(const Block& block, const std::string& output) {
  const std::regex gaps(" +");
  std::set<std::string> printed;
  for (const auto& line : lines_of(output)) printed.insert(std::regex_replace(line, gaps, " "));
  for (const auto& line : block.lines)
    CHECK_MESSAGE((line.empty() || printed.contains(std::regex_replace(line, gaps, " "))), block.where()
                                                                                               << ": " << line);
}

void follow(const std::string& page, bool as_written) {
  const auto blocks = blocks_of(page);
  const Sandbox sandbox;
  copy_examples(sandbox);
  std::string output;
  if (contains(source_text(page), "\n./dev run "))
    output = sandbox.run("fokker run old_faithful_eruptions.toml" + (as_written ? "" : few)).out;
  for (const auto& block : blocks) {
    if (block.info.starts_with("sh")) run_commands(sandbox, block, as_written, output);
    if (block.info == "python") run_python(sandbox, block);
    if (block.info.empty() && !block.lines.empty() && block.lines[0].starts_with("comparison "))
      compare_table(block, as_written, output);
    if (as_written && block.info.empty() && !block.lines.empty() && block.lines[0].starts_with("number "))
      compare_numbers(block, output);
  }
}

}  // namespace

TEST_CASE("every command and snippet of the first pages runs, and makes the tables' comparisons") {
  for (const char* page : {"README.md", "docs/getting_started.md", "docs/running.md"}) follow(page, false);
}

TEST_CASE("slow: every command of the pages ends as written, with the rows and verdicts of the page's table" *
          doctest::skip()) {
  for (const auto& page : pages()) follow(page, true);
}

TEST_CASE("every command in a sentence or table of the pages is one, with options that its help names") {
  const Sandbox sandbox;
  const std::regex span("`(?:[^`|]*/)?fokker ([a-z]+)((?: [^`]*)?)`");
  const std::regex option("--[a-z-]+");
  std::map<std::string, std::string> help;
  for (const auto& page : pages())
    for (const auto& line : prose_of(page, true))
      for (std::sregex_iterator match(line.begin(), line.end(), span), end; match != end; ++match) {
        const std::string command = (*match)[1];
        const std::string rest = (*match)[2];
        if (!help.contains(command)) {
          const Outcome outcome = sandbox.run("fokker " + command + " --help");
          CHECK_MESSAGE(outcome.code == 0, page << ": fokker " << command);
          help[command] = outcome.out;
        }
        for (std::sregex_iterator word(rest.begin(), rest.end(), option); word != end; ++word)
          CHECK_MESSAGE(contains(help[command], word->str()), page << ": fokker " << command << ": " << word->str());
      }
  CHECK(help.size() > 8);  // else commands are no longer found
}

TEST_CASE("README.md's program runs and passes") {
  const Sandbox sandbox;
  copy_examples(sandbox);
  const Outcome outcome = sandbox.run("'" FOKKER_README_PROGRAM "'");
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(sandbox.exists("vp_mixture.h5"));
}
