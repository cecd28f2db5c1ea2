// SPDX-License-Identifier: MIT
#include "fokker/process/ito.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

FieldAt field_from(Coefficient values) {
  return [values = std::move(values)](double t) -> Field {
    return [values, t](const PointsIn& x, PointsOut out) { values(t, x, out); };
  };
}

FieldAt constant_field(const Eigen::RowVectorXd& row) {
  return [row](double) -> Field {
    return [row](const PointsIn& x, PointsOut out) { out = row.replicate(x.rows(), 1).array(); };
  };
}

/// Rows of a matrix behind each other: entry (i, j) in column i m + j.
Eigen::RowVectorXd by_rows(const Matrix& matrix) { return matrix.transpose().reshaped().transpose(); }

/// D = G G^T at each point, entry (i, j) in column i d + j.
void square(const Points& G, Eigen::Index d, Eigen::Index m, PointsOut D) {
  D.setZero();
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < d; ++j)
      for (Eigen::Index k = 0; k < m; ++k) D.col(i * d + j) += G.col(i * m + k) * G.col(j * m + k);
}

/// Lower triangular L with L L^T = D at each point, written over D; a column of a singular direction is 0.
void take_root(PointsOut D, Eigen::Index d) {
  for (Eigen::Index j = 0; j < d; ++j) {
    for (Eigen::Index k = 0; k < j; ++k) D.col(j * d + j) -= D.col(j * d + k).square();
    const Array pivot = D.col(j * d + j).max(0).sqrt();
    D.col(j * d + j) = pivot;
    for (Eigen::Index i = j + 1; i < d; ++i) {
      for (Eigen::Index k = 0; k < j; ++k) D.col(i * d + j) -= D.col(i * d + k) * D.col(j * d + k);
      D.col(i * d + j) = (pivot > 0).select(D.col(i * d + j) / pivot, 0.0);
      D.col(j * d + i).setZero();
    }
  }
}

/// div D by central differences; D per axis (n x d) or as a matrix (n x d^2).
Coefficient differenced(FieldAt diffusion, Eigen::Index d, bool matrix) {
  return [diffusion = std::move(diffusion), d, matrix](double t, const PointsIn& x, PointsOut out) {
    const Field D = diffusion(t);
    Points up(x.rows(), matrix ? d * d : d), down = up;
    out.setZero();
    for (Eigen::Index j = 0; j < d; ++j) {
      Points moved = x;
      const Array step = 1e-5 * x.col(j).abs().max(1);
      moved.col(j) = x.col(j) + step;
      D(moved, up);
      moved.col(j) = x.col(j) - step;
      D(moved, down);
      for (Eigen::Index i = matrix ? 0 : j; i < (matrix ? d : j + 1); ++i) {
        const Eigen::Index entry = matrix ? i * d + j : j;
        out.col(i) += (up.col(entry) - down.col(entry)) / (2 * step);
      }
    }
  };
}

void check_shapes(int d, const Coefficient& drift, const NoiseCoefficient& noise) {
  if (d < 1) throw Error(Fault::problem, fmt::format("a process of dimension {}", d), "at least 1");
  if (!drift) throw Error(Fault::problem, "a process without a drift", "a function of t and x");
  if (noise.values) return;
  const Matrix& G = noise.constant;
  if (G.rows() == d || (G.rows() == 1 && G.cols() == 1)) return;
  throw Error(Fault::problem, fmt::format("noise of {} x {}", G.rows(), G.cols()),
              fmt::format("a number, one per axis ({0} x 1), or {0} x m", d));
}

void set_constant_noise(const Matrix& given, Process& process) {
  const Eigen::Index d = process.dimension;
  const Matrix G = given.size() == 1 ? Matrix::Constant(d, 1, given(0, 0)) : given;
  if (G.cols() == 1 && (d > 1 || given.size() == 1)) {
    process.noise = constant_field(G.col(0).transpose());
    process.diffusion = constant_field(G.col(0).array().square().matrix().transpose());
    return;
  }
  process.correlated = true;
  const Matrix D = G * G.transpose();
  process.diffusion = constant_field(by_rows(D));
  if (G.cols() <= d) {
    Matrix square = Matrix::Zero(d, d);
    square.leftCols(G.cols()) = G;
    process.noise = constant_field(by_rows(square));
    return;
  }
  Points root = by_rows(D).array();
  take_root(root, d);
  process.noise = constant_field(root.matrix());
}

void set_axis_noise(const Coefficient& values, Process& process) {
  process.noise = field_from(values);
  process.diffusion = field_from([values](double t, const PointsIn& x, PointsOut D) {
    values(t, x, D);
    D = D.square().eval();
  });
}

/// A d x m matrix with columns of 0 up to d x d: as smooth as it is given, which a root of D is not.
Coefficient padded(Coefficient values, Eigen::Index d, Eigen::Index m) {
  return [values = std::move(values), d, m](double t, const PointsIn& x, PointsOut out) {
    Points G(x.rows(), d * m);
    values(t, x, G);
    out.setZero();
    for (Eigen::Index i = 0; i < d; ++i)
      for (Eigen::Index j = 0; j < m; ++j) out.col(i * d + j) = G.col(i * m + j);
  };
}

void set_matrix_noise(const NoiseCoefficient& noise, Process& process) {
  const Eigen::Index d = process.dimension, m = noise.columns;
  process.correlated = true;
  const auto squared = [values = noise.values, d, m](double t, const PointsIn& x, PointsOut D) {
    Points G(x.rows(), d * m);
    values(t, x, G);
    square(G, d, m, D);
  };
  process.diffusion = field_from(squared);
  if (m == d)
    process.noise = field_from(noise.values);
  else if (m < d)
    process.noise = field_from(padded(noise.values, d, m));
  else
    process.noise = field_from([squared, d](double t, const PointsIn& x, PointsOut G) {
      squared(t, x, G);
      take_root(G, d);
    });
}

}  // namespace

NoiseCoefficient constant_noise(double sigma) { return {.constant = Matrix::Constant(1, 1, sigma)}; }
NoiseCoefficient constant_noise(const Matrix& G) { return {.constant = G}; }
NoiseCoefficient axis_noise(Coefficient values) { return {.values = std::move(values)}; }
NoiseCoefficient matrix_noise(int m, Coefficient values) { return {.values = std::move(values), .columns = m}; }

Process ito_process(int dimension, const Coefficient& drift, const NoiseCoefficient& noise, std::string name) {
  check_shapes(dimension, drift, noise);
  Process process;
  process.dimension = dimension;
  process.name = std::move(name);
  process.drift = field_from(drift);
  if (!noise.values) {
    set_constant_noise(noise.constant, process);
    process.divergence_drift = process.drift;
    return process;
  }
  noise.columns > 0 ? set_matrix_noise(noise, process) : set_axis_noise(noise.values, process);
  const Coefficient divergence =
      noise.divergence ? noise.divergence : differenced(process.diffusion, dimension, process.correlated);
  process.divergence_drift = field_from([drift, divergence](double t, const PointsIn& x, PointsOut v) {
    Points half(x.rows(), x.cols());
    divergence(t, x, half);
    drift(t, x, v);
    v -= 0.5 * half;
  });
  return process;
}

}  // namespace fokker
