// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "fokker/study/sampler_study.hpp"

namespace fokker {

/// Writes a file with the axes of a problem and the groups /sampler/NAME that OUT.h5 has of its samplers.
/// @throws Error{Fault::file} with the path and the reason
/// @param file     path of the HDF5 file
/// @param results  rows and densities of samplers
void write_sampler_results(const std::filesystem::path& file, const SamplerResults& results);

}  // namespace fokker
