// SPDX-License-Identifier: MIT
#include "fokker/io/hdf5/guard.hpp"

#include "io/hdf5/guarded.hpp"
#include "io/hdf5/hdf5.hpp"
#include "io/hdf5/seal.hpp"

namespace fokker {

void outside_hdf5(const std::function<void()>& work) { io::Hdf5Session::outside(work); }

void close_hdf5() { H5close(); }

void io::guard(const std::filesystem::path& file, const std::string& bytes, const ReadOptions& options,
               const std::function<void()>& read) {
  if (options.guard) return options.guard(file, bytes.size(), read);
  if (options.trust || seal_at_end(bytes) == Seal::whole) return;
  throw Error(Fault::data, Diagnostic{file.string(),
                                      {},
                                      "a file without fokker's checksum, which HDF5 may crash on",
                                      "a file that fokker wrote",
                                      "ReadOptions::trust where its origin is known, or a guard"});
}

}  // namespace fokker
