// SPDX-License-Identifier: MIT
#include "fokker/io/result/result.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "core/allocation.hpp"
#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "io/hdf5/guarded.hpp"
#include "io/hdf5/read.hpp"
#include "io/hdf5/seal.hpp"
#include "io/result/layout.hpp"

namespace fokker {

using namespace io;

void write_result(const std::filesystem::path& file, const Result& snapshots) {
  replace_by_image(file, [&](hid_t root) { write_content(root, snapshots); });
}

Result read_result(const std::filesystem::path& file, const ReadOptions& options) {
  return read_named(file, options, [&](std::string bytes) {
    const Hdf5Session session;
    return read_content(ReadImage(std::move(bytes), file).root());
  });
}

bool is_fokker_file(const std::filesystem::path& file, const ReadOptions& options) {
  if (!has_signature(file)) return false;
  if (has_seal(file)) return true;
  try {
    return read_guarded(file, options, [&](std::string bytes) {
      const Hdf5Session session;
      return has_attribute(ReadImage(std::move(bytes), file).root(), "fokker_schema");
    });
  } catch (const Error&) {
    return false;
  }
}

void check_output(const std::filesystem::path& file, bool force, const ReadOptions& options) {
  if (file.filename().empty()) throw Error(Fault::file, file.string() + ": no file name");
  const auto target = write_target(file);
  std::error_code error;
  const auto status = std::filesystem::status(target, error);
  if (error && status.type() != std::filesystem::file_type::not_found)
    throw Error(Fault::file, system_reason(target, error.value()));
  if (std::filesystem::exists(status)) {
    if (!std::filesystem::is_regular_file(status))
      throw Error(Fault::file,
                  target.string() + (std::filesystem::is_directory(status) ? ": a folder" : ": not a regular file"),
                  "a file name");
    if (!force && !is_fokker_file(target, options))
      throw Error(Fault::file, target.string() + ": exists and is no fokker file", {}, "another name, or --force");
  }
  probe_folder(target);
}

}  // namespace fokker
