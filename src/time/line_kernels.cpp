#include "time/line_kernels.hpp"

#include <cmath>

#include "core/clones.hpp"
#include "time/line_sweeps.hpp"

#ifdef FOKKER_HAS_CLONES
// Vectors of 512 bits are written out: compilers do not make them of smaller ones.
#define FOKKER_WIDE __attribute__((target("arch=x86-64-v4")))
#define FOKKER_NARROW_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#endif

namespace fokker {
namespace {

template <bool shared, class R>
[[gnu::always_inline]] inline void run(const LineWork& work, bool closed, bool known, double* least) {
  closed ? LineSweeps<R, Ends::closed, shared>{work}.run(known, least)
         : LineSweeps<R, Ends::open, shared>{work}.run(known, least);
}

#ifdef FOKKER_HAS_CLONES
bool wide() {
  static const bool result = __builtin_cpu_supports("x86-64-v4");
  return result;
}
FOKKER_WIDE void sixteen_wide(const LineWork& work, bool closed, bool known, double* least) {
  run<false, Row<16, Eight>>(work, closed, known, least);
}
FOKKER_WIDE void shared_wide(const LineWork& work, bool closed, double* least) {
  run<true, Row<shared_width, Eight>>(work, closed, true, least);
}
#else
#define FOKKER_NARROW_CLONES
bool wide() { return false; }
void sixteen_wide(const LineWork&, bool, bool, double*) {}
void shared_wide(const LineWork&, bool, double*) {}
#endif
FOKKER_NARROW_CLONES void sixteen(const LineWork& work, bool closed, bool known, double* least) {
  run<false, Row<16, Four>>(work, closed, known, least);
}
FOKKER_NARROW_CLONES void thirty_two_shared(const LineWork& work, bool closed, double* least) {
  run<true, Row<shared_width, Four>>(work, closed, true, least);
}

}  // namespace

double implicit_share(LineTask task) { return task == LineTask::sdirk2 ? 1 - std::sqrt(0.5) : 1; }

FOKKER_CLONES void run_one(const LineWork& work, bool closed, bool known, double* least) {
  run<false, Row<1, double>>(work, closed, known, least);
}
FOKKER_CLONES void run_folded(const LineWork& work, bool known, double* least) {
  LineSweeps<Row<2, Two>, Ends::folded, false>{work}.run(known, least);
}
void run_sixteen(const LineWork& work, bool closed, bool known, double* least) {
  (wide() ? sixteen_wide : sixteen)(work, closed, known, least);
}
void run_shared(const LineWork& work, bool closed, double* least) {
  (wide() ? shared_wide : thirty_two_shared)(work, closed, least);
}

FOKKER_CLONES void lines_to_rows(const double* grid, const std::ptrdiff_t* starts, std::ptrdiff_t n, double* rows) {
  exchange<16, Four, true>(const_cast<double*>(grid), starts, 0, n, rows);
}

}  // namespace fokker
