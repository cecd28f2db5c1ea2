// SPDX-License-Identifier: MIT
#include "fokker/io/toml/problem_keys.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "fokker/process/kind.hpp"
#include "fokker/sampler/catalogue.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Words = std::set<std::string>;

/// `smallest` with every table that may be left out, but [frame] and [exact].
const std::string everything = smallest + "[[reverse]]\nname = \"r\"\n[particles]\n[verify]\n";

bool is_of_samplers(const KeyTable& table) { return table.table == "[[sampler]]" || table.table == "guidance = {}"; }

/// Tables of the generator that need others; each with its required keys.
const std::map<std::string, std::string> generator_texts = {
    {"[[region]]", "[[region]]\nname = \"g\"\ninside = \"x > 1\"\n"},
    {"[first_passage]", "[[region]]\nname = \"g\"\ninside = \"x > 1\"\n[first_passage]\n"},
    {"committor = {}",
     "[[region]]\nname = \"g\"\ninside = \"x > 1\"\n[[region]]\nname = \"h\"\ninside = \"x < -1\"\n"
     "[first_passage]\ncommittor = { from = \"g\", to = \"h\" }\n"},
    {"[reset]", "[[region]]\nname = \"g\"\ninside = \"x > 1\"\n[reset]\n"},
    {"[[correlation]]", "[[correlation]]\nname = \"c\"\nfirst = \"x\"\n"},
    {"number bound", "[stationary]\n"},
    {"[bridge]", "[bridge]\ntarget = { kind = \"gaussian\", mean = 0.0, std = 1.0 }\n"},
    {"[[expectation]]", "[[expectation]]\nname = \"c\"\npayoff = \"x\"\n"},
};

/// The text with a sampler where the table is of one: not every process can have it.
std::string text_for(const KeyTable& table) {
  if (const auto found = generator_texts.find(table.table); found != generator_texts.end())
    return everything + found->second;
  return everything + (is_of_samplers(table) ? "[[sampler]]\nname = \"s\"\nkind = \"ddim\"\n" : "");
}

/// What a table is called in --set; empty: it has no keys of its own.
std::string path_of(const KeyTable& table) {
  if (table.table == "top") return "";
  if (table.table == "[[axis]]") return "axis.x.";
  if (table.table == "[[reverse]]") return "reverse.r.";
  if (table.table == "[[sampler]]") return "sampler.s.";
  if (table.table == "guidance = {}") return "sampler.s.guidance.";
  if (table.table == "[[region]]") return "region.g.";
  if (table.table == "[[correlation]]") return "correlation.c.";
  if (table.table == "[[expectation]]") return "expectation.c.";
  if (table.table == "committor = {}") return "first_passage.committor.";
  if (table.table == "number bound") return "verify.stationary.mean_x.";
  if (table.table == "bounds") return "verify.particles.";
  if (table.table == "score = {}") return "reverse.r.score.";
  return table.table.substr(1, table.table.size() - 2) + ".";
}

/// A problem in which the table can be read.
std::vector<std::string> overrides_for(const KeyTable& table) {
  std::vector<std::string> overrides;
  if (!table.kind.empty()) overrides.push_back(fmt::format("{}kind=\"{}\"", path_of(table), table.kind));
  if (table.table == "score = {}") overrides.push_back("reverse.r.score={}");
  if (table.table == "guidance = {}") overrides.push_back("sampler.s.guidance={}");
  return overrides;
}

Words quoted_words(const std::string& text, const std::string& quote) {
  const std::regex word(quote + "([^'\"]+)" + quote);
  Words words;
  for (std::sregex_iterator i(text.begin(), text.end(), word), end; i != end; ++i) words.insert((*i)[1]);
  return words;
}

/// What the reader calls legal when `key` gets `value`.
Words legal_words(const KeyTable& table, const std::string& key, const std::string& value) {
  auto overrides = overrides_for(table);
  overrides.push_back(path_of(table) + key + "=" + value);
  const Error error = refusal(text_for(table), overrides);
  for (const Diagnostic& diagnostic : error.diagnostics())
    if (diagnostic.key == path_of(table) + key) return quoted_words(diagnostic.legal, "'");
  FAIL("nothing is said about " << path_of(table) << key << ":\n" << error.what());
  return {};
}

