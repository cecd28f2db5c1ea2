// SPDX-License-Identifier: MIT
#include "fokker/io/result/sampler_file.hpp"

#include "io/result/layout.hpp"

namespace fokker {

using namespace io;

static void write_axes_and_samplers(hid_t root, const SamplerResults& results) {
  Scales scales;
  write_axis_scales(root, scales, results.grid, false);
  write_attribute(root, "Conventions", std::string("CF-1.8"));
  write_samplers(root, scales, results, false);
}

void write_sampler_results(const std::filesystem::path& file, const SamplerResults& results) {
  replace_by_image(file, [&](hid_t root) { write_axes_and_samplers(root, results); });
}

}  // namespace fokker
