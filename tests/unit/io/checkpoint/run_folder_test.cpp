// SPDX-License-Identifier: MIT
#include "fokker/io/checkpoint/run_folder.hpp"

#include "fokker/io/result/result.hpp"
#include "unit/io/checkpoint/run_folders.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a state comes back in another run of the same problem") {
  Run run;
  {
    const auto folder = run.open(false);
    keep(*folder, "forward", 1, true);
    keep(*folder, "reverse/back", 2);
  }
  const auto folder = run.open(true);
  REQUIRE(run.notes.size() == 1);
  CHECK(contains(run.notes[0], "reverse/back, step 2, t = 2"));
  CHECK(last(*folder, "forward") == 1);
  CHECK(last(*folder, "reverse/back") == 2);
  CHECK(last(*folder, "particles/forward") == 0);
  CHECK(folder->holds_states());
  folder->remove();
  CHECK(run.folder().entries() == 0);
}

TEST_CASE("a stage at work has its two newest states, a finished one its last") {
  Run run;
  const auto folder = run.open(false);
  for (int k = 1; k <= 4; ++k) keep(*folder, "forward", k);
  CHECK(run.states() == std::vector<std::string>{"0000000003.h5", "0000000004.h5"});
  keep(*folder, "forward", 5, true);
  CHECK(run.states() == std::vector<std::string>{"0000000005.h5"});
  keep(*folder, "reverse/back", 6);
  CHECK(run.states().size() == 2);
  CHECK(last(*folder, "forward") == 5);
}

TEST_CASE("a changed problem is refused with its keys, title and bounds may change") {
  Run run;
  { keep(*run.open(false), "forward", 1); }
  const Error error =
      error_of([&] { run.open(true, edited(edited(smallest, "cells = 64", "cells = 65"), "end = 1.0", "end = 2.0")); });
  CHECK(error.fault() == Fault::checkpoint);
  REQUIRE(error.diagnostics().size() == 2);
  CHECK(contains(to_text(error.diagnostics()[0]), "out.h5.run: error: key 'axis.x.cells': 64 -> 65"));
  CHECK(contains(to_text(error.diagnostics()[1]), "key 'time.end': 1 -> 2; try: "));
  CHECK(last(*run.open(true, "title = 'other'\n" + smallest), "forward") == 1);
}

TEST_CASE("the content of a data file counts as part of the problem") {
  Run run;
  const auto points = run.folder().write("points.csv", "x\n0.5\n0.6\n");
  const std::string text =
      edited(smallest, "kind = \"gaussian\"\nmean = 0.0\nstd = 0.5",
             "kind = \"points\"\nfile = \"" + points.string() + "\"\ncolumns = [\"x\"]\nbandwidth = 0.3");
  { keep(*run.open(false, text), "forward", 1); }
  run.folder().write("points.csv", "x\n0.5\n0.7\n");
  const Error error = error_of([&] { run.open(true, text); });
  CHECK(error.fault() == Fault::checkpoint);
  CHECK(contains(error.what(), "key 'initial': "));
  CHECK(contains(error.what(), "data files as they were"));
}

TEST_CASE("without --resume older checkpoints are discarded; a note reports it") {
  Run run;
  { keep(*run.open(false), "forward", 1); }
  const auto folder = run.open(false);
  REQUIRE(run.notes.size() == 1);
  CHECK(contains(run.notes[0], "discarded"));
  CHECK(last(*folder, "forward") == 0);
  CHECK(run.states().empty());
}

TEST_CASE("two runs on one output: the second is refused with the name of the first") {
  Run run;
  const auto first = run.open(false);
  const Error error = error_of([&] { run.open(true); });
  CHECK(error.fault() == Fault::file);
  CHECK(contains(error.what(), "another run uses this folder (process "));
}

TEST_CASE("a run without a state leaves no folder, resumed or not") {
  Run run;
  { run.open(false); }
  CHECK(run.folder().entries() == 0);
  { run.open(true); }
  REQUIRE(run.notes.size() == 1);
  CHECK(contains(run.notes[0], "no checkpoint"));
  CHECK(run.folder().entries() == 0);
}

TEST_CASE("what a killed run has left behind goes when the run continues, what is not ours stays") {
  Run run;
  { keep(*run.open(false), "forward", 1); }
  run.folder().write(".out.h5.77.0.tmp", "x");
  for (const char* name : {".0000000002.h5.77.0.tmp", "0000000007.h5", "notes.txt"})
    run.folder().write(std::string("out.h5.run/") + name, "x");
  const auto folder = run.open(true);
  CHECK(run.states() == std::vector<std::string>{"0000000001.h5"});
  CHECK_FALSE(std::filesystem::exists(run.file(".0000000002.h5.77.0.tmp")));
  CHECK(std::filesystem::exists(run.file("notes.txt")));
  CHECK_FALSE(std::filesystem::exists(run.folder() / ".out.h5.77.0.tmp"));
  keep(*folder, "forward", 2);
  CHECK(run.states().back() == "0000000008.h5");
}

TEST_CASE("a folder name that is a file or a link is refused and left alone") {
  Run run;
  run.folder().write("out.h5.run", "mine");
  CHECK(error_of([&] { run.open(false); }).fault() == Fault::file);
  CHECK(run.folder().read("out.h5.run") == "mine");
  std::filesystem::remove(run.folder() / "out.h5.run");
  std::filesystem::create_directory(run.folder() / "elsewhere");
  std::filesystem::create_directory_symlink("elsewhere", run.folder() / "out.h5.run");
  CHECK(error_of([&] { run.open(false); }).fault() == Fault::file);
  CHECK(std::filesystem::is_empty(run.folder() / "elsewhere"));
}

TEST_CASE("the folder of an output that is a link lies beside what it leads to") {
  const Folder folder;
  std::filesystem::create_directory(folder / "far");
  folder.write("far/out.h5", "");
  std::filesystem::create_symlink("far/out.h5", folder / "out.h5");
  const RunFolder run(folder / "out.h5", parse_file(smallest));
  CHECK(std::filesystem::exists(folder / "far/out.h5.run"));
}

TEST_CASE("a file is the result of its own problem, title and bounds aside") {
  const Folder folder;
  const auto is_result = [&](const ProblemFile& file) { return is_result_of(folder / "out.h5", file); };
  const ProblemFile problem = parse_file(smallest);
  CHECK_FALSE(is_result(problem));
  Result snapshots{"", problem.problem->text, {problem.problem->grid, {1.0}, {}, {}, {}, {}, {}}, {}, {}};
  snapshots.evidence.forward.densities = {Array::Ones(64)};
  write_result(folder / "out.h5", snapshots);
  CHECK(is_result(problem));
  CHECK(is_result(parse_file("title = 'x'\n" + smallest)));
  CHECK_FALSE(is_result(parse_file(smallest, {"time.end=2.0"})));
  CHECK_FALSE(has_run_folder(folder / "out.h5"));
}
