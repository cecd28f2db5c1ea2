#pragma once
#include <optional>

namespace fokker {

/// Bytes of memory that this process may still take: what the kernel calls available, or what the control group's
/// limit leaves, whichever is less. Empty where neither is known.
std::optional<double> available_memory();

}  // namespace fokker
