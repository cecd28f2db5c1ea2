// SPDX-License-Identifier: MIT
#include "io/hash.hpp"

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("the hash is XXH3 of 128 bits") {
  // of nothing, as XXH3's own documentation and xxhsum -H2 give it
  CHECK(io::hash_of("") == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("a file has the hash of its bytes, in pieces too") {
  const Folder folder;
  const std::string bytes(3'000'001, 'x');
  const io::FileHash found = io::hash_of_file(folder.write("long", bytes));
  CHECK(found.bytes == bytes.size());
  CHECK(found.hash == io::hash_of(bytes));
  CHECK(error_of([&] { io::hash_of_file(folder / "none"); }).fault() == Fault::file);
}
