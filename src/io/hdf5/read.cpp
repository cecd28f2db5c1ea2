// SPDX-License-Identifier: MIT
#include "io/hdf5/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "io/hdf5/packed.hpp"

namespace fokker::io {
namespace {

std::string child(const Location& parent, const std::string& name) {
  return (parent.path == "/" ? "/" : parent.path + "/") + name;
}

/// Only hard links are followed: a soft or external one could lead out of the file.
void require_link(const Location& group, const std::string& name) {
  H5L_info_t info;
  if (H5Lexists(group.handle, name.c_str(), H5P_DEFAULT) <= 0) refuse_data(child(group, name), "missing");
  if (H5Lget_info(group.handle, name.c_str(), &info, H5P_DEFAULT) < 0 || info.type != H5L_TYPE_HARD)
    refuse_data(child(group, name), "a link that leads elsewhere", "data within the file");
}

/// Refuses storage that another file or a plug-in would have to supply.
void require_plain_storage(const Location& dataset) {
  const Handle list(H5Dget_create_plist(dataset.handle), H5Pclose);
  const H5D_layout_t layout = list < 0 ? H5D_LAYOUT_ERROR : H5Pget_layout(list);
  if (layout != H5D_CONTIGUOUS && layout != H5D_COMPACT && !is_packed_whole(dataset.handle))
    refuse_data(dataset.path, "a storage layout that fokker never writes");
  if (H5Pget_external_count(list) != 0) refuse_data(dataset.path, "data outside the file");
}

hsize_t file_bytes(const Location& dataset) {
  const Handle file(H5Iget_file_id(dataset.handle), H5Fclose);
  hsize_t bytes = 0;
  return file >= 0 && H5Fget_filesize(file, &bytes) >= 0 ? bytes : 0;
}

template <class Value>
std::vector<Value> read_values(const Location& group, const std::string& name, const Extents& wanted,
                               H5T_class_t type_class, hid_t memory_type) {
  const Location dataset = open_dataset(group, name);
  std::vector<Value> values(require_values(dataset, wanted, type_class));
  if (!values.empty() && H5Dread(dataset.handle, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    refuse_data(dataset.path, "cannot be read");
  return values;
}

template <class Value>
Value scalar_attribute(const Location& object, const std::string& name, hid_t memory_type) {
  const Handle attribute(H5Aopen(object.handle, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle space(attribute < 0 ? -1 : H5Aget_space(attribute), H5Sclose);
  Value value{};
  if (space < 0 || H5Sget_simple_extent_npoints(space) != 1 || H5Aread(attribute, memory_type, &value) < 0)
    refuse_data(object.path, fmt::format("attribute '{}' is missing or of another type", name));
  return value;
}

void require_finite(const Array& row, const std::string& path, hsize_t time) {
  for (Eigen::Index i = 0; i < row.size(); ++i)
    if (!std::isfinite(row[i]))
      refuse_data(path, fmt::format("{} at time {}, cell {}", row[i], time, i), "finite numbers");
}

struct Listing {
  const Location* group;
  H5O_type_t type;
  std::vector<std::string> names;
};

herr_t list_link(hid_t group, const char* name, const H5L_info_t* link, void* data) {
  auto& listing = *static_cast<Listing*>(data);
  H5O_info_t info;
  if (link->type != H5L_TYPE_HARD) return 0;
  if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
  if (info.type == listing.type) listing.names.emplace_back(name);
  return 0;
}

std::vector<std::string> list(const Location& group, H5O_type_t type) {
  Listing listing{&group, type, {}};
  if (H5Literate(group.handle, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, list_link, &listing) < 0)
    refuse_data(group.path, "its content cannot be listed");
  return listing.names;
}

}  // namespace

void refuse_data(const std::string& path, const std::string& found, std::string legal, std::string advice) {
  throw Error(Fault::data, fmt::format("{}: {}", path, found), std::move(legal), std::move(advice));
}

std::string to_text(const Extents& extents) { return fmt::format("({})", fmt::join(extents, ", ")); }

bool has_link(const Location& group, const std::string& name) {
  return H5Lexists(group.handle, name.c_str(), H5P_DEFAULT) > 0;
}

bool has_attribute(const Location& object, const std::string& name) {
  return H5Aexists(object.handle, name.c_str()) > 0;
}

Location open_group(const Location& group, const std::string& name) {
  require_link(group, name);
  Location location{Handle(H5Gopen2(group.handle, name.c_str(), H5P_DEFAULT), H5Gclose), child(group, name)};
  if (location.handle < 0) refuse_data(location.path, "not a group");
  return location;
}

Location open_dataset(const Location& group, const std::string& name) {
  require_link(group, name);
  Location location{Handle(H5Dopen2(group.handle, name.c_str(), H5P_DEFAULT), H5Dclose), child(group, name)};
  if (location.handle < 0) refuse_data(location.path, "not a dataset");
  return location;
}

std::vector<std::string> group_names(const Location& group) { return list(group, H5O_TYPE_GROUP); }
std::vector<std::string> dataset_names(const Location& group) { return list(group, H5O_TYPE_DATASET); }

Extents extents_of(const Location& dataset) {
  const Handle space(H5Dget_space(dataset.handle), H5Sclose);
  const int rank = space < 0 ? -1 : H5Sget_simple_extent_ndims(space);
  if (rank < 0) refuse_data(dataset.path, "no shape");
  Extents extents(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  return extents;
}

std::size_t require_values(const Location& dataset, const Extents& wanted, H5T_class_t type_class) {
  const Extents found = extents_of(dataset);
  if (found != wanted) refuse_data(dataset.path, "shape " + to_text(found), "shape " + to_text(wanted));
  const Handle type(H5Dget_type(dataset.handle), H5Tclose);
  if (type < 0 || H5Tget_class(type) != type_class) refuse_data(dataset.path, "values of another type");
  if (type_class != H5T_STRING && H5Tget_size(type) > 8) refuse_data(dataset.path, "numbers of more than 64 bits");
  require_plain_storage(dataset);
  std::size_t size = 1;
  for (const hsize_t extent : found)
    if (__builtin_mul_overflow(size, extent, &size)) refuse_data(dataset.path, "shape " + to_text(found));
  const hsize_t stored = H5Dget_storage_size(dataset.handle);
  if (stored > file_bytes(dataset)) refuse_data(dataset.path, "more bytes than the file has");
  // variable-length text is stored as 16-byte references; nothing that we read takes less than one byte a value, if not
  // packed
  if (!is_packed_whole(dataset.handle) && stored < size) refuse_data(dataset.path, "values that were never written");
  return size;
}

std::vector<double> read_doubles(const Location& group, const std::string& name, const Extents& wanted) {
  return read_values<double>(group, name, wanted, H5T_FLOAT, H5T_NATIVE_DOUBLE);
}

std::vector<std::int64_t> read_integers(const Location& group, const std::string& name, const Extents& wanted) {
  return read_values<std::int64_t>(group, name, wanted, H5T_INTEGER, H5T_NATIVE_INT64);
}

std::vector<std::string> read_texts(const Location& group, const std::string& name, const Extents& wanted) {
  const Handle type = utf8_type();
  auto texts = read_values<char*>(group, name, wanted, H5T_STRING, type);
  std::vector<std::string> values;
  for (const char* text : texts) values.emplace_back(text ? text : "");
  const Location dataset = open_dataset(group, name);
  const Handle space(H5Dget_space(dataset.handle), H5Sclose);
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data());
  return values;
}

std::vector<Array> read_rows(const Location& group, const std::string& name, const Extents& wanted, bool gaps) {
  const Location dataset = open_dataset(group, name);
  const std::size_t size = require_values(dataset, wanted, H5T_FLOAT);
  if (H5Dget_storage_size(dataset.handle) < size * sizeof(float))
    refuse_data(dataset.path, "values that were never written");
  const hsize_t cells = size / std::max<hsize_t>(wanted[0], 1);
  const Handle space(H5Dget_space(dataset.handle), H5Sclose);
  const Handle memory(H5Screate_simple(1, &cells, nullptr), H5Sclose);
  Extents count = wanted;
  count[0] = 1;
  Extents start(wanted.size(), 0);
  std::vector<Array> rows;
  for (hsize_t k = 0; k < wanted[0]; ++k) {
    start[0] = k;
    Array row(static_cast<Eigen::Index>(cells));
    if (H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0 ||
        H5Dread(dataset.handle, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, row.data()) < 0)
      refuse_data(dataset.path, "cannot be read");
    if (!gaps || !row.isNaN().all()) require_finite(row, dataset.path, k);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string text_attribute(const Location& object, const std::string& name) {
  const Handle attribute(H5Aopen(object.handle, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle own_type(attribute < 0 ? -1 : H5Aget_type(attribute), H5Tclose);
  if (own_type < 0 || H5Tget_class(own_type) != H5T_STRING || H5Tis_variable_str(own_type) <= 0)
    refuse_data(object.path, fmt::format("attribute '{}' is missing or no text", name));
  const Handle type = utf8_type();
  char* text = scalar_attribute<char*>(object, name, type);
  const std::string value = text ? text : "";
  H5free_memory(text);
  return value;
}

double number_attribute(const Location& object, const std::string& name) {
  return scalar_attribute<double>(object, name, H5T_NATIVE_DOUBLE);
}

std::int64_t integer_attribute(const Location& object, const std::string& name) {
  return scalar_attribute<std::int64_t>(object, name, H5T_NATIVE_INT64);
}

std::uint64_t unsigned_attribute(const Location& object, const std::string& name) {
  return scalar_attribute<std::uint64_t>(object, name, H5T_NATIVE_UINT64);
}

std::vector<double> numbers_attribute(const Location& object, const std::string& name) {
  const Handle attribute(H5Aopen(object.handle, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle space(attribute < 0 ? -1 : H5Aget_space(attribute), H5Sclose);
  const hssize_t size = space < 0 ? -1 : H5Sget_simple_extent_npoints(space);
  if (size < 0 || size > 1000) refuse_data(object.path, fmt::format("attribute '{}' is missing or too long", name));
  std::vector<double> values(static_cast<std::size_t>(size));
  if (size > 0 && H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()) < 0)
    refuse_data(object.path, fmt::format("attribute '{}' is no list of numbers", name));
  return values;
}

}  // namespace fokker::io
