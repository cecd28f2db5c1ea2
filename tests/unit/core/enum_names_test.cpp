// SPDX-License-Identifier: MIT
#include "fokker/core/enum_names.hpp"

#include <doctest/doctest.h>

#include "fokker/grid/grid.hpp"

using namespace fokker;

TEST_CASE("every value of an enum has one name, which gives it back") {
  for (const auto& [boundary, name] : EnumNames<Boundary>::all) {
    CHECK(name_of(boundary) == name);
    CHECK(from_name<Boundary>(name) == boundary);
  }
  CHECK_FALSE(from_name<Boundary>("open"));
  CHECK(name_of(static_cast<Boundary>(99)).empty());
}
