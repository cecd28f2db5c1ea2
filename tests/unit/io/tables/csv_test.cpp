// SPDX-License-Identifier: MIT
#include "fokker/io/tables/csv.hpp"

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

std::string message_of(const std::string& content, const std::vector<std::string>& columns) {
  const Folder folder;
  const auto file = folder.write("d.csv", content);
  const Error error = error_of([&] { read_csv(file, columns); });
  CHECK(error.fault() == Fault::data);
  std::string text = error.what();
  const auto at = text.find("d.csv");
  REQUIRE(at != std::string::npos);
  return text.substr(at);
}

Points columns_of(const std::string& content, const std::vector<std::string>& columns) {
  const Folder folder;
  return read_csv(folder.write("d.csv", content), columns);
}

}  // namespace

TEST_CASE("what is written reads back to the same bits") {
  const Points points{{0.1, -1e-300}, {1.0 / 3, 12345678.9}};
  CHECK(csv_text({"a", "b"}, points) == "a,b\n0.1,-1e-300\n0.3333333333333333,12345678.9\n");
  CHECK(csv_text({"a, \"b\""}, Points(0, 1)) == "\"a, \"\"b\"\"\"\n");
  const Folder folder;
  const auto file = folder.write("d.csv", "old");
  write_csv(file, {"a, \"b\"", "c"}, points);
  CHECK((read_csv(file, {"a, \"b\"", "c"}) == points).all());
  CHECK(error_of([&] { write_csv(file / "no", {"a"}, points); }).fault() == Fault::file);
}

TEST_CASE("columns are found by name, in the order asked for") {
  const Points points = columns_of("a,b,c\n1,2,3\n4,5,6\n", {"c", "a"});
  REQUIRE(points.rows() == 2);
  CHECK(points(1, 0) == 6);
  CHECK(points(1, 1) == 4);
}

TEST_CASE("quotes, spaces, CRLF, a byte order mark and blank lines are tolerated") {
  const Points points =
      columns_of("\xEF\xBB\xBF\"a, first\" ,\"b\"\"\"\r\n 1 ,\"2\"\r\n\r\n3,4\r\n", {"a, first", "b\""});
  REQUIRE(points.rows() == 2);
  CHECK(points(0, 0) == 1);
  CHECK(points(0, 1) == 2);
  CHECK(points(1, 1) == 4);
}

TEST_CASE("a missing column lists those there are and the nearest") {
  const std::string message = message_of("width,height\n1,2\n", {"hight"});
  CHECK(message.starts_with("d.csv:1:1: error: no column 'hight'"));
  CHECK(contains(message, "'width', 'height'"));
  CHECK(contains(message, "try: 'height'"));
}

TEST_CASE("what is no finite number is reported with line and column") {
  CHECK(message_of("a,b\n1,2\n3,NA\n", {"b"}).starts_with("d.csv:3:3: error: 'NA'; legal: a finite number"));
  CHECK(message_of("a,b\n1,inf\n", {"b"}).starts_with("d.csv:2:3: error: 'inf'"));
  CHECK(message_of("a,b\n1,\n", {"b"}).starts_with("d.csv:2:3: error: ''"));
  CHECK_NOTHROW(columns_of("a,b\n1,NA\n", {"a"}));
}

TEST_CASE("rows of another length, empty files and open quotes are refused") {
  CHECK(message_of("a,b\n1\n", {"a"}).starts_with("d.csv:2:1: error: 1 fields; legal: 2"));
  CHECK(message_of("a,b\n0,5,1\n", {"a"}).starts_with("d.csv:2:1: error: 3 fields"));
  CHECK(message_of("", {"a"}).starts_with("d.csv:1:1: error: an empty file"));
  CHECK(message_of("a,b\n", {"a"}).starts_with("d.csv:1:1: error: a header without rows"));
  CHECK(message_of("a,b\n1,\"2\n", {"a"}).starts_with("d.csv:2:3: error: a quote"));
  CHECK(message_of("a,a\n1,2\n", {"a"}).starts_with("d.csv:1:1: error: two columns 'a'"));
}

TEST_CASE("a file that cannot be read, or is none, is a fault of the file") {
  const Folder folder;
  CHECK(error_of([&] { read_csv(folder / "none.csv", {"a"}); }).fault() == Fault::file);
  CHECK(error_of([&] { read_csv(folder / "", {"a"}); }).fault() == Fault::file);
  const Error device = error_of([&] { read_csv("/dev/zero", {"a"}); });
  CHECK(device.fault() == Fault::file);
  CHECK(contains(device.what(), "not a regular file"));
}

TEST_CASE("Old Faithful has 272 rows") {
  const Points points = read_csv(FOKKER_SOURCE_DIR "/data/old_faithful.csv", {"eruptions", "waiting"});
  REQUIRE(points.rows() == 272);
  CHECK(points(0, 0) == 3.6);
  CHECK(points(0, 1) == 79);
}
