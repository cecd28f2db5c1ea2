// SPDX-License-Identifier: MIT
#include "fokker/fv/operator.hpp"

namespace fokker {

const std::vector<MethodEntry<Flux>>& flux_catalogue() {
  static const std::vector<MethodEntry<Flux>> entries = {
      {Flux::automatic,
       "scharfetter-gummel along axes with noise, complete-flux where the net-flux Peclet number exceeds 0.18, "
       "semi-lagrangian above 0.3, without noise and in reversals with alpha <= 0.5; flows along correlated noise that "
       "edges carry badly",
       "as those"},
      {Flux::scharfetter_gummel, "exponential fitting: positive for every cell Peclet number",
       "Scharfetter and Gummel, IEEE Trans. Electron Devices 16 (1969) 64"},
      {Flux::complete_flux,
       "the same edges, corrected for the change in time: second order at every cell Peclet number",
       "ten Thije Boonkkamp and Anthonissen, J. Sci. Comput. 46 (2011) 47"},
      {Flux::semi_lagrangian, "remap along characteristics, noise apart: for weak noise and none",
       "Zerroukat, Wood and Staniforth, Q. J. R. Meteorol. Soc. 128 (2002) 2801"},
      {Flux::flows, "flows of the columns of correlated noise, deposited on the grid: any direction and correlation",
       "Kunita, Stochastic Flows and Stochastic Differential Equations (1990), section 3.4; Zalesak, J. Comput. Phys. "
       "31 (1979) 335"}};
  return entries;
}

}  // namespace fokker
