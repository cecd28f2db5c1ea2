#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

/// Notes on cell Peclet numbers of dx = dt + sigma dw on cells of width 1/16, where the number is 1 / (8 sigma^2).
std::vector<std::string> notes(double peclet, const std::string& more = "") {
  const std::string text = fmt::format(
      "schema = 1\n[process]\nkind = 'brownian'\nmu = 1.0\nsigma = {:.17g}\n[initial]\nkind = 'gaussian'\nmean = 1.0\n"
      "std = 0.3\n[time]\nend = 0.1\nsnapshots = 2\nsteps = 4\n[[axis]]\nname = 'x'\nmin = -1.0\nmax = 3.0\n"
      "cells = 64\n{}",
      std::sqrt(1 / (8 * peclet)), more);
  std::vector<std::string> found;
  for (const std::string& note : run(parse_problem(text, "p.toml", ".")).notes)
    if (note.find("Peclet") != std::string::npos) found.push_back(note);
  return found;
}

}  // namespace

TEST_CASE("where fitted edges add more diffusion than there is, a note tells the mean cell Peclet number") {
  CHECK(notes(3.82).empty());
  REQUIRE(notes(3.84).size() == 1);
  CHECK(notes(3.84)[0].find("along x the cell Peclet number is 3.8 on average over the density at t = 0:") == 0);
  CHECK(notes(3.84, "[forward]\nflux = 'semi-lagrangian'\n").empty());
}

TEST_CASE("along axes without noise, which are remapped, there is no cell Peclet number") {
  CHECK(notes(INFINITY).empty());
}

TEST_CASE("jumps of correlated noise that reach farther than the density is wide are noted") {
  const auto notes_of = [](const std::string& noise, const std::string& flux, const std::string& words) {
    const std::string text =
        "schema = 1\n[process]\nkind = 'custom'\ndrift = ['-x', '-y']\nnoise = " + noise +
        "\n[initial]\nkind = 'gaussian'\nmean = [0, 0]\nstd = 0.3\n[time]\nend = 0.2\nsnapshots = 2\nsteps = 10\n"
        "[[axis]]\nname = 'x'\nmin = -3\nmax = 3\ncells = 40\n[[axis]]\nname = 'y'\nmin = -3\nmax = 3\ncells = "
        "40\n[forward]\nflux = '" +
        flux + "'\n";
    std::size_t count = 0;
    for (const std::string& note : run(parse_problem(text, "p.toml", ".")).notes)
      count += note.find(words) != std::string::npos ? 1 : 0;
    return count;
  };
  CHECK(notes_of("[[1, 0], ['0.5*x', 0.8]]", "automatic", "too far to resolve it") == 0);
  CHECK(notes_of("[[1, 0], ['x', 0.05]]", "automatic", "semi-lagrangian") > 0);
  CHECK(notes_of("[[1, 0], ['x', 0.05]]", "semi-lagrangian", "too far to resolve it") > 0);
  CHECK(notes_of("[[1, 0], ['x', 0.05]]", "semi-lagrangian", "[forward] flux") == 0);
}
