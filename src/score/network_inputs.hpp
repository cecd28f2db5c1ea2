// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/score/network.hpp"

namespace fokker {

/// Whether an input is a pair of rows of sines and cosines.
bool is_fourier(NetworkInput input);

/// How many numbers an input gives to the first layer.
Eigen::Index numbers_of(const ScoreNetwork& network, NetworkInput input);

}  // namespace fokker
