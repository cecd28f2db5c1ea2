// SPDX-License-Identifier: MIT
#include <array>
#include <fstream>
#include <limits>
#include <string_view>
#include <utility>

#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "io/hdf5/guarded.hpp"
#include "io/hdf5/read.hpp"
#include "io/hdf5/seal.hpp"

namespace fokker::io {
namespace {

constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);

/// HDF5 works on our bytes instead of a copy: wherever it asks for memory for the image, it gets them. (What
/// H5LTopen_file_image does too, with a leak.)
void* share_image(size_t, H5FD_file_image_op_t, void* bytes) { return static_cast<std::string*>(bytes)->data(); }
void* copy_nothing(void* to, const void*, size_t, H5FD_file_image_op_t, void*) { return to; }
void* never_grow(void*, size_t, H5FD_file_image_op_t, void*) { return nullptr; }
herr_t free_nothing(void*, H5FD_file_image_op_t, void*) { return 0; }
void* share_buffer(void* data) { return data; }
herr_t keep_buffer(void*) { return 0; }

/// A negative number if the bytes are no HDF5 file.
hid_t open_image(std::string& bytes) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5FD_file_image_callbacks_t callbacks{share_image,  copy_nothing, never_grow, free_nothing,
                                        share_buffer, keep_buffer,  &bytes};
  if (access < 0 || H5Pset_fapl_core(access, std::size_t{1} << 20, 0) < 0 ||
      H5Pset_file_image_callbacks(access, &callbacks) < 0 || H5Pset_file_image(access, bytes.data(), bytes.size()) < 0)
    return -1;
  return H5Fopen("fokker-image", H5F_ACC_RDONLY, access);
}

[[noreturn]] void refuse(const std::filesystem::path& file, const char* found) {
  throw Error(Fault::data, Diagnostic{file.string(), {}, found, "an HDF5 file", {}});
}

}  // namespace

bool has_signature(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return false;
  std::array<char, signature.size()> head{};
  std::ifstream(file, std::ios::binary).read(head.data(), head.size());
  return std::string_view(head.data(), head.size()) == signature;
}

std::string hdf5_bytes(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status)) refuse(file, "a folder");
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) refuse(file, "not a regular file");
  std::string bytes = read_bytes(file, std::numeric_limits<std::size_t>::max() / 4, true);
  if (!bytes.starts_with(signature)) refuse(file, "not an HDF5 file");
  if (seal_at_end(bytes) == Seal::broken)
    throw Error(Fault::data, Diagnostic{file.string(),
                                        {},
                                        "a damaged file: its bytes do not have the checksum at its end",
                                        "the bytes that fokker wrote",
                                        "a copy of the file, or the run again"});
  return bytes;
}

ReadImage::ReadImage(const std::filesystem::path& file)
    : ReadImage(read_bytes(file, std::numeric_limits<std::size_t>::max() / 4, true), file) {}

ReadImage::ReadImage(std::string bytes, const std::filesystem::path& file)
    : bytes_(std::move(bytes)), file_(-1, H5Fclose), root_{Handle(-1, H5Gclose), "/"} {
  if (!bytes_.starts_with(signature)) refuse(file, "not an HDF5 file");
  file_ = Handle(open_image(bytes_), H5Fclose);
  if (file_ < 0) refuse(file, "a truncated or damaged HDF5 file");
  root_.handle = Handle(H5Gopen2(file_, "/", H5P_DEFAULT), H5Gclose);
  if (root_.handle < 0) refuse(file, "a damaged HDF5 file");
}

}  // namespace fokker::io
