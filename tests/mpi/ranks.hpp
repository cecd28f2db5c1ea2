// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/spread/spread.hpp"

/// The ranks that the test program runs on.
const fokker::Ranks& ranks_of_test();
