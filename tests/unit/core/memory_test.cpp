// SPDX-License-Identifier: MIT
#include "core/memory.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace fokker;

namespace {

/// Whether large pages have been asked for where these numbers lie: "hg" among the flags of their part of the memory.
bool on_large_pages(const Array& numbers) {
  const auto place = reinterpret_cast<std::uintptr_t>(numbers.data() + numbers.size() / 2);
  std::ifstream parts("/proc/self/smaps");
  bool here = false;
  for (std::string line; std::getline(parts, line);) {
    std::uintptr_t begin = 0, end = 0;
    char dash = 0;
    if (std::istringstream head(line); head >> std::hex >> begin >> dash >> end && dash == '-')
      here = begin <= place && place < end;
    if (here && line.rfind("VmFlags:", 0) == 0) return line.find(" hg") != std::string::npos;
  }
  return false;
}

}  // namespace

TEST_CASE("large pages are asked for under numbers that fill some, and under no others") {
  if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage/enabled")) {
    MESSAGE("skipped: this system has no large pages to ask for");
    return;
  }
  Array many, few;
  resize_on_large_pages(many, Eigen::Index{1} << 20);
  resize_on_large_pages(few, 1000);
  CHECK(many.size() == Eigen::Index{1} << 20);
  CHECK(few.size() == 1000);
  CHECK(on_large_pages(many));
  CHECK_FALSE(on_large_pages(few));
}

TEST_CASE("numbers that are as many as wanted stay what they are") {
  Array numbers = Array::LinSpaced(1000, 0, 1);
  const double* const place = numbers.data();
  resize_on_large_pages(numbers, 1000);
  CHECK(numbers.data() == place);
  CHECK((numbers == Array::LinSpaced(1000, 0, 1)).all());
}
