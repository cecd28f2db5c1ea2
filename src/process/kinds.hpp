// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/process/catalogue.hpp"
#include "fokker/process/kind.hpp"

namespace fokker {

/// The axes of a kinetic process on one or two positions.
inline constexpr const char* positions_then_velocities = "two or four axes: the positions, then their velocities";

/// @throws Error{Fault::problem} if there are not two axes
void require_position_and_velocity(const std::string& kind, int dimension);

}  // namespace fokker

/// Parts of example problems that several kinds share.
namespace fokker::examples {

inline constexpr const char* two_gaussians = R"(kind    = "mixture"
weights = [0.4, 0.6]
means   = [-1.0, 1.0]
stds    = [0.2, 0.2]
)";

inline constexpr const char* one_gaussian = R"(kind = "gaussian"
mean = -1.0
std  = 0.3
)";

inline constexpr const char* unit_of_time =
    R"(start     = 1e-3        # where the grid solve starts; later than `initial` only where the exact marginal is known
end       = 1.0
)";

inline constexpr const char* six_wide = R"(min      = -3.0
max      = 3.0
cells    = 512
)";

inline constexpr const char* ten_wide = R"(min      = -5.0
max      = 5.0
cells    = 512
)";

inline constexpr const char* ten_wide_fine = R"(min      = -5.0
max      = 5.0
cells    = 1024
)";

inline constexpr const char* sixty_wide = R"(min      = -30.0
max      = 30.0
cells    = 2048
)";

/// Of particles on 128^2 cells.
inline constexpr const char* bounds_of_a_plane =
    "particles       = { tv_upper = 3e-2 }  # what 200000 particles resolve on 128^2 cells\n"
    "particles_reverse = { tv_upper = 3e-2 }\n";

}  // namespace fokker::examples
