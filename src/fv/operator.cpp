#include "fokker/fv/operator.hpp"

#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

void add_rates(const Direction& direction, const Array& masses, Array& rate) {
  const Lines& lines = *direction.lines;
  std::vector<Eigen::Index> cells;
  for (Eigen::Index line = 0; line < lines.count(); ++line) {
    const auto n = static_cast<std::size_t>(lines.length(line));
    cells.resize(n);
    lines.cells(line, 1, cells.data());
    if (!lines.closed()) {
      rate[cells[0]] -= direction.down[cells[0]] * masses[cells[0]];
      rate[cells[n - 1]] -= direction.up[cells[n - 1]] * masses[cells[n - 1]];
    }
    for (std::size_t k = 0; k < (lines.closed() ? n : n - 1); ++k) {
      const Eigen::Index i = cells[k], j = cells[(k + 1) % n];
      const double flux = direction.up[i] * masses[i] - direction.down[j] * masses[j];
      rate[i] -= flux;
      rate[j] += flux;
    }
  }
}

}  // namespace

void Operator::apply(const Array& masses, Array& rate) const {
  if (!transports.empty())
    throw Error(Fault::problem, "an operator with transports, which has no rates", "the flux 'scharfetter-gummel'");
  rate = inflow.size() > 0 ? inflow : Array(Array::Zero(masses.size()));
  for (const Direction& direction : directions) add_rates(direction, masses, rate);
}

}  // namespace fokker
