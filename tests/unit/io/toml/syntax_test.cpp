// SPDX-License-Identifier: MIT
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a syntax error names file, line and column and what was probably meant") {
  struct Case {
    std::string line, place, part;
  };
  const Case cases[] = {
      {"end = 0,5", "p.toml:2:8", "decimal point"}, {"end = 1.", "p.toml:2:", "1.0, not 1."},
      {"end = .5", "p.toml:2:", "0.5, not .5"},     {"end = 01", "p.toml:2:", "leading zeroes"},
      {"end = 1e400", "p.toml:2:", "1.8e308"},      {"end = 99999999999999999999", "p.toml:2:", "64 bits"},
      {"kind = vp", "p.toml:2:", "quotes"},         {"flag = True", "p.toml:2:", "lower case"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    const Error error = refusal("[time]\n" + one.line + "\n");
    CHECK(error.fault() == Fault::problem);
    CHECK_MESSAGE(std::string(error.what()).starts_with(one.place), error.what());
    CHECK_MESSAGE(contains(error.what(), one.part), error.what());
  }
}

TEST_CASE("a key or table that stands twice names the line of the first") {
  CHECK(contains(refusal("[a]\nx = 1\n[b]\nx = 1\ny = 2\nx = 3\n").what(), "first is on line 4"));
  CHECK(contains(refusal("[a]\nx = 1\n[b]\n[a]\n").what(), "first is on line 1"));
}

TEST_CASE("a byte order mark and CRLF line ends are accepted") {
  CHECK(parse("\xEF\xBB\xBF" + smallest).grid.cells() == 64);
  std::string crlf;
  for (const char c : smallest) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(parse(crlf).grid.cells() == 64);
}

TEST_CASE("bytes that are no UTF-8 text are named") {
  check_refused("schema = 1\rtitle = 2\n", "p.toml:1:11", {"old Mac line ends"});
  check_refused(std::string("\xFF\xFEs\0", 4), "p.toml:1:1", {"UTF-16"});
  check_refused(std::string("s\0c\0", 4), "p.toml:1:2", {"NUL"});
  CHECK(contains(refusal("title = \"\xFF\"\n").what(), "utf-8"));
}

TEST_CASE("deep nesting is refused before the parser recurses") {
  check_refused("a = " + std::string(65, '['), "p.toml:1:69", {"64 deep"});
  CHECK_NOTHROW(refusal("a = " + std::string(1000000, '[')));
  std::string dotted = "a";
  for (int i = 0; i < 100000; ++i) dotted += ".a";
  check_refused(dotted + " = 1\n", "p.toml:1:130", {"64 deep"});
  CHECK_FALSE(
      contains(refusal("a = \"" + std::string(100, '[') + "\" # " + std::string(100, '{') + "\n").what(), "deep"));
}

TEST_CASE("a number that would underflow to 0 is refused, in lists and after non-ASCII text too") {
  check_refused(edited(smallest, "std = 0.5", "std = 1e-400"), "p.toml:7:7", {"initial.std", "1e-400", "too small"});
  check_refused(edited(smallest, "[process]", "[verify]\nparticles = { \"tv\" = 0.0_1e-999 }\n[process]"),
                "p.toml:3:22", {"too small"});
  CHECK_NOTHROW(parse(edited(smallest, "std = 0.5", "std = 0.0e-400")));
}

TEST_CASE("nan, inf and hidden characters are refused") {
  check_refused(edited(smallest, "end = 1.0", "end = inf"), "p.toml:9:7", {"time.end", "inf", "finite"});
  check_refused(edited(smallest, "std = 0.5", "std = nan"), "p.toml:7:7", {"initial.std", "nan"});
  check_refused(
      "title = \"a\xE2\x80\xAE"
      "b\"\n" +
          smallest,
      "p.toml:1:9", {"title", "\\u202E"});
}
