// SPDX-License-Identifier: MIT
#include "fokker/io/tables/csv.hpp"

#include <cstring>

#include "fuzz/targets.hpp"

namespace fokker::fuzz {
namespace {

/// To the bit: -0 stays -0.
bool same(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}

}  // namespace

int fuzz_csv(const std::uint8_t* bytes, std::size_t size) {
  const std::vector<std::string> columns = {"x", "y \"2\""};
  reads([&] {
    const Points points = read_csv(scratch_file(text_of(bytes, size)), columns);
    require(points.rows() > 0 && points.isFinite().all(), "rows of finite numbers");
    require(same(read_csv(scratch_file(csv_text(columns, points)), columns), points), "what is written reads back");
  });
  return 0;
}

}  // namespace fokker::fuzz
