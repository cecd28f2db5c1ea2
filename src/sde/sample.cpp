// SPDX-License-Identifier: MIT
#include "fokker/sde/simulate.hpp"
#include "sde/choice.hpp"
#include "sde/random.hpp"

namespace fokker {
Points sample(const GaussianMixture& law, const Draws& draws) {
  const auto& [count, seed, threads, stream, first] = draws;
  const int d = law.dimension();
  const Choice choose(law.weights());
  Points positions(static_cast<Eigen::Index>(count), d);
  parallel_for(
      count, kDrawBlock, threads, [&, seed = seed, stream = stream, first = first](std::size_t begin, std::size_t end) {
        const auto n = static_cast<Eigen::Index>(end - begin);
        Array uniforms(n);
        Points normals(n, d);
        random::uniforms({seed, stream, random::Use::component, 0, 0}, first + begin, end - begin, uniforms.data());
        for (int k = 0; k < d; ++k) {
          random::normals({seed, stream, random::Use::start, 0, k}, first + begin, end - begin, normals.col(k).data());
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
  const auto& [count, seed, threads, stream, first] = draws;
  const Array masses = density * grid.volumes();
  const Choice choose(std::vector<double>(masses.begin(), masses.end()));
  const int d = grid.dimension();
  Points positions(static_cast<Eigen::Index>(count), d);
  parallel_for(count, kDrawBlock, threads,
               [&, seed = seed, stream = stream, first = first](std::size_t begin, std::size_t end) {
                 const auto n = static_cast<Eigen::Index>(end - begin);
                 Array uniforms(n);
                 Points within(n, d);
                 random::uniforms({seed, stream, random::Use::cell, 0, 0}, first + begin, end - begin, uniforms.data());
                 for (int k = 0; k < d; ++k) {
                   random::uniforms({seed, stream, random::Use::position, 0, k}, first + begin, end - begin,
                                    within.col(k).data());
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
