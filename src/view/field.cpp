#include "view/field.hpp"

#include <algorithm>
#include <limits>

namespace fokker::view {
namespace {

constexpr double least = 1e-9;

Array log_density(const Array& density) {
  const double floor = least * density.maxCoeff();
  return (density >= floor && density > 0).select(density.log(), std::numeric_limits<double>::quiet_NaN());
}

/// Differences over the cells on both sides; over one side at the ends.
Points gradient(const Grid& grid, const Array& values) {
  Points slopes(grid.cells(), grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array x = grid.axis(k).centres();
    const Eigen::Index last = x.size() - 1, stride = grid.stride(k);
    for (Eigen::Index i = 0; i < grid.cells(); ++i) {
      const Eigen::Index place = grid.position(i, k);
      const Eigen::Index down = std::min<Eigen::Index>(place, 1), up = std::min<Eigen::Index>(last - place, 1);
      slopes(i, k) = (values[i + up * stride] - values[i - down * stride]) / (x[place + up] - x[place - down]);
    }
  }
  return slopes;
}

}  // namespace

Array log_differences(const Array& density) {
  const Array logs = log_density(density);
  return logs.tail(logs.size() - 1) - logs.head(logs.size() - 1);
}

Points score_field(const Grid& grid, const Array& density) { return gradient(grid, log_density(density)); }

Points current(const Process& process, const Grid& grid, double t, const Array& density) {
  const Points x = grid.centres(), slopes = gradient(grid, density);
  const Eigen::Index d = grid.dimension();
  Points flux(x.rows(), d), D(x.rows(), process.noise_columns());
  process.velocity(t)(x, flux);
  process.diffusion(t)(x, D);
  for (Eigen::Index i = 0; i < d; ++i) {
    flux.col(i) *= density;
    for (Eigen::Index j = 0; j < d; ++j)
      if (process.correlated || i == j) flux.col(i) -= .5 * D.col(process.correlated ? i * d + j : i) * slopes.col(j);
  }
  return flux;
}

}  // namespace fokker::view
