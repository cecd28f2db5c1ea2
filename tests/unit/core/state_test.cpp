// SPDX-License-Identifier: MIT
#include "fokker/core/state.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"

using namespace fokker;

namespace {

Fault fault_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.fault();
  }
  return Fault::internal;
}

}  // namespace

TEST_CASE("a copy of a view has all its rows and whole numbers") {
  const Array one = Array::LinSpaced(3, 1, 3);
  const std::vector<Array> rows = {one, 2 * one};
  StateView view;
  view.add("one", one);
  view.add("rows", rows);
  view.add("none", std::vector<Array>{});
  view.add_values("kept", {4, 5});
  view.add("whole", std::vector<std::int64_t>{-7, 8});
  CHECK(view.bytes() == 8 * (3 + 6 + 2 + 2));

  State state = copied(view);
  CHECK(state.has("one"));
  CHECK_FALSE(state.has("two"));
  CHECK((state.take_row("one") == one).all());
  CHECK_FALSE(state.has("one"));
  const auto taken = state.take_rows("rows", 2, 3);
  CHECK((taken[1] == 2 * one).all());
  CHECK(state.take_rows("none").empty());
  CHECK(state.take_values("kept") == std::vector<double>{4, 5});
  CHECK(state.take_integers("whole", 2) == std::vector<std::int64_t>{-7, 8});
}

TEST_CASE("what is missing or of another shape is a fault of the checkpoint") {
  State state;
  state.set("rows", std::vector<Array>{Array::Zero(3), Array::Zero(3)});
  state.set("whole", std::vector<std::int64_t>{1});
  CHECK(fault_of([=]() mutable { state.take_row("rows"); }) == Fault::checkpoint);
  CHECK(fault_of([=]() mutable { state.take_rows("rows", 2, 4); }) == Fault::checkpoint);
  CHECK(fault_of([=]() mutable { state.take_rows("rows", 1, 3); }) == Fault::checkpoint);
  CHECK(fault_of([=]() mutable { state.take_integers("whole", 2); }) == Fault::checkpoint);
  CHECK(fault_of([=]() mutable { state.take_integers("rows", 2); }) == Fault::checkpoint);
}
