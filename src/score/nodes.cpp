#include "score/nodes.hpp"

namespace fokker {

void Lattice::interpolate(const PointsIn& x, const double* values, PointsOut out) const {
  const std::size_t d = nodes.size();
  const auto components = static_cast<std::size_t>(out.cols());
  std::vector<Nodes::Place> places(d);
  std::vector<double> corners(components << d);
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    for (std::size_t a = 0; a < d; ++a) places[a] = nodes[a].locate(x(i, static_cast<Eigen::Index>(a)));
    for (std::size_t corner = 0; corner < (std::size_t{1} << d); ++corner) {
      const double* node = values;
      for (std::size_t a = 0; a < d; ++a) node += strides[a] * ((corner >> a) & 1 ? places[a].above : places[a].below);
      std::copy_n(node, components, corners.data() + corner * components);
    }
    // axis by axis, each halves the corners
    for (std::size_t a = d; a-- > 0;) {
      const std::size_t half = components << a;
      for (std::size_t k = 0; k < half; ++k) corners[k] += places[a].weight * (corners[k + half] - corners[k]);
    }
    for (std::size_t c = 0; c < components; ++c) out(i, static_cast<Eigen::Index>(c)) = corners[c];
  }
}

TimePlace locate_time(const std::vector<double>& times, double t) {
  const auto after = std::upper_bound(times.begin(), times.end(), t) - times.begin();
  const auto k = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - 1, 0, std::ssize(times) - 1));
  const std::size_t next = std::min(k + 1, times.size() - 1);
  return {k, next, next == k ? 0 : std::clamp((t - times[k]) / (times[next] - times[k]), 0.0, 1.0)};
}

bool equally_spaced(const Array& coordinates) {
  const Eigen::Index n = coordinates.size();
  if (n < 2) return true;
  const Array widths = coordinates.tail(n - 1) - coordinates.head(n - 1);
  return widths.maxCoeff() - widths.minCoeff() <= 1e-9 * widths.mean();
}

}  // namespace fokker
