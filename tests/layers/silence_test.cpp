// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "layers/rules.hpp"

TEST_CASE("the library prints nothing, makes no process, never exits and reads neither environment nor clock") {
  for (const auto& source : layers::read_sources(FOKKER_SOURCE_DIR)) {
    if (source.module == "app" || source.module == "python") continue;  // programs around the library
    for (const auto& sentence : layers::forbidden_words(source)) FAIL_CHECK(sentence);
  }
}

TEST_CASE("a word that would break the silence is seen") {
  const auto faults = [](const std::string& line) {
    return layers::forbidden_words({"grid", "forged.cpp", line}).size();
  };
  CHECK(faults("std::cout << 1;") == 1);
  CHECK(faults("if (bad) std::exit(1);") == 1);
  CHECK(faults("const char* home = std::getenv(\"HOME\");") == 1);
  CHECK(faults("const auto child = ::fork();") == 1);
  CHECK(faults("fmt::print(\"{}\", 1);") == 1);
  CHECK(faults("auto now = std::chrono::steady_clock::now();") == 1);

  CHECK(faults("// std::cout would be wrong here") == 0);
  CHECK(faults("throw Error(Fault::file, \"abort, exit and printf are words too\");") == 0);
  CHECK(faults("/* exit(1) */ int exits = 0; char quote = '\"'; snprintf(b, 9, \"x\");") == 0);
}
