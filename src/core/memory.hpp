// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/core/types.hpp"

namespace fokker {

/// Bytes of memory that this process may still take: what the kernel calls available, or what the control group's
/// limit leaves, whichever is less. Empty where neither is known.
std::optional<double> available_memory();

/// Resizes to n numbers, of no values yet if their number changes. Where they take many pages, and the system gives
/// large ones to those who ask, they are asked for: a stride through a grid then finds its addresses sooner.
void resize_on_large_pages(Array& numbers, Eigen::Index n);

}  // namespace fokker
