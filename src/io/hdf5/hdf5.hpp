// SPDX-License-Identifier: MIT
#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/hdf5/image_bytes.hpp"

namespace fokker::io {

/// An HDF5 identifier that closes itself.
class Handle {
 public:
  using Closer = herr_t (*)(hid_t);
  Handle(hid_t id, Closer closer) : id_(id), closer_(closer) {}
  ~Handle() {
    if (id_ >= 0) closer_(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  operator hid_t() const { return id_; }
  /// Closes now. @throws Error{Fault::file} if HDF5 could not
  void close();

 private:
  hid_t id_;
  Closer closer_;
};

/// While it lives, HDF5 prints nothing, loads no plug-ins (a file could name one: code from elsewhere), and no other
/// thread of this library is in HDF5 (Debian's build is not thread-safe).
class Hdf5Session {
 public:
  Hdf5Session();
  ~Hdf5Session();
  Hdf5Session(const Hdf5Session&) = delete;
  Hdf5Session& operator=(const Hdf5Session&) = delete;

  /// Calls `work` while no thread is in HDF5.
  static void outside(const std::function<void()>& work);

 private:
  static std::mutex& guard();
  std::lock_guard<std::mutex> lock_{guard()};
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
  unsigned plugins_ = 0;
};

/// An HDF5 file that is made: in memory, but for long rows of numbers (ImageBytes).
class Image {
 public:
  /// @param target  what the file is to be put in place as; empty: it is read as it is, and all in memory
  explicit Image(std::filesystem::path target = {});
  ~Image();
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;

  hid_t file() const { return file_; }
  /// Closes the file and puts it, sealed, under the name of its target as a whole. Every other handle must be closed
  /// before.
  Commit commit();

 private:
  ImageBytes bytes_;
  Handle file_;
};

/// Replaces `file` by an HDF5 file of which `fill` writes the content, as a whole.
/// @throws Error{Fault::file}; then no trace is left and an older file is untouched
void replace_by_image(const std::filesystem::path& file, const std::function<void(hid_t root)>& fill);

/// Each wrapper is named after its call and throws Error{Fault::file} where the call fails; `Fault::data` is what the
/// functions that read throw.
using Extents = std::vector<hsize_t>;
Handle h5g_create(hid_t parent, const std::string& name);
Handle h5d_create(hid_t parent, const std::string& name, hid_t type, const Extents& extents);
void h5d_write(hid_t dataset, hid_t memory_type, const void* values);
/// Writes row `row` of the first dimension.
void h5d_write_row(hid_t dataset, hsize_t row, const double* values);
/// Writes `count` numbers from `begin` on along each dimension.
void h5d_write_block(hid_t dataset, const Extents& begin, const Extents& count, const double* values);
void h5l_create_hard(hid_t from, const std::string& name, hid_t to);
void h5ds_set_scale(hid_t dataset, const std::string& name);
void h5ds_attach_scale(hid_t dataset, hid_t scale, unsigned dimension);

/// A type for variable-length UTF-8 text.
Handle utf8_type();
void write_attribute(hid_t object, const std::string& name, const std::string& value);
void write_attribute(hid_t object, const std::string& name, double value);
void write_attribute(hid_t object, const std::string& name, std::int64_t value);
void write_attribute(hid_t object, const std::string& name, std::uint64_t value);
void write_attribute(hid_t object, const std::string& name, bool value);  // as int8
void write_attribute(hid_t object, const std::string& name, const std::vector<double>& values);

}  // namespace fokker::io
