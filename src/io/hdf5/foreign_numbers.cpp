// SPDX-License-Identifier: MIT
#include "io/hdf5/foreign_numbers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace fokker::io {
namespace {

/// More numbers per stored byte than any useful dataset has.
constexpr std::size_t most_expansion = 100;

std::string type_name(hid_t type) {
  static const std::vector<std::pair<H5T_class_t, const char*>> names = {
      {H5T_INTEGER, "integers"}, {H5T_STRING, "text"},          {H5T_COMPOUND, "a compound type"},
      {H5T_ENUM, "an enum"},     {H5T_ARRAY, "arrays"},         {H5T_BITFIELD, "bits"},
      {H5T_OPAQUE, "raw bytes"}, {H5T_REFERENCE, "references"}, {H5T_VLEN, "lists"},
      {H5T_TIME, "times"}};
  if (H5Tget_class(type) == H5T_FLOAT) return fmt::format("floating-point numbers of {} bytes", H5Tget_size(type));
  for (const auto& [kind, name] : names)
    if (H5Tget_class(type) == kind) return name;
  return "values of an unknown type";
}

/// Bytes per number.
std::size_t require_type(const Location& dataset, std::vector<std::string>& notes) {
  struct Known {
    hid_t type;
    std::size_t bytes;
    const char* note;
  };
  const std::array<Known, 4> known = {{{H5T_IEEE_F64LE, 8, ""},
                                       {H5T_IEEE_F64BE, 8, "64-bit big-endian"},
                                       {H5T_IEEE_F32LE, 4, "32-bit"},
                                       {H5T_IEEE_F32BE, 4, "32-bit big-endian"}}};
  const Handle type(H5Dget_type(dataset.handle), H5Tclose);
  if (type < 0) refuse_data(dataset.path, "no type");
  for (const Known& entry : known) {
    if (H5Tequal(type, entry.type) <= 0) continue;
    if (*entry.note) notes.push_back(fmt::format("{}: {} numbers are converted exactly", dataset.path, entry.note));
    return entry.bytes;
  }
  refuse_data(dataset.path, type_name(type), "float64 or float32");
}

void require_filters(const Location& dataset, hid_t list) {
  for (int i = 0; i < H5Pget_nfilters(list); ++i) {
    std::array<char, 64> name{};
    std::size_t parameters = 0;
    unsigned flags = 0;
    unsigned configuration = 0;
    const H5Z_filter_t id = H5Pget_filter2(list, static_cast<unsigned>(i), &flags, &parameters, nullptr,
                                           name.size() - 1, name.data(), &configuration);
    // registered ids below 256 are HDF5's own; all others would load code
    if (id < 0 || id >= 256 || H5Zfilter_avail(id) <= 0)
      refuse_data(dataset.path, fmt::format("stored with filter {}, which HDF5 itself does not have", id),
                  "no filter, or gzip, shuffle, fletcher32");
  }
}

std::size_t checked_product(const Location& dataset, const Extents& extents, std::size_t bytes) {
  for (const hsize_t extent : extents)
    if (__builtin_mul_overflow(bytes, extent, &bytes))
      refuse_data(dataset.path, fmt::format("claims a shape of {}", to_text(extents)));
  return bytes;
}

void require_chunks(const Location& dataset, hid_t list, std::size_t claimed, std::size_t stored, std::size_t bytes) {
  require_filters(dataset, list);
  Extents chunk(extents_of(dataset).size());
  H5Pget_chunk(list, static_cast<int>(chunk.size()), chunk.data());
  const std::size_t most = std::max(claimed, checked_product(dataset, chunk, bytes));
  const bool packed = H5Pget_nfilters(list) > 0;
  if (!packed && stored < claimed) refuse_data(dataset.path, "values that were never written");
  if (most / most_expansion > stored)
    refuse_data(
        dataset.path,
        fmt::format("shape {} claims {} bytes, of which {} are stored", to_text(extents_of(dataset)), most, stored),
        fmt::format("at most {} to 1", most_expansion), "a dataset without compression");
}

/// All numbers must be in the file; what a header claims is checked against it before memory is taken.
void require_storage(const Location& dataset, std::size_t bytes, std::size_t file_bytes) {
  const Handle list(H5Dget_create_plist(dataset.handle), H5Pclose);
  const H5D_layout_t layout = list < 0 ? H5D_LAYOUT_ERROR : H5Pget_layout(list);
  const bool chunked = layout == H5D_CHUNKED;
  if (!chunked && layout != H5D_CONTIGUOUS && layout != H5D_COMPACT)
    refuse_data(dataset.path, "a virtual dataset, which takes its values from elsewhere", "values within the file");
  if (H5Pget_external_count(list) != 0) refuse_data(dataset.path, "data outside the file", "values within the file");
  const std::size_t claimed = checked_product(dataset, extents_of(dataset), bytes);
  const std::size_t stored = H5Dget_storage_size(dataset.handle);
  if (stored > file_bytes)
    refuse_data(dataset.path, fmt::format("{} bytes in a file of {}", stored, file_bytes), "a complete file");
  if (chunked)
    require_chunks(dataset, list, claimed, stored, bytes);
  else if (stored < claimed)
    refuse_data(dataset.path, "values that were never written");
}

herr_t append_scale(hid_t, unsigned, hid_t scale, void* data) {
  std::array<char, 256> name{};
  H5Iget_name(scale, name.data(), name.size() - 1);
  auto& names = *static_cast<std::string*>(data);
  names += fmt::format("{}'{}'", names.empty() ? "" : ", ", name.data());
  return 0;
}

/// Index of the number at `place` in a block.
Extents index_in(const Extents& start, const Extents& count, std::size_t place) {
  Extents index = start;
  for (std::size_t k = count.size(); k-- > 0;) {
    index[k] += place % count[k];
    place /= count[k];
  }
  return index;
}

}  // namespace

