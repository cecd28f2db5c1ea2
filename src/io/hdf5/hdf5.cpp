// SPDX-License-Identifier: MIT
#include "io/hdf5/hdf5.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "fokker/core/error.hpp"
#include "io/hdf5/seal.hpp"

namespace fokker::io {
namespace {

/// Whether a callback of an image has had no memory for HDF5, which does not always pass that on.
thread_local bool memory_refused = false;

struct Reason {
  std::string text;
  bool memory = false;
};

herr_t find_reason(unsigned, const H5E_error2_t* error, void* data) {
  Reason& reason = *static_cast<Reason*>(data);
  // the innermost message states the reason, the outer ones only the place
  reason.text = error->desc ? error->desc : "";
  if (error->maj_num == H5E_RESOURCE && (error->min_num == H5E_NOSPACE || error->min_num == H5E_CANTALLOC))
    reason.memory = true;
  return 0;
}

[[noreturn]] void fail(const char* call) {
  Reason reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, find_reason, &reason);
  if (std::exchange(memory_refused, false) || reason.memory) throw std::bad_alloc();
  throw Error(Fault::file, fmt::format("HDF5: {} failed: {}", call, reason.text));
}

void check(herr_t status, const char* call) {
  if (status < 0) fail(call);
}

hid_t checked(hid_t id, const char* call) {
  if (id < 0) fail(call);
  return id;
}

/// 1.8 bounds checksum the metadata and are read by every HDF5 since 1.8.
void set_bounds(hid_t access) {
  check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), "H5Pset_libver_bounds");
}

Handle property_list(hid_t kind) { return {checked(H5Pcreate(kind), "H5Pcreate"), H5Pclose}; }

/// The same content gives the same bytes, whenever it is written.
void forget_times(hid_t list) { check(H5Pset_obj_track_times(list, 0), "H5Pset_obj_track_times"); }

/// netCDF-4 keeps the order of names.
void track_links(hid_t list) {
  forget_times(list);
  check(H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "H5Pset_link_creation_order");
  check(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "H5Pset_attr_creation_order");
}

Image::Buffer* buffer_of(void* data) { return static_cast<Image::Buffer*>(data); }

void* image_malloc(size_t size, H5FD_file_image_op_t, void* data) {
  void* memory = std::malloc(size);
  memory_refused = !memory;
  buffer_of(data)->data = memory;
  return memory;
}
void* image_memcpy(void* to, const void* from, size_t size, H5FD_file_image_op_t, void*) {
  return std::memcpy(to, from, size);
}
void* image_realloc(void* memory, size_t size, H5FD_file_image_op_t, void* data) {
  void* moved = std::realloc(memory, size);
  memory_refused = !moved;
  if (moved) buffer_of(data)->data = moved;
  return moved;
}
herr_t image_free(void*, H5FD_file_image_op_t, void* data) {
  buffer_of(data)->taken = true;  // the image frees it
  return 0;
}
void* share_data(void* data) { return data; }
herr_t keep_data(void*) { return 0; }

/// HDF5 looks for a file of this name before it continues without: there is none below a device.
constexpr const char* image_name = "/dev/null/fokker-image";

Handle create_image(Image::Buffer& buffer) {
  const Handle access = property_list(H5P_FILE_ACCESS);
  set_bounds(access);
  check(H5Pset_fapl_core(access, std::size_t{1} << 20, 0), "H5Pset_fapl_core");
  H5FD_file_image_callbacks_t callbacks{image_malloc, image_memcpy, image_realloc, image_free,
                                        share_data,   keep_data,    &buffer};
  check(H5Pset_file_image_callbacks(access, &callbacks), "H5Pset_file_image_callbacks");
  const Handle creation = property_list(H5P_FILE_CREATE);
  track_links(creation);
  return {checked(H5Fcreate(image_name, H5F_ACC_TRUNC, creation, access), "H5Fcreate"), H5Fclose};
}

Handle attribute(hid_t object, const std::string& name, hid_t type, hid_t space) {
  return {checked(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "H5Acreate2"), H5Aclose};
}

void write_scalar(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type, const void* value) {
  const Handle space(checked(H5Screate(H5S_SCALAR), "H5Screate"), H5Sclose);
  check(H5Awrite(attribute(object, name, file_type, space), memory_type, value), "H5Awrite");
}

}  // namespace

void Handle::close() {
  const hid_t id = std::exchange(id_, -1);
  if (id >= 0) check(closer_(id), "close");
}

Image::Image() : file_(create_image(buffer_)) {}

Image::~Image() {
  try {
    file_.close();
  } catch (...) {
    // an image that is thrown away has nothing to lose
  }
  std::free(buffer_.data);
}

