// SPDX-License-Identifier: MIT
#include "io/hdf5/packed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"

namespace fokker::io {
namespace {

constexpr hsize_t smallest = hsize_t{1} << 16;  // bytes of a dataset below which the index of chunks costs too much
constexpr hsize_t largest_chunk = hsize_t{1} << 20;  // HDF5 keeps one of this size in its cache
constexpr hsize_t deflate_ratio = 1032;              // the most that gzip can unfold
constexpr unsigned level = 1;                        // 4 takes 3 % off the file for twice the time

void require(bool holds, const char* call) {
  if (!holds) throw Error(Fault::file, fmt::format("HDF5: {} failed", call));
}

/// Whole dimensions from the last on, as long as they fit.
Extents chunk_of(const Extents& extents, hsize_t bytes) {
  Extents chunk(extents.size(), 1);
  hsize_t room = largest_chunk / bytes;
  for (std::size_t k = extents.size(); k-- > 0 && room > 1;) {
    chunk[k] = std::min(extents[k], room);
    room /= std::max<hsize_t>(chunk[k], 1);
    if (chunk[k] < extents[k]) break;
  }
  return chunk;
}

bool product(const Extents& extents, hsize_t& value) {
  for (const hsize_t extent : extents)
    if (__builtin_mul_overflow(value, extent, &value)) return false;
  return true;
}

}  // namespace

Handle h5d_create_packed(hid_t parent, const std::string& name, hid_t type, const Extents& extents) {
  hsize_t bytes = H5Tget_size(type);
  const Extents chunk = chunk_of(extents, bytes);
  if (!product(extents, bytes) || bytes < smallest) return h5d_create(parent, name, type, extents);
  const int rank = static_cast<int>(extents.size());
  const Handle space(H5Screate_simple(rank, extents.data(), nullptr), H5Sclose);
  const Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  // without times, so that the same content gives the same bytes
  require(H5Pset_obj_track_times(list, 0) >= 0 &&
              H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) >= 0 &&
              H5Pset_chunk(list, rank, chunk.data()) >= 0 && H5Pset_shuffle(list) >= 0 &&
              H5Pset_deflate(list, level) >= 0,
          "H5Pset_deflate");
  Handle dataset(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT), H5Dclose);
  require(dataset >= 0, "H5Dcreate2");
  return dataset;
}

bool is_packed_whole(hid_t dataset) {
  const Handle list(H5Dget_create_plist(dataset), H5Pclose), space(H5Dget_space(dataset), H5Sclose);
  const Handle type(H5Dget_type(dataset), H5Tclose);
  Extents extents(static_cast<std::size_t>(std::max(H5Sget_simple_extent_ndims(space), 0)));
  if (H5Pget_layout(list) != H5D_CHUNKED || H5Pget_nfilters(list) != 2) return false;
  for (const H5Z_filter_t wanted : {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE}) {
    std::size_t parameters = 0;
    unsigned flags = 0, configuration = 0;
    const unsigned position = wanted == H5Z_FILTER_SHUFFLE ? 0 : 1;
    if (H5Pget_filter2(list, position, &flags, &parameters, nullptr, 0, nullptr, &configuration) != wanted)
      return false;
  }
  Extents chunk(extents.size());
  H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  H5Pget_chunk(list, static_cast<int>(chunk.size()), chunk.data());
  hsize_t chunk_bytes = H5Tget_size(type), bytes = chunk_bytes, chunks = 1, found = 0;
  if (!product(extents, bytes) || !product(chunk, chunk_bytes) || chunk_bytes > largest_chunk) return false;
  for (std::size_t k = 0; k < extents.size(); ++k)
    if (__builtin_mul_overflow(chunks, (extents[k] + chunk[k] - 1) / chunk[k], &chunks)) return false;
  return H5Dget_num_chunks(dataset, space, &found) >= 0 && found == chunks &&
         bytes / deflate_ratio <= H5Dget_storage_size(dataset);
}

}  // namespace fokker::io
