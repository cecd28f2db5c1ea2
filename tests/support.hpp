// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "fokker/expression/expression.hpp"
#include "fokker/fv/operator.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/time/integrate.hpp"

/// Short forms that several tests share.
namespace fokker::test {

inline Vector v1(double x) { return Vector::Constant(1, x); }
inline Matrix m1(double x) { return Matrix::Constant(1, 1, x); }
inline GaussianMixture normal(double mean, double variance) { return {{1.0}, {v1(mean)}, {m1(variance)}}; }
inline GaussianMixture normal_of_std(double mean, double std) { return normal(mean, std * std); }
/// .4 N(-1, .04) + .6 N(1, .04), the mixture of examples/vp_mixture.toml
inline GaussianMixture vp_mixture() { return {{.4, .6}, {v1(-1), v1(1)}, {m1(.04), m1(.04)}}; }

inline Expression formula(const std::string& text, std::vector<std::string> axes = {"x"}) {
  return Expression::parse(text, {std::move(axes), {}, true, {}});
}

/// The value at a point of one axis.
inline double at(const FieldAt& field, double x, double t = 0) {
  Points value(1, 1);
  field(t)(Points::Constant(1, 1, x), value);
  return value(0, 0);
}

inline Grid line(double min, double max, Eigen::Index cells, Boundary boundary = Boundary::reflecting) {
  return Grid({uniform_axis("x", min, max, cells, {boundary, boundary})});
}
inline Array averages(const Grid& grid, const GaussianMixture& law) {
  return cell_averages(grid, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); });
}
inline double total_variation(const Grid& grid, const Array& p, const Array& q) {
  return 0.5 * ((p - q).abs() * grid.volumes()).sum();
}

inline double mass_of(const Law& law, const Vector& lower, const Vector& upper) {
  return law.box_mass(lower.transpose().array(), upper.transpose().array())[0];
}
inline double mass_of(const Law& law, double lower, double upper) { return mass_of(law, v1(lower), v1(upper)); }

/// Fixed steps of `process` from `initial` (cell averages at times.front()).
inline Integration solve(const Process& process, const Grid& grid, const Array& initial, const StepTimes& times,
                         IntegrateOptions options = {}, int threads = 1) {
  const Assembler assembler(process, grid);
  options.control.threads = threads;
  return integrate(assembler, initial, times, options);
}

}  // namespace fokker::test
