// SPDX-License-Identifier: MIT
#include "io/hdf5/hdf5.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <new>
#include <utility>

#include "core/allocation.hpp"
#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "io/hdf5/image_driver.hpp"

namespace fokker::io {
namespace {

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
  if (take_memory_refused() || reason.memory) throw std::bad_alloc();
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

Handle create_image(ImageBytes& bytes) {
  const Handle access = property_list(H5P_FILE_ACCESS);
  set_bounds(access);
  check(set_image_driver(access, bytes), "H5Pset_driver");
  const Handle creation = property_list(H5P_FILE_CREATE);
  track_links(creation);
  return {checked(H5Fcreate("fokker-image", H5F_ACC_TRUNC, creation, access), "H5Fcreate"), H5Fclose};
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

Image::Image(std::filesystem::path target) : bytes_(std::move(target)), file_(create_image(bytes_)) {}

Image::~Image() {
  try {
    file_.close();
  } catch (...) {
    // an image that is thrown away has nothing to lose
  }
}

Commit Image::commit() {
  check(H5Fflush(file_, H5F_SCOPE_GLOBAL), "H5Fflush");
  file_.close();
  return bytes_.commit();
}

void replace_by_image(const std::filesystem::path& file, const std::function<void(hid_t root)>& fill) {
  const auto target = write_target(file);
  const Hdf5Session session;
  Image image(target);
  const Commit written = allocated("the image of " + file.filename().string(), [&] {
    fill(Handle(H5Gopen2(image.file(), "/", H5P_DEFAULT), H5Gclose));
    return image.commit();
  });
  throw_failure(target, written.failure, written.bytes);
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
  Extents begin(count.size(), 0);
  count[0] = 1;
  begin[0] = row;
  h5d_write_block(dataset, begin, count, values);
}

void h5d_write_block(hid_t dataset, const Extents& begin, const Extents& count, const double* values) {
  const Handle space(checked(H5Dget_space(dataset), "H5Dget_space"), H5Sclose);
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, begin.data(), nullptr, count.data(), nullptr),
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
