// SPDX-License-Identifier: MIT
#include "fokker/io/tables/network.hpp"

#include "fokker/process/catalogue.hpp"
#include "fuzz/targets.hpp"
#include "io/tables/npz.hpp"

namespace fokker::fuzz {

int fuzz_network(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(text_of(bytes, size));
  reads([&] {
    if (text.starts_with("\x93NUMPY")) {  // alone, without the checksum of an archive
      const io::StoredArray array = io::parse_npy("a", text);
      require(array.texts.size() + array.bytes.size() <= size, "no more content than bytes");
      return;
    }
    const ScoreNetwork network = parse_network(text, text.starts_with("PK") ? "n.npz" : "n.safetensors", 2);
    require(network_fault(network).empty(), "a network that fits together");
    Points value(1, 2);
    network_values(network, variance_preserving(0.1, 20, 2), 0).at(0.5)(Points::Constant(1, 2, 0.3), value);
  });
  return 0;
}

}  // namespace fokker::fuzz
