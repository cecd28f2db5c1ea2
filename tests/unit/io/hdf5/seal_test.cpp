// SPDX-License-Identifier: MIT
#include "io/hdf5/seal.hpp"

#include <doctest/doctest.h>

using namespace fokker::io;

TEST_CASE("a seal is whole behind its bytes and broken behind any others") {
  const std::string bytes = "the bytes of a file";
  const std::string sealed = bytes + seal_of(bytes);
  CHECK(seal_at_end(sealed) == Seal::whole);
  CHECK(seal_at_end(bytes) == Seal::none);
  CHECK(seal_at_end("") == Seal::none);
  CHECK(seal_at_end(seal_of("")) == Seal::whole);
  for (std::size_t i = 0; i < 8 * sealed.size(); ++i) {
    std::string flipped = sealed;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    CHECK(seal_at_end(flipped) != Seal::whole);
    if (i / 8 < bytes.size()) CHECK(seal_at_end(flipped) == Seal::broken);
  }
}
