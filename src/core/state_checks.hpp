// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace fokker {

/// Requirements of a stage on the state from which it continues, so that its loops stay within their arrays: the
/// checksum of a state proves that it is what was written, not that it was written by this run.
/// @throws Error{Fault::checkpoint} naming the part
void require_state(bool fits, const std::string& name);
/// Times of steps, part of them perhaps from before a stop: in order, from the first snapshot to the last, with all in
/// between.
void require_times(const std::vector<double>& times, const std::vector<double>& snapshots, const std::string& name);

}  // namespace fokker
