// SPDX-License-Identifier: MIT
#pragma once
#include "expression/tree.hpp"

namespace fokker::expression {

/// Values of an operand along a block, or one value for all of it.
struct Operand {
  const double* data = nullptr;
  bool scalar = false;
};

/// One operation on a block. `out` overlaps no operand; if n > 1, not all operands are scalars.
struct Block {
  std::array<Operand, 3> in;
  double* out = nullptr;
  int n = 0;
  double parameter = 0;  ///< Node::value
};

using Kernel = void (*)(const Block&);

/// Longest block that a kernel takes.
inline constexpr int kLongestBlock = 256;

/// The function that carries out an operation. Results do not depend on a value's position in its block, nor on the
/// instruction set.
Kernel kernel(Op op);

}  // namespace fokker::expression
