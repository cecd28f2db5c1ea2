// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/process/process.hpp"

namespace fokker {

/// Brownian motion with drift, dx = mu dt + sigma dw; mu: d; sigma: d (per axis) or d x d (correlated noise where
/// sigma sigma^T is not diagonal).
/// @param mu     drift, d, length/time
/// @param sigma  noise, length/time^(1/2)
/// @return the process, with its transition law
Process brownian(const Vector& mu, const Matrix& sigma);

/// Ornstein-Uhlenbeck process, dx = theta (mu - x) dt + sigma dw per axis; theta, mu, sigma: d.
/// Prior: the stationary distribution N(mu, sigma^2 / (2 theta)), where every theta > 0.
/// Reference: Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823.
/// @param theta  relaxation rates, d, 1/time; any sign
/// @param mu     positions where the drift vanishes, d, length
/// @param sigma  noise, d, length/time^(1/2)
/// @return the process, with its transition law
Process ornstein_uhlenbeck(const Vector& theta, const Vector& mu, const Vector& sigma);

/// The same with the axes coupled by drift or noise; theta: d x d, mu: d, sigma: d (per axis) or d x d.
/// Prior: N(mu, S), theta S + S theta^T = sigma sigma^T, where the eigenvalues of theta have positive real parts.
/// @param theta  matrix of rates, 1/time
/// @param mu     position where the drift vanishes, length
/// @param sigma  noise, length/time^(1/2)
/// @return the process, with its transition law
Process coupled_ornstein_uhlenbeck(const Matrix& theta, const Vector& mu, const Matrix& sigma);

/// Critically damped Langevin process of a position x and a velocity v (two axes, in this order), or of several
/// positions, then the velocity of each, all arguments > 0:
///   dx = beta v / mass dt,  dv = -beta (x + friction v / mass) dt + sqrt(2 friction beta) dw
/// critically damped where friction^2 = 4 mass. Prior: N(0, 1) N(0, mass). The friction reaches the finite volumes as
/// phi = -v^2 / (2 mass). Reference: Dockhorn, Vahdat and Kreis, ICLR 2022 (arXiv 2112.07068).
/// @param beta      rate of all terms, 1/time
/// @param mass      stationary variance of the velocity
/// @param friction  friction; critically damped at 2 sqrt(mass)
/// @param positions  half the number of axes
/// @throws Error{Fault::problem} unless all are > 0
/// @return the process, with its transition law
Process critically_damped(double beta, double mass, double friction, int positions = 1);

/// Variance-preserving process, dx = -1/2 beta x dt + sqrt(beta) dw, beta(t) = beta_min + (beta_max - beta_min) t.
/// Prior: N(0, I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
/// @param beta_min   beta at t = 0, >= 0, 1/time
/// @param beta_max   beta at t = 1, >= 0, 1/time
/// @param dimension  number of axes, d
/// @throws Error{Fault::problem} if a beta is negative
/// @return the process, with its transition law
Process variance_preserving(double beta_min, double beta_max, int dimension);

/// Sub-VP process, dx = -1/2 beta x dt + sqrt(beta (1 - e^(-2B))) dw, B(t) = integral of beta from 0; t >= 0.
/// Prior: N(0, I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
/// @param beta_min   beta at t = 0, >= 0, 1/time
/// @param beta_max   beta at t = 1, >= 0, 1/time
/// @param dimension  number of axes, d
/// @throws Error{Fault::problem} if a beta is negative
/// @return the process, with its transition law
Process sub_variance_preserving(double beta_min, double beta_max, int dimension);

/// Variance-exploding process, dx = sigma sqrt(2 ln(sigma_max/sigma_min)) dw,
/// sigma(t) = sigma_min (sigma_max/sigma_min)^t, 0 < sigma_min < sigma_max.
/// Prior: N(0, sigma_max^2 I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
/// @param sigma_min  standard deviation of the noise at t = 0, length
/// @param sigma_max  standard deviation of the noise at t = 1, length
/// @param dimension  number of axes, d
/// @throws Error{Fault::problem} unless 0 < sigma_min < sigma_max
/// @return the process, with its transition law
Process variance_exploding(double sigma_min, double sigma_max, int dimension);

/// dx = sqrt(2 t) dw, t >= 0: time is the standard deviation of the noise.
/// Prior: N(0, end^2 I). Reference: Karras et al., NeurIPS 2022 (arXiv 2206.00364).
/// @param dimension  number of axes, d
/// @return the process, with its transition law
Process edm(int dimension);

/// Cosine schedule, dx = -1/2 beta x dt + sqrt(beta) dw, beta(t) = pi/(1+s) tan(pi/2 (t+s)/(1+s)), t <= 0.999.
/// Prior: N(0, I). Reference: Nichol and Dhariwal, ICML 2021 (arXiv 2102.09672).
/// @param s          offset of the schedule, >= 0
/// @param dimension  number of axes, d
/// @throws Error{Fault::problem} if s is negative
/// @return the process, with its transition law
Process cosine(double s, int dimension);

/// The diffusion whose marginals are those of x(t) = (1 - t) x(0) + t N(0, I):
/// dx = -x/(1-t) dt + sqrt(2t/(1-t)) dw, 0 <= t < 1.
/// Prior: N(0, I). Reference: Liu et al., ICLR 2023 (arXiv 2209.03003).
/// @param dimension  number of axes, d
/// @return the process, with its transition law
Process rectified_flow(int dimension);

/// Geometric Brownian motion (Ito), dx = mu x dt + sigma x dw per axis; mu, sigma: d.
/// Reference: Black and Scholes, J. Political Economy 81 (1973) 637.
/// @param mu     growth rates, d, 1/time
/// @param sigma  relative noise, d, 1/time^(1/2)
/// @return the process; its noise depends on position
Process geometric_brownian(const Vector& mu, const Vector& sigma);

/// Cox-Ingersoll-Ross process (Ito), dx = kappa (theta - x) dt + sigma sqrt(x) dw per axis, without noise below 0;
/// kappa, theta (>= 0) and sigma: d. Prior where all are positive: the gamma distribution of shape 2 kappa theta /
/// sigma^2 and scale sigma^2 / (2 kappa). Transition law: a Poisson mixture of gamma distributions (a non-central
/// chi-square), where sigma > 0. Reference: Cox, Ingersoll and Ross, Econometrica 53 (1985) 385.
/// @param kappa  relaxation rates, d, >= 0, 1/time
/// @param theta  means for large times, d, >= 0, length
/// @param sigma  noise per sqrt(x), d
/// @throws Error{Fault::problem} unless kappa, theta >= 0
/// @return the process; its noise depends on position
Process cox_ingersoll_ross(const Vector& kappa, const Vector& theta, const Vector& sigma);

/// Jacobi or Wright-Fisher process on [0, 1] (Ito), dx = a (b - x) dt + sigma sqrt(x (1 - x)) dw per axis, without
/// noise outside; a (>= 0), b (0 to 1) and sigma: d. Prior where a, sigma > 0 and 0 < b < 1: the beta distribution of
/// exponents 2 a b / sigma^2 and 2 a (1 - b) / sigma^2. Reference: Karlin and Taylor, A Second Course in Stochastic
/// Processes (1981), section 15.2.
/// @param a      relaxation rates, d, 1/time
/// @param b      means for large times, d
/// @param sigma  noise per sqrt(x (1 - x)), d
/// @throws Error{Fault::problem} unless a >= 0 and 0 <= b <= 1
/// @return the process; its noise depends on position
Process jacobi(const Vector& a, const Vector& b, const Vector& sigma);

}  // namespace fokker
