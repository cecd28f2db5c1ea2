#include <algorithm>
#include <numeric>

#include "fokker/core/error.hpp"
#include "fokker/sde/simulate.hpp"
#include "sde/random.hpp"

namespace fokker {
namespace {

constexpr std::size_t kDrawBlock = 4096;

/// Index k with probability masses[k] / sum, by binary search on cumulative masses.
class Choice {
 public:
  explicit Choice(const std::vector<double>& masses) : cumulative_(masses.size()) {
    if (std::any_of(masses.begin(), masses.end(), [](double mass) { return !(mass >= 0); })) {
      throw Error(Fault::numerical, "draws from a law with a negative or undefined mass");
    }
    std::partial_sum(masses.begin(), masses.end(), cumulative_.begin());
    if (cumulative_.empty() || !(cumulative_.back() > 0)) {
      throw Error(Fault::numerical, "draws from a law without mass");
    }
    // An empty entry repeats its predecessor's sum, so only trailing ones could be reached, by rounding.
    last_ = std::lower_bound(cumulative_.begin(), cumulative_.end(), cumulative_.back());
  }
  Choice(const Choice&) = delete;
  Choice& operator=(const Choice&) = delete;

  std::size_t operator()(double uniform) const {
    const double target = uniform * cumulative_.back();
    return static_cast<std::size_t>(std::upper_bound(cumulative_.begin(), last_, target) - cumulative_.begin());
  }

 private:
  std::vector<double> cumulative_;
  std::vector<double>::const_iterator last_;
};

}  // namespace

Points sample(const GaussianMixture& law, const Draws& draws) {
  const auto& [count, seed, threads, stream] = draws;
  const int d = law.dimension();
  const Choice choose(law.weights());
  Points positions(static_cast<Eigen::Index>(count), d);
  parallel_for(count, kDrawBlock, threads, [&, seed = seed, stream = stream](std::size_t begin, std::size_t end) {
    const auto n = static_cast<Eigen::Index>(end - begin);
    Array uniforms(n);
    Points normals(n, d);
    random::uniforms({seed, stream, random::Use::component, 0, 0}, begin, end - begin, uniforms.data());
    for (int k = 0; k < d; ++k) {
      random::normals({seed, stream, random::Use::start, 0, k}, begin, end - begin, normals.col(k).data());
    }
    for (Eigen::Index i = 0; i < n; ++i) {
      const std::size_t component = choose(uniforms[i]);
      const Vector& mean = law.means()[component];
      const Matrix& factor = law.factors()[component];
      for (int k = 0; k < d; ++k) {
        double value = mean[k];
        for (int j = 0; j <= k; ++j) value += factor(k, j) * normals(i, j);
        positions(static_cast<Eigen::Index>(begin) + i, k) = value;
      }
    }
  });
  return positions;
}

Points sample(const Grid& grid, const Array& density, const Draws& draws) {
  const auto& [count, seed, threads, stream] = draws;
  const Array masses = density * grid.volumes();
  const Choice choose(std::vector<double>(masses.begin(), masses.end()));
  const int d = grid.dimension();
  Points positions(static_cast<Eigen::Index>(count), d);
  parallel_for(count, kDrawBlock, threads, [&, seed = seed, stream = stream](std::size_t begin, std::size_t end) {
    const auto n = static_cast<Eigen::Index>(end - begin);
    Array uniforms(n);
    Points within(n, d);
    random::uniforms({seed, stream, random::Use::cell, 0, 0}, begin, end - begin, uniforms.data());
    for (int k = 0; k < d; ++k) {
      random::uniforms({seed, stream, random::Use::position, 0, k}, begin, end - begin, within.col(k).data());
    }
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto cell = static_cast<Eigen::Index>(choose(uniforms[i]));
      for (int k = 0; k < d; ++k) {
        const Eigen::Index j = cell / grid.stride(k) % grid.axis(k).cells();
        positions(static_cast<Eigen::Index>(begin) + i, k) =
            grid.axis(k).edges[j] + grid.axis(k).width(j) * within(i, k);
      }
    }
  });
  return positions;
}

}  // namespace fokker
