// What `fokker list` tells about processes and initial laws.
#include "fokker/process/catalogue.hpp"

namespace fokker {
namespace {

constexpr const char* score_models = "Song et al., ICLR 2021, arXiv 2011.13456";

}  // namespace

const std::vector<CatalogueEntry>& process_catalogue() {
  static const std::vector<CatalogueEntry> entries = {
      {"brownian", "dx = mu dt + sigma dw", "mu = 0, sigma = 1: one number, or one per axis; sigma also a matrix",
       "none", "Einstein, Ann. Phys. 322 (1905) 549"},
      {"ou", "dx = theta (mu - x) dt + sigma dw",
       "theta = 1, mu = 0, sigma = sqrt 2: one number, or one per axis; theta and sigma also matrices",
       "the stationary law, where the eigenvalues of theta have positive real parts: N(mu, sigma^2 / (2 theta))",
       "Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823"},
      {"vp", "dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t",
       "beta_min = 0.1, beta_max = 20", "N(0, 1)", score_models},
      {"subvp", "dx = -beta x/2 dt + sqrt(beta (1 - exp(-2B))) dw, beta as in vp, B its integral from 0; t >= 0",
       "beta_min = 0.1, beta_max = 20", "N(0, 1)", score_models},
      {"ve", "dx = sigma sqrt(2 ln(sigma_max/sigma_min)) dw, sigma = sigma_min (sigma_max/sigma_min)^t",
       "sigma_min = 0.01, sigma_max = 50", "N(0, sigma_max^2)", score_models},
      {"edm", "dx = sqrt(2t) dw, t >= 0", "none", "N(0, end^2)", "Karras et al., NeurIPS 2022, arXiv 2206.00364"},
      {"cosine", "dx = -beta x/2 dt + sqrt(beta) dw, beta = pi/(1+s) tan(pi/2 (t+s)/(1+s)), t <= 0.999", "s = 0.008",
       "N(0, 1)", "Nichol and Dhariwal, ICML 2021, arXiv 2102.09672"},
      {"rectified-flow", "dx = -x/(1-t) dt + sqrt(2t/(1-t)) dw, 0 <= t < 1; marginals of (1-t) x(0) + t N(0, 1)",
       "none", "N(0, 1)", "Liu et al., ICLR 2023, arXiv 2209.03003"},
      {"gbm", "dx = mu x dt + sigma x dw (Ito)", "mu, sigma: one number, or one per axis", "none",
       "Black and Scholes, J. Political Economy 81 (1973) 637"},
      {"cir", "dx = kappa (theta - x) dt + sigma sqrt(x) dw (Ito)", "kappa, theta, sigma: one number, or one per axis",
       "gamma law of shape 2 kappa theta/sigma^2 and scale sigma^2/(2 kappa)",
       "Cox, Ingersoll and Ross, Econometrica 53 (1985) 385"},
      {"cld", "axes x, v: dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) dw",
       "beta = 4, mass = 0.25, friction = 1; critically damped where friction^2 = 4 mass", "N(0, 1) N(0, mass)",
       "Dockhorn, Vahdat and Kreis, ICLR 2022, arXiv 2112.07068"},
      {"langevin",
       "dx = -grad V dt + sqrt(2 temperature) dw; with friction, on axes x, v: dx = v dt, "
       "dv = (-V' - friction v) dt + sqrt(2 friction temperature) dw",
       "potential (a formula in the axes and t; in x and t with friction), temperature = 1, friction (none)",
       "the Boltzmann density e^(-V/temperature), where V does not depend on t",
       "Langevin, C. R. Acad. Sci. 146 (1908) 530"},
      {"custom", "dx = drift dt + noise dw",
       "drift (a formula per axis), noise (a formula, one per axis, or a matrix), interpretation = \"ito\" | "
       "\"stratonovich\" | "
       "\"isothermal\", prior (a table like [initial])",
       "as given", "Haenggi and Thomas, Phys. Rep. 88 (1982) 207"},
  };
  return entries;
}

const std::vector<InitialEntry>& initial_catalogue() {
  static const std::vector<InitialEntry> entries = {
      {"gaussian", "N(mean, covariance)", "mean; std (one number, or one per axis) or covariance (a matrix)"},
      {"mixture", "weighted sum of Gaussians",
       "weights, means; stds or covariances, one per weight; 0 is a point mass"},
      {"points", "a Gaussian kernel on each row of a CSV file", "file, columns, bandwidth, standardize = false"},
      {"delta", "a point mass", "at"},
      {"uniform", "uniform in a box", "min, max: one number, or one per axis"},
      {"expression", "proportional to a formula in the axes, normalised on the grid", "density"},
      {"hdf5", "cell averages on the grid of the problem",
       "file, dataset; time, where the dataset has a row for each time"},
  };
  return entries;
}

}  // namespace fokker