ForeignFile::ForeignFile(std::string bytes, const std::filesystem::path& file) : image(std::move(bytes), file) {}

Location ForeignFile::numbers(const Location& group, const std::string& name) {
  Location dataset = open_dataset(group, name);
  const std::size_t bytes = require_type(dataset, notes);
  require_storage(dataset, bytes, image.size());
  return dataset;
}

std::pair<Location, std::string> ForeignFile::parent(const std::string& path) const {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) names.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  if (names.empty()) refuse_data("'" + path + "'", "names no dataset");
  Location group{Handle(H5Gopen2(image.root().handle, "/", H5P_DEFAULT), H5Gclose), "/"};
  for (std::size_t i = 0; i + 1 < names.size(); ++i) group = open_group(group, names[i]);
  return {std::move(group), names.back()};
}

Array read_block(const Location& dataset, const Extents& start, const Extents& count) {
  hsize_t size = 1;
  for (const hsize_t extent : count) size *= extent;
  Array block(static_cast<Eigen::Index>(size));
  const Handle space(H5Dget_space(dataset.handle), H5Sclose);
  const Handle memory(H5Screate_simple(1, &size, nullptr), H5Sclose);
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0 ||
      H5Dread(dataset.handle, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, block.data()) < 0)
    refuse_data(dataset.path, "cannot be read; the file is damaged");
  return block;
}

void require_each(const Location& dataset, const Array& block, const Extents& start, const Extents& count,
                  const std::function<bool(double)>& is_legal, const std::string& legal) {
  for (Eigen::Index i = 0; i < block.size(); ++i)
    if (!is_legal(block[i]))
      refuse_data(dataset.path,
                  fmt::format("{} at index {}", block[i], to_text(index_in(start, count, static_cast<std::size_t>(i)))),
                  legal);
}

Array read_coordinates(ForeignFile& file, const Location& group, const std::string& name) {
  const Location dataset = file.numbers(group, name);
  const Extents extents = extents_of(dataset);
  if (extents.size() != 1 || extents[0] < 1)
    refuse_data(dataset.path, "shape " + to_text(extents), "one row of coordinates");
  const Array values = read_block(dataset, {0}, extents);
  require_each(
      dataset, values, {0}, extents, [](double value) { return std::isfinite(value); }, "finite numbers");
  for (Eigen::Index i = 1; i < values.size(); ++i)
    if (!(values[i - 1] < values[i]))
      refuse_data(dataset.path, fmt::format("{} after {} at index ({})", values[i], values[i - 1], i),
                  "increasing coordinates");
  return values;
}

std::string scale_names(const Location& dataset, unsigned dimension) {
  std::string names;
  H5DSiterate_scales(dataset.handle, dimension, nullptr, append_scale, &names);
  return names;
}

bool has_scale(const Location& dataset, const Location& scale, unsigned dimension) {
  return H5DSis_scale(scale.handle) > 0 && H5DSis_attached(dataset.handle, scale.handle, dimension) > 0;
}

}  // namespace fokker::io
