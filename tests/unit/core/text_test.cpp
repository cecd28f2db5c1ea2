// SPDX-License-Identifier: MIT
#include "core/text.hpp"

#include <doctest/doctest.h>

using namespace fokker;

TEST_CASE("numbers are read whole and in the C locale") {
  CHECK(to_number("0.5") == 0.5);
  CHECK(to_number("+1e-3") == 1e-3);
  CHECK_FALSE(to_number("0,5"));
  CHECK_FALSE(to_number("1 "));
  CHECK_FALSE(to_number("nan"));
  CHECK_FALSE(to_number("1e400"));
  CHECK_FALSE(to_number(""));
}

TEST_CASE("hidden characters are shown as code points") {
  CHECK(shown("a\xE2\x80\xAE"
              "b\x07") == "a\\u202Eb\\u0007");
  CHECK(shown("gr\xC3\xBC\xC3\x9F") == "gr\xC3\xBC\xC3\x9F");
  CHECK(shown("abcdef", 3) == "abc...");
}

TEST_CASE("identifiers begin with a letter or an underscore") {
  CHECK(is_identifier("x_1"));
  CHECK_FALSE(is_identifier("1x"));
  CHECK_FALSE(is_identifier("x-y"));
  CHECK_FALSE(is_identifier(""));
}

TEST_CASE("bytes that are no UTF-8 are shown as numbers") {
  CHECK(shown("a\xFF"
              "b") == "a\\xFFb");
  CHECK(shown("\xC3\xA9") == "\xC3\xA9");
  CHECK(shown("\xE2\x82") == "\\xE2\\x82");
  CHECK(shown("\x9B"
              "2J") == "\\x9B2J");
}
