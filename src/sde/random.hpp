// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>

namespace fokker::random {

/// Use of a draw; draws of different uses are independent.
enum class Use : std::uint8_t { step, bridge, component, start, cell, position, area, acceptance, gamma };

/// Everything but the particle that a draw depends on. Counter of Philox4x32-10: pair of particles, step, stream,
/// use and axis; key: seed.
struct Address {
  std::uint64_t seed = 1;
  std::uint32_t stream = 0;
  Use use = Use::step;
  std::uint32_t step = 0;
  int axis = 0;  ///< < 256
};

/// Standard normals of the particles first .. first + count - 1; `first` is even. Box-Muller: |n| <= 8.58.
/// Reference: Box and Muller, Ann. Math. Statist. 29 (1958) 610.
void normals(const Address& address, std::size_t first, std::size_t count, double* out);

/// Uniforms in (0, 1), odd multiples of 2^-53, of the particles first .. first + count - 1; `first` is even.
void uniforms(const Address& address, std::size_t first, std::size_t count, double* out);

/// Result of `uniforms` for one particle.
double uniform(const Address& address, std::size_t particle);

/// Uniforms as `uniforms`, one after the other for a single particle (< 2^40): a rejection takes the next and leaves
/// other particles as they are. The counter is particle, step and number of the pair of draws; NaN after 512.
class Uniforms {
 public:
  Uniforms(const Address& address, std::size_t particle) : address_(address), particle_(particle) {}
  double operator()();

 private:
  Address address_;
  std::uint64_t particle_;
  int taken_ = 0;
  double next_ = 0;
};

/// Particles per batch of random words; a counter serves two particles.
inline constexpr std::size_t kBatch = 512;
/// Philox words of kBatch / 2 consecutive pairs: for each, the first two and the last two words as 64 bits.
void words(const Address& address, std::uint64_t pair, std::uint64_t* even, std::uint64_t* odd);

}  // namespace fokker::random
