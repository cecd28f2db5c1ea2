#include "time/line_kernels.hpp"

#include <cmath>

#include "core/clones.hpp"
#include "time/exponential_lines.hpp"
#include "time/line_solve.hpp"

namespace fokker {
namespace {

const double gamma = 1 - std::sqrt(0.5);

template <int W, Ends ends>
[[gnu::always_inline]] inline void solve_kind(const LineArrays& arrays, const LineStep& step, double* least) {
  const LineSolve<W, ends> lines{arrays, step.pace, step.dt};
  const bool sdirk2 = step.kind == Stepper::sdirk2;
  const double c = sdirk2 ? gamma * step.dt : step.dt;
  lines.factor_and_eliminate(c);
  lines.substitute_first(c);
  if (sdirk2) {
    lines.eliminate_second(c, (1 - gamma) / gamma);
    lines.substitute_second(c, gamma);
  }
  lines.update(sdirk2 ? arrays.y : arrays.x).store(least);
}

template <int W, Ends ends>
[[gnu::always_inline]] inline void update(const LineArrays& arrays, const LineStep& step, double* least) {
  LineSolve<W, ends>{arrays, step.pace, step.dt}.update(arrays.y).store(least);
}

}  // namespace

FOKKER_CLONES void solve_one(const LineArrays& arrays, bool closed, const LineStep& step, double* least) {
  closed ? solve_kind<1, Ends::closed>(arrays, step, least) : solve_kind<1, Ends::open>(arrays, step, least);
}
FOKKER_CLONES void solve_sixteen(const LineArrays& arrays, bool closed, const LineStep& step, double* least) {
  closed ? solve_kind<16, Ends::closed>(arrays, step, least) : solve_kind<16, Ends::open>(arrays, step, least);
}
FOKKER_CLONES void solve_folded(const LineArrays& arrays, const LineStep& step, double* least) {
  solve_kind<2, Ends::folded>(arrays, step, least);
}

FOKKER_CLONES void exponentiate_one(const LineArrays& arrays, bool closed, const LineStep& step, double* least) {
  closed ? mean_of_line<true>(arrays, step) : mean_of_line<false>(arrays, step);
  closed ? update<1, Ends::closed>(arrays, step, least) : update<1, Ends::open>(arrays, step, least);
}
FOKKER_CLONES void exponentiate_sixteen(const LineArrays& arrays, bool closed, const LineStep& step, double* least) {
  closed ? mean_of_lines<16, true>(arrays, step) : mean_of_lines<16, false>(arrays, step);
  closed ? update<16, Ends::closed>(arrays, step, least) : update<16, Ends::open>(arrays, step, least);
}

FOKKER_CLONES void lines_to_rows(const double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* rows) {
  exchange<16, true>(const_cast<double*>(grid), starts, n, rows);
}
FOKKER_CLONES void rows_to_lines(const double* rows, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* grid) {
  exchange<16, false>(grid, starts, n, const_cast<double*>(rows));
}

}  // namespace fokker
