// SPDX-License-Identifier: MIT
#pragma once
#include <hdf5.h>

#include "io/hdf5/image_bytes.hpp"

namespace fokker::io {

/// Lets a file that is opened with `access` consist of `bytes`, which must outlive it. It is laid out as by HDF5's
/// driver of files in memory.
/// @return a negative number where HDF5 does not take the driver
herr_t set_image_driver(hid_t access, ImageBytes& bytes);

/// Whether the driver has had no memory since it was asked last: HDF5 does not always pass that on.
bool take_memory_refused();

}  // namespace fokker::io
