// SPDX-License-Identifier: MIT
#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace fokker {

/// Fowler, Noll and Vo's hash (FNV-1a, 64 bits) of text.
class FieldHash {
 public:
  void add(std::string_view text) {
    for (const char c : text) value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  /// Nine digits of what was computed.
  template <class Values>
  void add_rounded(const Values& values) {
    for (Eigen::Index i = 0; i < values.size(); ++i) add(fmt::format("{:.8e} ", values.data()[i] + 0.0));  // -0 is 0
  }
  /// All bits of what was given.
  template <class Values>
  void add_bits(const Values& values) {
    add({reinterpret_cast<const char*>(values.data()), sizeof(double) * static_cast<std::size_t>(values.size())});
  }
  std::string text() const { return fmt::format("{:016x}", value_); }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

}  // namespace fokker
