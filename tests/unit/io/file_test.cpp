// SPDX-License-Identifier: MIT
#include "io/file.hpp"

#include <unistd.h>

#include <algorithm>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a file is replaced as a whole and nothing else is left") {
  const Folder folder;
  folder.write("out", "old");
  io::replace_file(folder / "out", "new");
  CHECK(folder.read("out") == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a failed replacement leaves the folder as it was") {
  const Folder folder;
  std::filesystem::create_directory(folder / "out");
  folder.write("out/inside", "x");
  CHECK(error_of([&] { io::replace_file(folder / "out", "new"); }).fault() == Fault::file);
  CHECK(folder.entries() == 1);
  const Error error = error_of([&] { io::replace_file(folder / "none/out", "new"); });
  CHECK(error.fault() == Fault::file);
  CHECK(contains(error.what(), "No such file or directory"));
}

TEST_CASE("a link to a file stays a link") {
  const Folder folder;
  folder.write("target", "old");
  std::filesystem::create_symlink("target", folder / "link");
  io::replace_file(folder / "link", "new");
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(folder.read("target") == "new");
}

TEST_CASE("a link that leads nowhere is refused") {
  const Folder folder;
  std::filesystem::create_symlink("nowhere", folder / "link");
  CHECK(error_of([&] { io::replace_file(folder / "link", "new"); }).fault() == Fault::file);
  CHECK_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST_CASE("reading stops at its limit, for endless files too") {
  const Folder folder;
  folder.write("four", "1234");
  CHECK(io::read_bytes(folder / "four", 4, true) == "1234");
  CHECK(error_of([&] { io::read_bytes(folder / "four", 3, true); }).fault() == Fault::file);
  CHECK(contains(error_of([&] { io::read_bytes("/dev/zero", 1000, false); }).what(), "longer than 1000 bytes"));
}

TEST_CASE("probing a folder leaves nothing in it") {
  const Folder folder;
  io::probe_folder(folder / "out");
  CHECK(folder.entries() == 0);
  CHECK(error_of([&] { io::probe_folder(folder / "none/out"); }).fault() == Fault::file);
}

TEST_CASE("what killed processes have left on their way to a file goes, nothing else") {
  const Folder folder;
  for (const char* name : {".out.h5.123.0.tmp", ".out.h5.9.17.tmp", ".out.h5.mine.tmp", ".other.h5.1.0.tmp", "out.h5"})
    folder.write(name, "x");
  io::remove_temporaries(folder / "out.h5");
  CHECK(folder.entries() == 3);
  CHECK_FALSE(std::filesystem::exists(folder / ".out.h5.123.0.tmp"));
}

TEST_CASE("a commit replaces a link instead of following it, and reports why it failed") {
  const Folder folder;
  folder.write("target", "old");
  std::filesystem::create_symlink("target", folder / "link");
  CHECK(io::commit_file(folder / "link", "new").error == 0);
  CHECK_FALSE(std::filesystem::is_symlink(folder / "link"));
  CHECK(folder.read("target") == "old");
  const io::CommitFailure failure = io::commit_file(folder / "none/out", "new");
  CHECK(failure.error == ENOENT);
  CHECK(failure.folder);
}

TEST_CASE("the names in a folder, of a folder that cannot be read none") {
  const Folder folder;
  folder.write("one", "x");
  folder.write(".two", "x");
  auto names = io::names_in(folder / ".");
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{".", "..", ".two", "one"});
  CHECK(io::names_in(folder / "none").empty());
}
