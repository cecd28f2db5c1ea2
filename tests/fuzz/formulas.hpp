// SPDX-License-Identifier: MIT
#pragma once
#include <random>
#include <string>

namespace fokker::test {

/// A formula of the whole grammar in x, y, t, s, width, with random spaces and parentheses, about `depth` deep.
std::string random_formula(std::mt19937_64& random, int depth);

/// Changes a few bytes.
void spoil(std::string& text, std::mt19937_64& random);

/// A formula of well-conditioned operations with its value at a point, computed on the way.
struct Known {
  std::string text;
  double value;
  double error;  ///< bound of what rounding can do
};
Known known_formula(std::mt19937_64& random, int depth, double x, double y);

}  // namespace fokker::test