bool only_words(const std::string& legal) {
  static const std::regex words("(\"[a-z0-9-]+\"( \\| )?)+");
  return std::regex_match(legal, words);
}

std::string values_of(const Field& field, int columns) {
  const Points x = Points::Constant(1, 1, 0.7);
  Points out(1, columns);
  field(x, out);
  return fmt::format("{}", fmt::join(out.data(), out.data() + out.size(), " "));
}

std::string time_text(const TimeSpan& time) {
  return fmt::format("{} {} {} {} {} {} {}\n", time.initial, time.start, time.end, fmt::join(time.snapshots, " "),
                     time.tolerance, time.steps.value_or(-1), static_cast<int>(time.step_spacing));
}

std::string particles_text(const ParticleRun& p) {
  return fmt::format("{} {} {} {} {} {} {} {} {} {}\n", p.count, static_cast<int>(p.scheme),
                     static_cast<int>(p.reverse_scheme), p.steps, static_cast<int>(p.step_spacing), p.seed,
                     fmt::join(p.reverse, " "), p.paths, p.step_bias, p.samples);
}

std::string reverse_text(const Reversal& r) {
  return fmt::format("{} {} {} {} {} {} {}\n", r.name, r.alpha, static_cast<int>(r.score), static_cast<int>(r.start),
                     static_cast<int>(r.flux), static_cast<int>(r.stepper), static_cast<int>(r.accuracy));
}

/// All that a problem says, but for what has no default.
std::string content(const Problem& problem) {
  std::string text = problem.title + "\n" + time_text(problem.time);
  for (const Axis& axis : problem.grid.axes())
    text += fmt::format("{} {} {}\n", fmt::join(axis.edges, " "), static_cast<int>(axis.lower),
                        static_cast<int>(axis.upper));
  text +=
      fmt::format("{} {} {} {}\n", static_cast<int>(problem.forward.flux), static_cast<int>(problem.forward.stepper),
                  static_cast<int>(problem.forward.accuracy), problem.forward.max_leak);
  for (const Reversal& reverse : problem.reversals) text += reverse_text(reverse);
  if (problem.particles) text += particles_text(*problem.particles);
  text += fmt::format("{}", problem.verification.false_alarm);
  for (int k = 0; k < 5; ++k) {
    const auto comparison = static_cast<Comparison>(k);
    const auto given = problem.verification.bounds.find(comparison);
    for (const auto& [name, bound] :
         given == problem.verification.bounds.end() ? default_bounds(comparison) : given->second)
      text += fmt::format(" {} {}", name, bound);
  }
  return text + "\n" + values_of(problem.process.drift(0.3), 1) + "\n" + values_of(problem.process.noise(0.3), 1);
}

/// Keys without which others cannot be read.
std::vector<std::string> companions(const KeyTable& table, const std::string& key) {
  std::vector<std::string> overrides;
  if (!table.kind.empty()) overrides = overrides_for(table);
  if (table.table == "[time]" && key == "step_spacing") overrides.push_back("time.steps=40");
  if (table.table == "[[axis]]" && key == "power") overrides.push_back("axis.x.spacing=\"power\"");
  if (key == "steady_tolerance") overrides = {"time.end=\"steady\"", "time.max_end=1.0"};
  if (table.kind == "custom") overrides.insert(overrides.end(), {"process.drift=\"-x\"", "process.noise=1"});
  return overrides;
}

}  // namespace

TEST_CASE("every key that the reader accepts is documented, and no other") {
  for (const KeyTable& table : problem_keys()) {
    if (table.table == "[parameters]") continue;  // every name is legal there
    INFO(table.table, " ", table.kind);
    Words documented;
    for (const KeyEntry& entry : table.keys) {
      CHECK_MESSAGE(documented.insert(entry.key).second, entry.key);
      for (const auto& text : {entry.type, entry.legal, entry.standard, entry.meaning}) CHECK_FALSE(text.empty());
    }
    if (!table.kind.empty()) documented.insert("kind");
    for (const KeyTable& common : problem_keys())  // of all kinds of sampler
      if (table.table == "[[sampler]]" && common.table == table.table && common.kind.empty())
        for (const KeyEntry& entry : common.keys) documented.insert(entry.key);
    if (table.table == "[frame]" || table.table == "[exact]") {
      const Error error = refusal(text_for(table), {path_of(table) + "zzz=1"});
      Words known;
      for (const Diagnostic& d : error.diagnostics())
        if (d.key == path_of(table) + "zzz") known = quoted_words(d.legal, "'");
      CHECK(known == documented);
    } else if (!documented.contains("kind") || !table.kind.empty()) {
      CHECK(legal_words(table, "zzz", "1") == documented);
    }
  }
}

