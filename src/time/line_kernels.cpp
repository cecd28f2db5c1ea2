// SPDX-License-Identifier: MIT
#include "time/line_kernels.hpp"

#include <cmath>

#include "core/clones.hpp"
#include "time/line_sweeps.hpp"
#include "time/share_sweeps.hpp"

#ifdef FOKKER_HAS_CLONES
// Vectors of 512 bits are written out: compilers do not make them of smaller ones.
#define FOKKER_WIDE __attribute__((target("arch=x86-64-v4")))
#define FOKKER_NARROW_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#endif

namespace fokker {
namespace {

template <class R>
[[gnu::always_inline]] inline void run(const LineWork& work, bool closed, bool known, double* least) {
  closed ? LineSweeps<R, Ends::closed>{work}.run(known, least) : LineSweeps<R, Ends::open>{work}.run(known, least);
}

template <class R, bool tiled = false>
[[gnu::always_inline]] inline bool sweep_shares(const LineWork& work, bool shared, bool known, double* least) {
  return shared ? ShareSweeps<R, true, tiled>{work}.run(true, least)
                : ShareSweeps<R, false, tiled>{work}.run(known, least);
}
template <class Part>
[[gnu::always_inline]] inline bool shares(const LineWork& work, int width, bool shared, bool known, double* least) {
  if (width == broad_width) return sweep_shares<Row<broad_width, Part>>(work, shared, known, least);
  return work.starts ? sweep_shares<Row<16, Part>, true>(work, shared, known, least)
                     : sweep_shares<Row<16, Part>>(work, shared, known, least);
}

#ifdef FOKKER_HAS_CLONES
bool wide() {
  static const bool result = __builtin_cpu_supports("x86-64-v4");
  return result;
}
FOKKER_WIDE void sixteen_wide(const LineWork& work, bool closed, bool known, double* least) {
  run<Row<16, Eight>>(work, closed, known, least);
}
FOKKER_WIDE bool shares_wide(const LineWork& work, int width, bool shared, bool known, double* least) {
  return shares<Eight>(work, width, shared, known, least);
}
#else
#define FOKKER_NARROW_CLONES
bool wide() { return false; }
void sixteen_wide(const LineWork&, bool, bool, double*) {}
bool shares_wide(const LineWork&, int, bool, bool, double*) { return false; }
#endif
FOKKER_NARROW_CLONES bool shares_narrow(const LineWork& work, int width, bool shared, bool known, double* least) {
  return shares<Four>(work, width, shared, known, least);
}
FOKKER_CLONES bool shares_one(const LineWork& work, bool known, double* least) {
  return ShareSweeps<Row<1, double>, false>{work}.run(known, least);
}
FOKKER_CLONES bool shares_of_halves(const LineWork& work, bool known, double* least) {
  return ShareSweeps<Row<2, Two>, false>{work}.run(known, least);
}
FOKKER_NARROW_CLONES void sixteen(const LineWork& work, bool closed, bool known, double* least) {
  run<Row<16, Four>>(work, closed, known, least);
}

}  // namespace

double implicit_share(LineTask task) { return task == LineTask::sdirk2 ? 1 - std::sqrt(0.5) : 1; }

FOKKER_CLONES void run_one(const LineWork& work, bool closed, bool known, double* least) {
  run<Row<1, double>>(work, closed, known, least);
}
void run_sixteen(const LineWork& work, bool closed, bool known, double* least) {
  (wide() ? sixteen_wide : sixteen)(work, closed, known, least);
}
bool run_by_shares(const LineWork& work, int width, bool shared, bool known, double* least) {
  if (width <= 2) return (width == 1 ? shares_one : shares_of_halves)(work, known, least);
  return (wide() ? shares_wide : shares_narrow)(work, width, shared, known, least);
}

FOKKER_CLONES void lines_to_rows(const double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* rows) {
  exchange<16, Four, true>(const_cast<double*>(grid), starts, 0, n, rows);
}

}  // namespace fokker
