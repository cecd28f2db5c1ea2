// SPDX-License-Identifier: MIT
#include "time/exponential_kernels.hpp"

#include "core/clones.hpp"
#include "time/exponential_lines.hpp"

namespace fokker {
namespace {

template <bool closed>
[[gnu::always_inline]] inline void one(const ExponentialWork& work, double* least) {
  mean_of_line<closed>(work);
  moved_by_mean<Row<1, double>, closed>(work).store(least);
}
template <bool closed>
[[gnu::always_inline]] inline void sixteen(const ExponentialWork& work, double* least) {
  mean_of_lines<16, closed>(work);
  moved_by_mean<Reals<16>, closed>(work).store(least);
}

}  // namespace

FOKKER_CLONES void exponentiate_one(const ExponentialWork& work, bool closed, double* least) {
  closed ? one<true>(work, least) : one<false>(work, least);
}
FOKKER_CLONES void exponentiate_sixteen(const ExponentialWork& work, bool closed, double* least) {
  closed ? sixteen<true>(work, least) : sixteen<false>(work, least);
}

}  // namespace fokker
