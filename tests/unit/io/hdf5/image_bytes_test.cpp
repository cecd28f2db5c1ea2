// SPDX-License-Identifier: MIT
#include "io/hdf5/image_bytes.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "io/hdf5/seal.hpp"
#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr std::size_t row = io::ImageBytes::long_row + 8, begin_first = 64, begin_second = begin_first + row,
                      behind = begin_second + row, end = behind + 40;

/// What a file of a head, two rows of numbers, a gap and some bytes behind them must hold.
std::string wanted() {
  std::string bytes(end, '\0');
  const std::uint64_t size = end;
  std::memcpy(bytes.data() + 28, &size, sizeof size);
  std::memset(bytes.data() + begin_first, 'a', row);
  std::memset(bytes.data() + begin_second, 'b', row);
  std::memset(bytes.data() + behind + 20, 'c', 10);
  return bytes;
}

/// In the order in which HDF5 writes: what describes the rows last.
void fill(io::ImageBytes& image, bool numbers = true) {
  const std::string bytes = wanted();
  const std::string_view all = bytes;
  CHECK(image.write(0, all.substr(0, 20), false));
  CHECK(image.write(begin_second, all.substr(begin_second, row), numbers));
  CHECK(image.write(begin_first, all.substr(begin_first, row), numbers));
  CHECK(image.write(behind + 20, all.substr(behind + 20, 10), true));
  CHECK(image.write(20, all.substr(20, begin_first - 20), false));
}

/// The only file in a folder that is not named yet.
std::filesystem::path unnamed(const Folder& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder / "."))
    if (entry.path().extension() == ".tmp") return entry.path();
  return {};
}

}  // namespace

TEST_CASE("a file whose long rows go to the disk at once has the bytes of one that is made in memory") {
  const Folder folder;
  for (const bool numbers : {true, false}) {
    io::ImageBytes image(folder / "out");
    fill(image, numbers);
    CHECK(unnamed(folder).empty() == !numbers);
    const io::Commit written = image.commit();
    CHECK(written.failure.error == 0);
    CHECK(folder.read("out") == wanted() + io::seal_of(wanted()));
    CHECK(written.bytes == end + io::seal_length);
    CHECK(written.hash == io::hash_of(folder.read("out")));
    CHECK(folder.entries() == 1);
  }
}

TEST_CASE("an older file stays until the whole is there") {
  const Folder folder;
  folder.write("out", "old");
  {
    io::ImageBytes image(folder / "out");
    fill(image);
    CHECK(folder.entries() == 2);
  }
  CHECK(folder.read("out") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("what the disk did not keep, or a folder that is not there, shows at the end") {
  const Folder folder;
  folder.write("out", "old");
  for (const std::size_t changed : {begin_first, begin_second - 1, behind - 1}) {
    io::ImageBytes image(folder / "out");
    fill(image);
    const int descriptor = ::open(unnamed(folder).c_str(), O_WRONLY);
    CHECK(::pwrite(descriptor, "x", 1, static_cast<off_t>(changed)) == 1);
    ::close(descriptor);
    CHECK(image.commit().failure.error == EIO);
  }
  CHECK(folder.read("out") == "old");
  CHECK(folder.entries() == 1);
  io::ImageBytes image(folder / "none/out");
  fill(image);
  const io::Commit written = image.commit();
  CHECK(written.failure.error == ENOENT);
  CHECK(written.failure.folder);
  CHECK(written.bytes == end + io::seal_length);
}
