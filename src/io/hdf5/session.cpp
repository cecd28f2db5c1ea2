// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdlib>
#include <new>

#include "io/hdf5/hdf5.hpp"

namespace fokker::io {
namespace {

/// Where memory is refused to HDF5 itself, it may crash, above all as it starts: a system that is short of it is to
/// show before.
void require_memory() {
  constexpr std::size_t reserve = std::size_t{8} << 20;
  void* volatile memory = std::malloc(reserve);
  if (!memory) throw std::bad_alloc();
  std::free(memory);
}

}  // namespace

std::mutex& Hdf5Session::guard() {
  static std::mutex mutex;
  return mutex;
}

Hdf5Session::Hdf5Session() {
  require_memory();
  H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLget_loading_state(&plugins_);
  H5PLset_loading_state(0);
}

Hdf5Session::~Hdf5Session() {
  H5PLset_loading_state(plugins_);
  H5Eset_auto2(H5E_DEFAULT, function_, data_);
}

void Hdf5Session::outside(const std::function<void()>& work) {
  const std::lock_guard lock(guard());
  work();
}

}  // namespace fokker::io
