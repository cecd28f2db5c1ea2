// SPDX-License-Identifier: MIT
#pragma once
#include <doctest/doctest.h>

namespace fokker {

/// A number other than 0 up to epsilon times its size; doctest's own scale adds 1 to the size, under which any small
/// number passes for any other.
inline doctest::Approx relative(double value) { return doctest::Approx(value).scale(0); }

}  // namespace fokker
