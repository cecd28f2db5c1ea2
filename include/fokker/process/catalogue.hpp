#pragma once
#include <string>
#include <vector>

#include "fokker/process/process.hpp"

namespace fokker {

/// Brownian motion with drift, dx = mu dt + sigma dw per axis; mu, sigma: d.
Process brownian(const Vector& mu, const Vector& sigma);

/// Ornstein-Uhlenbeck process, dx = theta (mu - x) dt + sigma dw per axis; theta, mu, sigma: d.
/// Prior: the stationary law N(mu, sigma^2 / (2 theta)), where every theta > 0.
/// Reference: Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823.
Process ornstein_uhlenbeck(const Vector& theta, const Vector& mu, const Vector& sigma);

/// Variance-preserving process, dx = -1/2 beta x dt + sqrt(beta) dw, beta(t) = beta_min + (beta_max - beta_min) t.
/// Prior: N(0, I). Reference: Song et al., ICLR 2021 (arXiv 2011.13456).
Process variance_preserving(double beta_min, double beta_max, int dimension);

/// What `fokker list processes` prints for each kind.
struct CatalogueEntry {
  std::string kind;
  std::string equation;
  std::string keys;  ///< with defaults
  std::string prior;
};
const std::vector<CatalogueEntry>& process_catalogue();

}  // namespace fokker
