// SPDX-License-Identifier: MIT
#include "view/gnuplot.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "fokker/core/error.hpp"
#include "text.hpp"

using namespace fokker;
using test::contains;
using namespace fokker::view;

namespace {

std::string refusal(const std::string& input, const std::string& program) {
  try {
    run_gnuplot(input, program);
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::file);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a missing program is reported with what to install") {
  const std::string message = refusal("", "gnuplot-that-is-nowhere");
  CHECK(contains(message, "gnuplot-that-is-nowhere"));
  CHECK(contains(message, "No such file"));
  CHECK(contains(message, "apt-get install gnuplot-nox"));
}

TEST_CASE("a program that fails, or prints nothing, is no success") {
  CHECK(contains(refusal("", "false"), "failed with code 1"));
  CHECK(contains(refusal("", "true"), "drew nothing"));
}

TEST_CASE("the message of a failed gnuplot is shown") {
  if (std::system("command -v gnuplot >/dev/null 2>&1") != 0) {
    MESSAGE("skipped: no gnuplot");
    return;
  }
  CHECK(contains(refusal("plot nothing_of_this_name(\n", "gnuplot"), "its message:"));
  CHECK(run_gnuplot("set terminal svg\nplot x\n").starts_with("<?xml"));
}
