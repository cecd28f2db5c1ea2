// SPDX-License-Identifier: MIT
#include "view/report_text.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace fokker::view::html;

TEST_CASE("text cannot become markup") {
  CHECK(escaped("a<b>&\"c'\n\x01") == "a&lt;b&gt;&amp;&quot;c&#39;\n\xef\xbf\xbd");
}

TEST_CASE("JSON cannot end the script that it stands in") {
  CHECK(json("</script>") == "\"\\u003c/script\\u003e\"");
  CHECK(json("a\"b\\c&\n") == "\"a\\u0022b\\u005cc\\u0026\\u000a\"");
  CHECK(json("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa") == "\"\\u2028\\u2029\xe2\x80\xaa\"");
  CHECK(json("caf\xc3\xa9 \xe2\x80") == "\"caf\xc3\xa9 \xe2\x80\"");
}

TEST_CASE("numbers are JSON, null where they are not finite") {
  CHECK(json(std::vector<double>{.1, -2, 1e-300, std::nan(""), INFINITY}) == "[0.1,-2,1e-300,null,null]");
  CHECK(json(std::vector<std::string>{"a", "<"}) == "[\"a\",\"\\u003c\"]");
}

TEST_CASE("typed arrays are packed as base64, least significant byte first") {
  CHECK(packed(std::vector<float>{}) == "\"\"");
  CHECK(packed(std::vector<float>{1.f}) == "\"AACAPw==\"");                        // 00 00 80 3f
  CHECK(packed(std::vector<std::uint16_t>{1, 0x0203, 0xffff}) == "\"AQADAv//\"");  // 01 00 03 02 ff ff
  CHECK(packed(std::vector<std::uint16_t>{1, 2}) == "\"AQACAA==\"");               // 01 00 02 00
}