TEST_CASE("the words of every key are those that the reader takes") {
  int checked = 0;
  for (const KeyTable& table : problem_keys())
    for (const KeyEntry& entry : table.keys) {
      if (!only_words(entry.legal) || entry.key == "frame") continue;
      INFO(table.table, " ", table.kind, " ", entry.key);
      CHECK(legal_words(table, entry.key, "\"zzz\"") == quoted_words(entry.legal, "\""));
      ++checked;
    }
  CHECK(checked >= 15);
}

TEST_CASE("numbers beyond the range of a key are refused") {
  static const std::regex range("(>=|>|) ?([0-9]+)( to ([0-9]+)|, < ([0-9]+))?.*");
  int checked = 0;
  for (const KeyTable& table : problem_keys())
    for (const KeyEntry& entry : table.keys) {
      std::smatch ends;
      const bool number = entry.type.starts_with("number") || entry.type.starts_with("integer");
      if (!number || !std::regex_match(entry.legal, ends, range)) continue;
      std::vector<std::int64_t> beyond = {std::stoll(ends[2]) - (ends[1] == ">" ? 0 : 1)};
      if (ends[4].matched) beyond.push_back(std::stoll(ends[4]) + 1);
      if (ends[5].matched) beyond.push_back(std::stoll(ends[5]));
      for (const auto value : beyond) {
        INFO(table.table, " ", table.kind, " ", entry.key, " = ", value);
        auto overrides = entry.key == "steady_tolerance" ? companions(table, entry.key) : overrides_for(table);
        overrides.push_back(fmt::format("{}{}={}", path_of(table), entry.key, value));
        const Error error = refusal(text_for(table), overrides);
        const auto& all = error.diagnostics();
        CHECK(std::any_of(all.begin(), all.end(), [&](const Diagnostic& d) {
          return d.key == path_of(table) + entry.key && d.found.find(std::to_string(value)) != std::string::npos;
        }));
        ++checked;
      }
    }
  CHECK(checked >= 45);
}

/// A kind of process whose example has more than one axis.
bool wants_more_axes(const KeyTable& table) {
  return table.table == "[process]" && !table.kind.empty() && !process_kind(table.kind).example.more.empty();
}

TEST_CASE("a default that is written out changes nothing") {
  int checked = 0;
  for (const KeyTable& table : problem_keys())
    for (const KeyEntry& entry : table.keys) {
      const char first = entry.standard[0];
      const bool literal = first == '"' || first == '{' || first == '[' || (first >= '0' && first <= '9') ||
                           entry.standard == "true" || entry.standard == "false";
      if (!literal || wants_more_axes(table) || table.kind == "points" || table.kind == "histogram" ||
          entry.standard.find(',') != std::string::npos)
        continue;  // two axes; a data file; words beside the literal
      INFO(table.table, " ", table.kind, " ", entry.key);
      std::vector<std::string> overrides = companions(table, entry.key);
      if (table.kind == "langevin") overrides.push_back("process.potential=\"x^2\"");
      if (table.table == "[target]") overrides.push_back("target.tv=1e-3");
      if (table.table == "[[sampler]]") {
        const bool variance = !table.kind.empty() && sampler_entry(table.kind).form == SamplerForm::variance;
        overrides.push_back(variance ? "process.kind=\"edm\"" : "process.kind=\"vp\"");
      }
      if (table.kind == "cosine") overrides.push_back("time.end=0.9");
      const std::string before = content(parse(text_for(table), overrides));
      overrides.push_back(path_of(table) + entry.key + "=" + entry.standard);
      CHECK(content(parse(text_for(table), overrides)) == before);
      ++checked;
    }
  CHECK(checked >= 35);
}

TEST_CASE("a key in the wrong table is reported with its table") {
  CHECK(contains(refusal(everything, {"time.step_bias=true"}).what(), "it belongs in [particles]"));
  CHECK(contains(refusal(everything, {"time.max_leak=0.1"}).what(), "it belongs in [forward]"));
}
