#pragma once
#include "fokker/process/catalogue.hpp"
#include "fokker/process/kind.hpp"

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

}  // namespace fokker::examples
