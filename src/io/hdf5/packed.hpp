// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "io/hdf5/hdf5.hpp"

namespace fokker::io {

/// Like h5d_create, but in chunks behind shuffle and gzip: for values that repeat themselves, such as counts of
/// particles (3 % of their size is left in examples/double_well.toml, 82 % of a density's, at a tenth of the speed).
/// Short datasets stay contiguous.
Handle h5d_create_packed(hid_t parent, const std::string& name, hid_t type, const Extents& extents);

/// True if a chunked dataset is stored as h5d_create_packed does it, with every chunk in the file, and claims no more
/// than gzip can unfold from what is stored.
bool is_packed_whole(hid_t dataset);

}  // namespace fokker::io
