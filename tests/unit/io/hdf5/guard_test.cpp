// SPDX-License-Identifier: MIT
#include "fokker/io/hdf5/guard.hpp"

#include <fstream>

#include "fokker/io/result/result.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "fokker/study/study.hpp"
#include "io/hdf5/seal.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A result, and the same without its checksum, as another program leaves it.
struct Files {
  Folder folder;
  std::filesystem::path whole = folder / "whole.h5", cut = folder / "cut.h5";
  Files() {
    write_result(whole, run(parse(smallest, {"time.steps=2", "time.snapshots=2"})));
    const std::string bytes = folder.read("whole.h5");
    folder.write("cut.h5", bytes.substr(0, bytes.size() - io::seal_of({}).size()));
  }
};

}  // namespace

TEST_CASE("a file with its checksum is read, one without is refused unless it is trusted or there is a guard") {
  const Files files;
  CHECK_NOTHROW(read_result(files.whole));
  const Error error = error_of([&] { read_result(files.cut); });
  CHECK(error.fault() == Fault::data);
  CHECK(contains(error.what(), "without fokker's checksum"));
  CHECK(contains(error.what(), "ReadOptions::trust"));
  CHECK_NOTHROW(read_result(files.cut, {.trust = true}));
  int calls = 0;
  const ReadOptions guarded{[&](const std::filesystem::path& file, std::size_t bytes, const std::function<void()>&) {
    ++calls;
    CHECK(file == files.cut);
    CHECK(bytes == std::filesystem::file_size(file));
  }};
  CHECK_NOTHROW(read_result(files.cut, guarded));
  CHECK(calls == 1);
}

TEST_CASE("what a guard refuses is not read") {
  const Files files;
  const ReadOptions refusing{[](const std::filesystem::path&, std::size_t, const std::function<void()>&) {
    throw Error(Fault::data, "refused");
  }};
  CHECK(contains(error_of([&] { read_result(files.whole, refusing); }).what(), "refused"));
  CHECK_FALSE(is_fokker_file(files.cut, refusing));
}
