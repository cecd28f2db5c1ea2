// SPDX-License-Identifier: MIT
#include "fokker/verify/comparison.hpp"

#include <doctest/doctest.h>

#include "fokker/verify/report.hpp"

using namespace fokker;

TEST_CASE("the text of a comparison is read back as it was written") {
  for (const auto& [kind, word] : EnumNames<SideKind>::all)
    for (const std::string name : {"", "anderson", "ddim/8"}) {
      const Compared compared{{kind, name}, {SideKind::forward}};
      CAPTURE(text_of(compared));
      CHECK(compared_from(text_of(compared)) == compared);
    }
  CHECK(compared_from("particles/reverse/a|reverse/a") ==
        Compared{{SideKind::particles_reverse, "a"}, {SideKind::reverse, "a"}});
}

TEST_CASE("what is no comparison is not read as one") {
  for (const char* text : {"", "|", "forward", "forward|", "forwards|exact", "particles|forward", "reversea|forward"})
    CHECK_MESSAGE(!compared_from(text), text);
}

TEST_CASE("each comparison has the bounds of its entry in the problem file") {
  const auto entry = [](const char* text) { return comparison_of(*compared_from(text)); };
  CHECK(entry("forward|exact") == Comparison::forward_exact);
  CHECK(entry("forward|stationary") == Comparison::forward_stationary);
  CHECK(entry("forward|bridge") == Comparison::forward_bridge);
  CHECK(entry("forward|coarse") == Comparison::forward_coarse);
  CHECK(entry("reverse/a|forward") == Comparison::reverse_forward);
  CHECK(entry("reverse/a|exact") == Comparison::reverse_exact);
  CHECK(entry("reverse/a|coarse") == Comparison::reverse_coarse);
  CHECK(entry("particles/forward|forward") == Comparison::particles);
  CHECK(entry("particles/sampler/b/8|sampler/b/8") == Comparison::particles);
  CHECK(entry("particles/reverse/a|reverse/a") == Comparison::particles_reverse);
}