std::string_view Image::finish() {
  check(H5Fflush(file_, H5F_SCOPE_GLOBAL), "H5Fflush");
  hsize_t size = 0;
  check(H5Fget_filesize(file_, &size), "H5Fget_filesize");
  file_.close();
  if (!buffer_.taken || !buffer_.data) throw Error(Fault::internal, "HDF5 kept the image of a closed file");
  // bytes 28 to 35 of a version 2 superblock hold the end of the file as HDF5 sees it
  std::uint64_t end = 0;
  std::memcpy(&end, static_cast<const char*>(buffer_.data) + 28, sizeof end);
  if (end > size) throw Error(Fault::internal, fmt::format("HDF5 image of {} bytes ends at {}", size, end));
  const std::string seal = seal_of({static_cast<const char*>(buffer_.data), static_cast<std::size_t>(end)});
  void* longer = std::realloc(buffer_.data, end + seal.size());
  if (!longer) throw std::bad_alloc();
  buffer_.data = longer;
  std::memcpy(static_cast<char*>(longer) + end, seal.data(), seal.size());
  return {static_cast<const char*>(longer), static_cast<std::size_t>(end) + seal.size()};
}

Handle h5g_create(hid_t parent, const std::string& name) {
  const Handle list = property_list(H5P_GROUP_CREATE);
  track_links(list);
  return {checked(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, list, H5P_DEFAULT), "H5Gcreate2"), H5Gclose};
}

Handle h5d_create(hid_t parent, const std::string& name, hid_t type, const Extents& extents) {
  const Handle space(
      checked(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), "H5Screate_simple"),
      H5Sclose);
  const Handle list = property_list(H5P_DATASET_CREATE);
  forget_times(list);
  check(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "H5Pset_attr_creation_order");
  return {checked(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT), "H5Dcreate2"),
          H5Dclose};
}

void h5d_write(hid_t dataset, hid_t memory_type, const void* values) {
  check(H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "H5Dwrite");
}

void h5d_write_row(hid_t dataset, hsize_t row, const double* values) {
  const Handle space(checked(H5Dget_space(dataset), "H5Dget_space"), H5Sclose);
  Extents count(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, count.data(), nullptr);
  Extents start(count.size(), 0);
  count[0] = 1;
  start[0] = row;
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
        "H5Sselect_hyperslab");
  const Handle memory(
      checked(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), "H5Screate_simple"), H5Sclose);
  check(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values), "H5Dwrite");
}

void h5l_create_hard(hid_t from, const std::string& name, hid_t to) {
  check(H5Lcreate_hard(from, name.c_str(), to, name.c_str(), H5P_DEFAULT, H5P_DEFAULT), "H5Lcreate_hard");
}

void h5ds_set_scale(hid_t dataset, const std::string& name) {
  check(H5DSset_scale(dataset, name.c_str()), "H5DSset_scale");
}

void h5ds_attach_scale(hid_t dataset, hid_t scale, unsigned dimension) {
  check(H5DSattach_scale(dataset, scale, dimension), "H5DSattach_scale");
}

Handle utf8_type() {
  Handle type(checked(H5Tcopy(H5T_C_S1), "H5Tcopy"), H5Tclose);
  check(H5Tset_size(type, H5T_VARIABLE), "H5Tset_size");
  check(H5Tset_cset(type, H5T_CSET_UTF8), "H5Tset_cset");
  return type;
}

void write_attribute(hid_t object, const std::string& name, const std::string& value) {
  const Handle type = utf8_type();
  const char* text = value.c_str();
  write_scalar(object, name, type, type, &text);
}

void write_attribute(hid_t object, const std::string& name, double value) {
  write_scalar(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

void write_attribute(hid_t object, const std::string& name, std::int64_t value) {
  write_scalar(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &value);
}

void write_attribute(hid_t object, const std::string& name, std::uint64_t value) {
  write_scalar(object, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
}

void write_attribute(hid_t object, const std::string& name, bool value) {
  const std::int8_t number = value ? 1 : 0;
  write_scalar(object, name, H5T_STD_I8LE, H5T_NATIVE_INT8, &number);
}

void write_attribute(hid_t object, const std::string& name, const std::vector<double>& values) {
  const hsize_t length = values.size();
  const Handle space(checked(H5Screate_simple(1, &length, nullptr), "H5Screate_simple"), H5Sclose);
  check(H5Awrite(attribute(object, name, H5T_IEEE_F64LE, space), H5T_NATIVE_DOUBLE, values.data()), "H5Awrite");
}

}  // namespace fokker::io
