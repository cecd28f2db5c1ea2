// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "fokker/process/frame.hpp"

namespace fokker {

/// Coefficients have one number per axis. @throws Error{Fault::problem} if their sizes differ or are 0
void require_same_size(const Vector& a, const Vector& b);

/// Noise per axis is a number >= 0. @throws Error{Fault::problem} with the key of the first that is not
void require_noise(const Vector& sigma);

/// (1 - e^(-rate h)) / rate, which is h at rate = 0
double relaxation(double rate, double h);

/// Field that has the same value, one number per axis, at every point.
Field uniform_field(Vector values);

/// Field made of one formula per axis, the same at every time.
FieldAt field_per_axis(std::function<void(Eigen::Index axis, const ArrayIn& x, ArrayOut values)> formula);

/// Sets the noise of `process` to `noise`(t), which does not depend on x: then div D = 0 and the divergence form of the
/// drift is the Ito form.
void set_uniform_noise(Process& process, VectorAt noise);

/// Sets the noise of `process` to the constant `sigma`: d x d, or d for its diagonal. Correlated where sigma sigma^T
/// is not diagonal. @throws Error{Fault::problem} if the size is another
void set_constant_noise(Process& process, const Matrix& sigma);

/// sigma sigma^T; `sigma`: d x d, or d for its diagonal.
Matrix squared_noise(const Matrix& sigma);

/// Process dx = (A x + b) dt + sigma dw with constant coefficients and its transition law; sigma as above.
Process affine_process(std::string name, const Matrix& A, const Vector& b, const Matrix& sigma);

/// Process with drift rate(t) (centre - x) per axis plus `constant`, and noise that depends on t alone.
Process linear_process(std::string name, VectorAt rate, Vector centre, Vector constant, VectorAt noise);

/// Transition law of dx = (A x + b) dt + G dw over a time h >= 0 with constant coefficients, D = G G^T.
/// Taylor series over a short time, then doubling: C(2h) = C(h) + A C(h) A^T only adds, so nothing cancels.
AffineLaw constant_transition(const Matrix& A, const Vector& b, const Matrix& D, double h);

/// True if every eigenvalue of `theta` has a positive real part.
bool is_stable(const Matrix& theta);

/// Covariance S of the stationary law of dx = -theta x dt + G dw: theta S + S theta^T = D.
/// @throws Error{Fault::problem} if theta is not stable
Matrix stationary_covariance(const Matrix& theta, const Matrix& D);

/// The modulation of a process that does not depend on time.
inline TimeModulation steady() { return {}; }

}  // namespace fokker
