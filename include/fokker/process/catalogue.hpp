// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/process/process.hpp"

namespace fokker {

/// Brownian motion with drift, dx = mu dt + sigma dw; mu: d; sigma: d (per axis) or d x d (correlated noise where
/// sigma sigma^T is not diagonal).
Process brownian(const Vector& mu, const Matrix& sigma);

/// Ornstein-Uhlenbeck process, dx = theta (mu - x) dt + sigma dw per axis; theta, mu, sigma: d.
/// Prior: the stationary law N(mu, sigma^2 / (2 theta)), where every theta > 0.
/// Reference: Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823.
Process ornstein_uhlenbeck(const Vector& theta, const Vector& mu, const Vector& sigma);

/// The same with the axes coupled by drift or noise; theta: d x d, mu: d, sigma: d (per axis) or d x d.
/// Prior: N(mu, S), theta S + S theta^T = sigma sigma^T, where the eigenvalues of theta have positive real parts.
Process coupled_ornstein_uhlenbeck(const Matrix& theta, const Vector& mu, const Matrix& sigma);

/// Critically damped Langevin process of a position x and a velocity v (two axes, in this order), all arguments > 0:
///   dx = beta v / mass dt,  dv = -beta (x + friction v / mass) dt + sqrt(2 friction beta) dw
/// critically damped where friction^2 = 4 mass. Prior: N(0, 1) N(0, mass). The friction reaches the finite volumes as
/// phi = -v^2 / (2 mass). Reference: Dockhorn, Vahdat and Kreis, ICLR 2022 (arXiv 2112.07068).
Process critically_damped(double beta, double mass, double friction);

/// Variance-preserving process, dx = -1/2 beta x dt + sqrt(beta) dw, beta(t) = beta_min + (beta_max - beta_min) t.
/// Prior: N(0, I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
Process variance_preserving(double beta_min, double beta_max, int dimension);

/// Sub-VP process, dx = -1/2 beta x dt + sqrt(beta (1 - e^(-2B))) dw, B(t) = integral of beta from 0; t >= 0.
/// Prior: N(0, I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
Process sub_variance_preserving(double beta_min, double beta_max, int dimension);

/// Variance-exploding process, dx = sigma sqrt(2 ln(sigma_max/sigma_min)) dw,
/// sigma(t) = sigma_min (sigma_max/sigma_min)^t, 0 < sigma_min < sigma_max.
/// Prior: N(0, sigma_max^2 I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
Process variance_exploding(double sigma_min, double sigma_max, int dimension);

/// dx = sqrt(2 t) dw, t >= 0: time is the standard deviation of the noise.
/// Prior: N(0, end^2 I). Reference: Karras et al., NeurIPS 2022 (arXiv 2206.00364).
Process edm(int dimension);

/// Cosine schedule, dx = -1/2 beta x dt + sqrt(beta) dw, beta(t) = pi/(1+s) tan(pi/2 (t+s)/(1+s)), t <= 0.999.
/// Prior: N(0, I). Reference: Nichol and Dhariwal, ICML 2021 (arXiv 2102.09672).
Process cosine(double s, int dimension);

/// The diffusion whose marginals are those of x(t) = (1 - t) x(0) + t N(0, I):
/// dx = -x/(1-t) dt + sqrt(2t/(1-t)) dw, 0 <= t < 1.
/// Prior: N(0, I). Reference: Liu et al., ICLR 2023 (arXiv 2209.03003).
Process rectified_flow(int dimension);

/// Geometric Brownian motion (Ito), dx = mu x dt + sigma x dw per axis; mu, sigma: d.
/// Reference: Black and Scholes, J. Political Economy 81 (1973) 637.
Process geometric_brownian(const Vector& mu, const Vector& sigma);

/// Cox-Ingersoll-Ross process (Ito), dx = kappa (theta - x) dt + sigma sqrt(x) dw per axis, without noise below 0;
/// kappa, theta (>= 0) and sigma: d. Prior where all are positive: the gamma law of shape 2 kappa theta / sigma^2 and
/// scale sigma^2 / (2 kappa). Transition law: a Poisson mixture of gamma laws (a non-central chi-square), where sigma >
/// 0. Reference: Cox, Ingersoll and Ross, Econometrica 53 (1985) 385.
Process cox_ingersoll_ross(const Vector& kappa, const Vector& theta, const Vector& sigma);

/// Jacobi or Wright-Fisher process on [0, 1] (Ito), dx = a (b - x) dt + sigma sqrt(x (1 - x)) dw per axis, without
/// noise outside; a (>= 0), b (0 to 1) and sigma: d. Prior where a, sigma > 0 and 0 < b < 1: the beta law of exponents
/// 2 a b / sigma^2 and 2 a (1 - b) / sigma^2.
/// Reference: Karlin and Taylor, A Second Course in Stochastic Processes (1981), section 15.2.
Process jacobi(const Vector& a, const Vector& b, const Vector& sigma);

}  // namespace fokker
