// SPDX-License-Identifier: MIT
#include "fokker/io/result/sampler_file.hpp"

#include "core/allocation.hpp"
#include "io/file.hpp"
#include "io/hdf5/seal.hpp"
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
  const Hdf5Session session;
  Image image;
  const std::string_view bytes = allocated("the image of " + file.filename().string(), [&] {
    write_axes_and_samplers(Handle(H5Gopen2(image.file(), "/", H5P_DEFAULT), H5Gclose), results);
    return image.finish();
  });
  replace_file(file, bytes);
}

}  // namespace fokker
