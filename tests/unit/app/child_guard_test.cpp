// SPDX-License-Identifier: MIT
#include "app/child_guard.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using fokker::app::read_in_child;
using namespace fokker::test;

TEST_CASE("a crash of what reads is an error of the data, and what it throws is left to the second reading") {
  for (const int number : {SIGSEGV, SIGABRT, SIGFPE}) {
    const Error error = error_of([&] { read_in_child("d.h5", 100, [&] { raise(number); }); });
    CHECK(error.fault() == Fault::data);
    CHECK(contains(error.what(), "d.h5: error: a damaged file: HDF5 crashes on it"));
  }
  read_in_child("d.h5", 100, [] { throw Error(Fault::data, "not read"); });
  read_in_child("d.h5", 100, [] { raise(SIGINT); });  // of the whole group; the parent has its own
}

TEST_CASE("a guarded reading changes nothing here") {
  std::string bytes = "bytes";
  read_in_child("d.h5", 100, [&] { bytes.clear(); });
  CHECK(bytes == "bytes");
}

TEST_CASE("reading that comes to no end is stopped after seconds of work") {
  const Error error = error_of([] {
    read_in_child("d.h5", 100, [] {
      for (volatile bool endless = true; endless;) continue;
    });
  });
  CHECK(contains(error.what(), "HDF5 does not finish reading it"));
}
