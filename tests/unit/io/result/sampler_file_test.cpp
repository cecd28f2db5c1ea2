// SPDX-License-Identifier: MIT
#include "fokker/io/result/sampler_file.hpp"

#include <doctest/doctest.h>

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("rows of samplers without a run have a file of their own, whose folder must be there") {
  SamplerRow row{"ddim", "ddim", 10, 10};
  row.modes = {1};
  const SamplerResults results{Grid({uniform_axis("x", 0, 1, 64)}), {row}, {Array::Ones(64)}};
  const Folder folder;
  write_sampler_results(folder / "samplers.h5", results);
  CHECK(std::filesystem::file_size(folder / "samplers.h5") > 64 * 8);
  CHECK_THROWS_AS(write_sampler_results(folder / "missing" / "samplers.h5", results), Error);
}
