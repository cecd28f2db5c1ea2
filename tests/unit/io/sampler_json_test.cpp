// SPDX-License-Identifier: MIT
#include "fokker/io/sampler_json.hpp"

#include <doctest/doctest.h>

using namespace fokker;

TEST_CASE("rows as JSON: what is not known is null, orders go by label") {
  SamplerRow coarse;
  coarse.sampler = coarse.kind = "ddim";
  coarse.steps = 10;
  coarse.tv_stop = 0.2;
  coarse.kl_reverse = 0.5;
  coarse.modes = {0.25, 0.75};
  SamplerRow fine = coarse;
  fine.steps = 20;
  fine.tv_stop = 0.05;
  const std::string text = to_json({coarse, fine});
  CHECK(text.find("\"kl\": null") != std::string::npos);
  CHECK(text.find("\"kl_reverse\": 0.5") != std::string::npos);
  CHECK(text.find("\"ddim\": 2.0") != std::string::npos);
  CHECK(to_json({coarse}).find("\"ddim\": null") != std::string::npos);
}
