#include "fokker/io/snapshots.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "io/hdf5_read.hpp"
#include "io/snapshots_layout.hpp"

namespace fokker {

using namespace io;

void write_snapshots(const std::filesystem::path& file, const Snapshots& snapshots) {
  const Hdf5Session session;
  Image image;
  write_content(Handle(H5Gopen2(image.file(), "/", H5P_DEFAULT), H5Gclose), snapshots);
  replace_file(file, image.finish());
}

void io::reading(const std::filesystem::path& file, const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    if (error.fault() != Fault::data) throw;
    auto diagnostics = error.diagnostics();
    for (auto& diagnostic : diagnostics)
      if (diagnostic.place.empty()) diagnostic.place = file.string();
    throw Error(Fault::data, diagnostics);
  } catch (const std::out_of_range&) {
    throw Error(Fault::data, Diagnostic{file.string(), {}, "a dataset without dimensions", {}, {}});
  }
}

Snapshots read_snapshots(const std::filesystem::path& file) {
  std::optional<Snapshots> snapshots;
  reading(file, [&] {
    const Hdf5Session session;
    const ReadImage image(file);
    snapshots = read_content(image.root());
  });
  return std::move(*snapshots);
}

bool is_fokker_file(const std::filesystem::path& file) {
  if (!has_signature(file)) return false;
  try {
    const Hdf5Session session;
    const ReadImage image(file);
    return has_attribute(image.root(), "fokker_schema");
  } catch (const Error&) {
    return false;
  }
}

void check_output(const std::filesystem::path& file, bool force) {
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
    if (!force && !is_fokker_file(target))
      throw Error(Fault::file, target.string() + ": exists and is no fokker file", {}, "another name, or --force");
  }
  probe_folder(target);
}

}  // namespace fokker
