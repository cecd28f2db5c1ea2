// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sys/resource.h>

#include "unit/io/checkpoint/run_folders.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("no bit of a checkpoint can flip unseen: the one before it serves; a note reports it") {
  Run run;
  {
    const auto folder = run.open(false);
    keep(*folder, "forward", 1);
    keep(*folder, "forward", 2);
  }
  const auto newest = run.file("0000000002.h5");
  const std::size_t bits = 8 * std::filesystem::file_size(newest);
  constexpr std::size_t flips = 1500;
  for (std::size_t k = 0; k < flips; ++k) {
    const std::size_t bit = k * (bits / flips) + k % 8;
    flip(newest, bit);
    run.notes.clear();
    {
      const auto folder = run.open(true);
      REQUIRE(last(*folder, "forward") == 1);
      REQUIRE(run.notes.size() == 2);
      REQUIRE(contains(run.notes[1], "wrong checksum"));
    }
    flip(newest, bit);
  }
  CHECK(last(*run.open(true), "forward") == 2);
}

TEST_CASE("a checkpoint that is cut, longer or gone is not used") {
  Run run;
  {
    const auto folder = run.open(false);
    keep(*folder, "forward", 1);
    keep(*folder, "forward", 2);
  }
  const auto newest = run.file("0000000002.h5");
  const auto size = std::filesystem::file_size(newest);
  for (const auto length : {size - 1, size / 2, std::uintmax_t{0}, size + 1}) {
    std::filesystem::resize_file(newest, length);
    CHECK(last(*run.open(true), "forward") == 1);
  }
  std::filesystem::remove(newest);
  CHECK(last(*run.open(true), "forward") == 1);
}

TEST_CASE("after a damaged checkpoint the sound one stays until two newer ones are there") {
  Run run;
  {
    const auto folder = run.open(false);
    keep(*folder, "forward", 1);
    keep(*folder, "forward", 2);
  }
  flip(run.file("0000000002.h5"), 5000);
  const auto folder = run.open(true);
  CHECK(last(*folder, "forward") == 1);
  keep(*folder, "forward", 3);
  CHECK(run.states() == std::vector<std::string>{"0000000001.h5", "0000000003.h5"});
}

TEST_CASE("where all checkpoints of a stage are damaged, that is an error and nothing is removed") {
  Run run;
  {
    const auto folder = run.open(false);
    keep(*folder, "forward", 1);
    keep(*folder, "forward", 2);
  }
  for (const char* name : {"0000000001.h5", "0000000002.h5"}) flip(run.file(name), 3000);
  {
    const auto folder = run.open(true);
    const Error error = error_of([&] { last(*folder, "forward"); });
    CHECK(error.fault() == Fault::checkpoint);
    CHECK(error.diagnostics().size() == 2);
    CHECK(contains(error.what(), "try: the run without --resume"));
  }
  CHECK(run.states().size() == 2);
}

TEST_CASE("a manifest that does not identify its run, or has no whole line, is refused") {
  Run run;
  { keep(*run.open(false), "forward", 1); }
  const std::string manifest = run.folder().read("out.h5.run/manifest.jsonl");
  for (const std::string& damaged : {"x" + manifest, std::string("\n\n"), std::string(4096, '\0') + "\n"}) {
    run.folder().write("out.h5.run/manifest.jsonl", damaged);
    CHECK(error_of([&] { run.open(true); }).fault() == Fault::checkpoint);
    CHECK(run.states().size() == 1);
  }
}

TEST_CASE("a state whose line is torn was never acknowledged: the run continues without it") {
  Run run;
  {
    const auto folder = run.open(false);
    keep(*folder, "forward", 1);
    keep(*folder, "forward", 2);
  }
  std::string manifest = run.folder().read("out.h5.run/manifest.jsonl");
  run.folder().write("out.h5.run/manifest.jsonl", manifest.substr(0, manifest.size() - 20));
  CHECK(last(*run.open(true), "forward") == 1);
}

TEST_CASE("a full disk: three more attempts, then the bytes that are needed, and the older checkpoint stays") {
  Run run;
  const auto folder = run.open(false);
  keep(*folder, "forward", 1);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  const rlimit small{2000, before.rlim_max};  // less than any state takes
  setrlimit(RLIMIT_FSIZE, &small);
  std::optional<Error> error;
  try {
    keep(*folder, "forward", 2);
  } catch (const Error& thrown) {
    error = thrown;
  }
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  REQUIRE(error);
  CHECK(error->fault() == Fault::file);
  CHECK(contains(error->what(), "bytes needed"));
  CHECK(run.pauses == std::vector<double>{0.5, 1, 2});
  CHECK(run.states() == std::vector<std::string>{"0000000001.h5"});
  CHECK(last(*folder, "forward") == 1);
  keep(*folder, "forward", 3);
  CHECK(last(*folder, "forward") == 3);
}
