// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fokker/core/error.hpp"

namespace fokker::fuzz {

/// Gives the bytes to a reader in the way that users' files take. Refusals by an Error are as they should be; whatever
/// else the reader throws gets out, and a wrong answer that it gives is a std::logic_error.
/// @return 0, or -1 for what is too large to be read quickly and not worth keeping
using Target = int (*)(const std::uint8_t* bytes, std::size_t size);

int fuzz_problem(const std::uint8_t* bytes, std::size_t size);     ///< text of a problem file, as `fokker check`
int fuzz_expression(const std::uint8_t* bytes, std::size_t size);  ///< a formula in x, y and t
int fuzz_csv(const std::uint8_t* bytes, std::size_t size);         ///< a CSV file with columns x and y
int fuzz_hdf5(const std::uint8_t* bytes, std::size_t size);        ///< OUT.h5; else a score table or an initial law
int fuzz_state(const std::uint8_t* bytes, std::size_t size);       ///< the file of a checkpoint
int fuzz_manifest(const std::uint8_t* bytes, std::size_t size);    ///< manifest.jsonl of a folder of checkpoints
int fuzz_network(const std::uint8_t* bytes, std::size_t size);     ///< .npz, .npy or .safetensors with a network

inline std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Writes a file into a folder of this process, gone at its end; it replaces the one written there before.
std::string scratch_file(std::string_view bytes);

/// @throws std::logic_error
void require(bool holds, const std::string& what);

/// Whether `read` ends without an Error. An Error{Fault::internal} is a fault of fokker: std::logic_error.
template <class Read>
bool reads(const Read& read) {
  try {
    read();
    return true;
  } catch (const Error& error) {
    require(error.fault() != Fault::internal, error.what());
    return false;
  }
}

}  // namespace fokker::fuzz
