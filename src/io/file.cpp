#include "io/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <system_error>

#include "fokker/core/error.hpp"
#include "io/text.hpp"

namespace fokker::io {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error_number, std::string advice = {}) {
  throw Error(Fault::file, system_reason(path, error_number), {}, std::move(advice));
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// A name beside `target` that no other run uses.
std::filesystem::path temporary_name(const std::filesystem::path& target) {
  static std::atomic<unsigned> counter{0};
  return folder_of(target) / fmt::format(".{}.{}.{}.tmp", target.filename().string(), ::getpid(), counter++);
}

void require_regular(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail(path, errno);
  if (S_ISDIR(status.st_mode)) fail(path, EISDIR);
  if (!S_ISREG(status.st_mode))
    throw Error(Fault::file, fmt::format("{}: not a regular file", shown(path.string(), 400)));
}

/// Removes the temporary file unless it became the real one.
struct Leftover {
  std::filesystem::path path;
  bool keep = false;
  ~Leftover() {
    if (!keep) ::unlink(path.c_str());
  }
};

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  const std::size_t total = bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), 1u << 30));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, errno, fmt::format("a file system with {} bytes free", total));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Makes the rename itself durable. File systems that cannot sync a folder say EINVAL.
void sync_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.valid()) fail(folder, errno);
  if (::fsync(descriptor.number()) != 0 && errno != EINVAL) fail(folder, errno);
}

/// Creates a file beside `target` under a name that nothing has yet, and puts the name into `path`.
int create_beside(const std::filesystem::path& target, std::filesystem::path& path) {
  for (;;) {
    path = temporary_name(target);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor >= 0) return descriptor;
    if (errno != EEXIST) fail(folder_of(target), errno, "an existing folder that you may write to");
  }
}

}  // namespace

Descriptor::~Descriptor() {
  if (valid()) ::close(number_);
}

bool Descriptor::close() {
  const int number = number_;
  number_ = -1;
  return ::close(number) == 0;
}

std::string system_reason(const std::filesystem::path& path, int error_number) {
  std::error_code ignored;
  const auto current = std::filesystem::current_path(ignored);
  return fmt::format("{}: {} (current folder: {})", shown(path.string(), 400),
                     std::generic_category().message(error_number), shown(current.string(), 400));
}

std::string read_bytes(const std::filesystem::path& path, std::size_t limit, bool regular, Fault too_long) {
  if (regular) require_regular(path);
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!descriptor.valid()) fail(path, errno);
  std::string bytes;
  struct stat status {};
  if (::fstat(descriptor.number(), &status) == 0 && S_ISREG(status.st_mode))
    bytes.reserve(std::min(limit, static_cast<std::size_t>(status.st_size)) + 1);
  std::size_t length = 0;
  while (length <= limit) {
    bytes.resize(std::max(bytes.capacity(), length + (1u << 16)));
    const ssize_t count = ::read(descriptor.number(), bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, errno);
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > limit)
    throw Error(too_long,
                Diagnostic{shown(path.string(), 400), {}, fmt::format("longer than {} bytes", limit), {}, {}});
  bytes.resize(length);
  return bytes;
}

std::filesystem::path write_target(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  const auto target = std::filesystem::canonical(path, error);
  if (error) fail(path, error.value(), "a link that leads to a file, or no link");
  return target;
}

void probe_folder(const std::filesystem::path& target) {
  std::filesystem::path path;
  Descriptor descriptor(create_beside(target, path));
  const Leftover probe{path};
  if (::fsync(descriptor.number()) != 0 || !descriptor.close()) fail(folder_of(target), errno);
}

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const auto target = write_target(path);
  std::filesystem::path created;
  Descriptor descriptor(create_beside(target, created));
  Leftover temporary{created};
  write_all(descriptor.number(), bytes, target);
  if (::fsync(descriptor.number()) != 0) fail(target, errno);
  if (!descriptor.close()) fail(target, errno);
  if (::rename(temporary.path.c_str(), target.c_str()) != 0) fail(target, errno);
  temporary.keep = true;
  sync_folder(folder_of(target));
}

}  // namespace fokker::io
