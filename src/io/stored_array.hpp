// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/core/types.hpp"

namespace fokker::io {

/// An array of a file as it stands there: nothing is converted before it is asked for.
struct StoredArray {
  enum class Kind { single_numbers, double_numbers, texts, other };
  Kind kind = Kind::other;
  std::string type;                ///< as the file names it
  std::vector<std::size_t> shape;  ///< empty: one element
  bool first_index_fastest = false;
  std::string bytes;               ///< numbers, little-endian
  std::vector<std::string> texts;  ///< with Kind::texts
};
using StoredArrays = std::map<std::string, StoredArray>;

/// Largest content of a file of arrays, in bytes.
inline constexpr std::size_t most_array_bytes = std::size_t{1} << 26;

/// @throws Error{Fault::data} about an array, or about the whole file where `name` is empty
[[noreturn]] void refuse_array(const std::string& name, const std::string& found, const std::string& legal = {},
                               const std::string& advice = {});

/// Number of elements. @throws Error{Fault::data} if they are too many for `bytes` bytes of `width` each
std::size_t element_count(const std::string& name, const std::vector<std::size_t>& shape, std::size_t width,
                          std::size_t bytes);

/// Numbers of an array of one dimension, or of none.
Vector vector_of(const std::string& name, const StoredArray& array);
/// Numbers of an array of two dimensions.
Matrix matrix_of(const std::string& name, const StoredArray& array);

/// Little-endian number at a position that is inside.
template <class Number>
Number number_at(std::string_view bytes, std::size_t position) {
  Number number = 0;
  for (std::size_t k = 0; k < sizeof number; ++k)
    number = static_cast<Number>(
        number | static_cast<Number>(static_cast<Number>(static_cast<unsigned char>(bytes[position + k])) << (8 * k)));
  return number;
}

}  // namespace fokker::io
