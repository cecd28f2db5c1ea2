// SPDX-License-Identifier: MIT
#include "io/stored_array.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <cstdint>

#include "core/text.hpp"

namespace fokker::io {
namespace {

double value_at(const StoredArray& array, std::size_t index) {
  if (array.kind == StoredArray::Kind::single_numbers)
    return static_cast<double>(std::bit_cast<float>(number_at<std::uint32_t>(array.bytes, 4 * index)));
  return std::bit_cast<double>(number_at<std::uint64_t>(array.bytes, 8 * index));
}

void require_numbers(const std::string& name, const StoredArray& array, std::size_t dimensions) {
  if (array.kind != StoredArray::Kind::single_numbers && array.kind != StoredArray::Kind::double_numbers)
    refuse_array(name, "type " + shown(array.type), "32 or 64 bit floating point numbers, little-endian");
  if (array.shape.size() > dimensions || (dimensions == 2 && array.shape.size() < 2))
    refuse_array(name, fmt::format("shape ({})", fmt::join(array.shape, ", ")),
                 fmt::format("{} dimension{}", dimensions, dimensions > 1 ? "s" : ""));
}

}  // namespace

void refuse_array(const std::string& name, const std::string& found, const std::string& legal,
                  const std::string& advice) {
  const std::string whole = name.empty() ? found : "'" + shown(name) + "': " + found;
  throw Error(Fault::data, Diagnostic{{}, {}, whole, legal, advice});
}

std::size_t element_count(const std::string& name, const std::vector<std::size_t>& shape, std::size_t width,
                          std::size_t bytes) {
  const std::size_t most = bytes / width;
  std::size_t count = 1;
  for (const std::size_t extent : shape) {
    if (extent > 0 && count > most / extent)
      refuse_array(name, fmt::format("shape ({}) of {} bytes each", fmt::join(shape, ", "), width),
                   fmt::format("what {} bytes of the file can hold", bytes));
    count *= extent;
  }
  if (count * width != bytes)
    refuse_array(name, fmt::format("{} bytes for shape ({}) of {} bytes each", bytes, fmt::join(shape, ", "), width),
                 fmt::format("{} bytes", count * width));
  return count;
}

Vector vector_of(const std::string& name, const StoredArray& array) {
  require_numbers(name, array, 1);
  Vector values(static_cast<Eigen::Index>(array.shape.empty() ? 1 : array.shape[0]));
  for (Eigen::Index i = 0; i < values.size(); ++i) values[i] = value_at(array, static_cast<std::size_t>(i));
  return values;
}

Matrix matrix_of(const std::string& name, const StoredArray& array) {
  require_numbers(name, array, 2);
  const std::size_t rows = array.shape[0], columns = array.shape[1];
  Matrix values(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
          value_at(array, array.first_index_fastest ? j * rows + i : i * columns + j);
  return values;
}

}  // namespace fokker::io
