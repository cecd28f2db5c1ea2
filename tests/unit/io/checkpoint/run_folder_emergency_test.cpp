// SPDX-License-Identifier: MIT
// Run folders that fail while a run is at work.
#include "unit/io/checkpoint/run_folders.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

RunFolderOptions with_emergency(const Run& run) {
  std::filesystem::create_directory(run.folder() / "e");
  return {false, {}, [](double) {}, false, run.folder() / "e"};
}

/// What keep() says where the folder fails.
std::string failure(RunFolder& folder, double value) {
  const Error error = error_of([&] { keep(folder, "reverse/back", value); });
  CHECK(error.fault() == Fault::file);
  return error.what();
}

}  // namespace

TEST_CASE("a state that cannot be kept goes to the emergency folder with the older ones, and a run continues there") {
  const Run run;
  const RunFolderOptions options = with_emergency(run);
  {
    RunFolder folder(run.output(), parse_file(smallest), options);
    keep(folder, "forward", 1, true);
    std::filesystem::create_directory(run.file("0000000002.h5"));  // where the next state would go
    const std::string message = failure(folder, 2);
    CHECK(contains(message, "the state (reverse/back, step 2, t = 2) is in "));
    CHECK(contains(message, "e/out.h5 --resume continues from there"));
  }
  RunFolder folder(run.folder() / "e/out.h5", parse_file(smallest), {true});
  CHECK(last(folder, "forward") == 1);
  CHECK(last(folder, "reverse/back") == 2);
}

TEST_CASE("where the folder is gone, the state alone is in the emergency folder") {
  const Run run;
  const RunFolderOptions options = with_emergency(run);
  {
    RunFolder folder(run.output(), parse_file(smallest), options);
    keep(folder, "forward", 1, true);
    std::filesystem::remove_all(run.file(""));
    failure(folder, 2);
  }
  RunFolder folder(run.folder() / "e/out.h5", parse_file(smallest), {true});
  CHECK(last(folder, "forward") == 0);
  CHECK(last(folder, "reverse/back") == 2);
}

TEST_CASE("where the emergency folder fails as well, both reasons are reported") {
  const Run run;
  const RunFolderOptions options = with_emergency(run);
  RunFolder folder(run.output(), parse_file(smallest), options);
  std::filesystem::remove_all(run.file(""));
  std::filesystem::remove_all(run.folder() / "e");
  const std::string message = failure(folder, 1);
  CHECK(contains(message, "out.h5.run/0000000001.h5: No such file"));
  CHECK(contains(message, "e/out.h5.run: No such file"));
}

TEST_CASE("an emergency folder that is not there, is the output's own or holds states is refused before the run") {
  const Run run;
  RunFolderOptions options = with_emergency(run);
  const auto refusal_of = [&] { return error_of([&] { RunFolder(run.output(), parse_file(smallest), options); }); };
  run.folder().write("e/notes.txt", "");
  std::filesystem::create_directory(run.folder() / "e/out.h5.run");
  run.folder().write("e/out.h5.run/manifest.jsonl", "");
  CHECK(contains(refusal_of().what(), "checkpoints of an earlier run are there"));
  options.emergency = run.folder() / "none";
  CHECK(refusal_of().fault() == Fault::file);
  options.emergency = run.output().parent_path();
  CHECK(contains(refusal_of().what(), "is the folder of the output"));
}
