#include "app/example.hpp"

namespace fokker::app {

std::vector<Example> kinetic_examples() {
  return {
      {"cld", "A position and its velocity, noised through the velocity and brought back",
       R"(kind     = "cld"        # dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) dw
beta     = 4.0
mass     = 0.25
friction = 1.0
)",
       R"(kind = "gaussian"
mean = [1.0, 0.0]
std  = [0.4, 0.5]
)",
       "end       = 0.25\n",
       R"(min      = -4.0
max      = 4.0
cells    = 128
)",
       true, R"(
[[axis]]
name     = "v"
min      = -3.0
max      = 3.0
cells    = 128
)",
       "particles       = { tv_upper = 3e-2 }  # what 200000 particles can tell on 128^2 cells\n"
       "particles_reverse = { tv_upper = 3e-2 }\n"},
  };
}

}  // namespace fokker::app
