// SPDX-License-Identifier: MIT
#include "io/hdf5/image_driver.hpp"

#if __has_include(<H5FDdevelop.h>)
#include <H5FDdevelop.h>
#endif

#include <algorithm>
#include <new>
#include <utility>

namespace fokker::io {
namespace {

thread_local bool memory_refused = false;

struct Access {
  ImageBytes* bytes;
};

/// HDF5's part comes first.
struct ImageFile {
  H5FD_t head;
  ImageBytes* bytes;
  haddr_t end;  ///< of what HDF5 has laid out
};

ImageFile* file_of(H5FD_t* file) { return reinterpret_cast<ImageFile*>(file); }
const ImageFile* file_of(const H5FD_t* file) { return reinterpret_cast<const ImageFile*>(file); }

/// HDF5 looks for an older file first: there is none.
H5FD_t* open_image_file(const char*, unsigned flags, hid_t access, haddr_t) {
  if (!(flags & H5F_ACC_CREAT)) return nullptr;
  const auto* const given = static_cast<const Access*>(H5Pget_driver_info(access));
  auto* const file = given ? new (std::nothrow) ImageFile{{}, given->bytes, 0} : nullptr;
  return file ? &file->head : nullptr;
}

herr_t close_image_file(H5FD_t* file) {
  delete file_of(file);
  return 0;
}

int compare_image_files(const H5FD_t* one, const H5FD_t* other) { return one < other ? -1 : one > other; }

/// As those of files in memory, on which the layout depends.
herr_t query_image_file(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

haddr_t laid_out(const H5FD_t* file, H5FD_mem_t) { return file_of(file)->end; }

herr_t lay_out(H5FD_t* file, H5FD_mem_t, haddr_t end) {
  file_of(file)->end = end;
  return 0;
}

haddr_t written(const H5FD_t* file, H5FD_mem_t) { return file_of(file)->bytes->end(); }

herr_t read_image_file(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, size_t size, void* to) {
  file_of(file)->bytes->read(at, static_cast<char*>(to), size);
  return 0;
}

herr_t write_image_file(H5FD_t* file, H5FD_mem_t kind, hid_t, haddr_t at, size_t size, const void* from) {
  try {
    if (file_of(file)->bytes->write(at, {static_cast<const char*>(from), size}, kind == H5FD_MEM_DRAW)) return 0;
    memory_refused = true;
  } catch (const std::bad_alloc&) {
    memory_refused = true;
  }
  return -1;
}

H5FD_class_t image_class() {
  H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 2)
  driver.version = H5FD_CLASS_VERSION;
  driver.value = static_cast<H5FD_class_value_t>(511);  // of drivers in development
#endif
  driver.name = "fokker image";
  driver.maxaddr = ~haddr_t{0} >> 1;
  driver.fc_degree = H5F_CLOSE_WEAK;
  driver.fapl_size = sizeof(Access);
  driver.open = open_image_file;
  driver.close = close_image_file;
  driver.cmp = compare_image_files;
  driver.query = query_image_file;
  driver.get_eoa = laid_out;
  driver.set_eoa = lay_out;
  driver.get_eof = written;
  driver.read = read_image_file;
  driver.write = write_image_file;
  constexpr H5FD_mem_t lists[] = H5FD_FLMAP_DICHOTOMY;
  std::ranges::copy(lists, driver.fl_map);
  return driver;
}

}  // namespace

herr_t set_image_driver(hid_t access, ImageBytes& bytes) {
  static const H5FD_class_t driver = image_class();
  static const hid_t id = H5FDregister(&driver);
  const Access own{&bytes};
  return H5Pset_driver(access, id, &own);
}

bool take_memory_refused() { return std::exchange(memory_refused, false); }

}  // namespace fokker::io
