// What `fokker list` tells about processes.
#include "fokker/process/catalogue.hpp"

namespace fokker {
namespace {

constexpr const char* score_models = "Song et al., ICLR 2021, arXiv 2011.13456";
constexpr const char* one_per_axis = "number, or list per axis";
constexpr const char* axes_or_matrix = "number, list per axis, or matrix";
constexpr const char* words_of_ito = "\"ito\" | \"stratonovich\" | \"isothermal\"";

std::vector<KeyEntry> beta_keys() {
  return {{"beta_min", "number", ">= 0", "0.1", "beta at t = 0"},
          {"beta_max", "number", ">= 0", "20", "beta at t = 1"}};
}

std::vector<CatalogueEntry> constant_entries() {
  return {
      {"brownian",
       "dx = mu dt + sigma dw",
       {{"mu", one_per_axis, "-", "0", "drift"},
        {"sigma", axes_or_matrix, ">= 0; a matrix: any", "1", "noise; D = sigma sigma^T"}},
       "none",
       "Einstein, Ann. Phys. 322 (1905) 549"},
      {"ou",
       "dx = theta (mu - x) dt + sigma dw",
       {{"theta", axes_or_matrix, "-", "1", "rate of the pull towards mu"},
        {"mu", one_per_axis, "-", "0", "where the drift vanishes"},
        {"sigma", axes_or_matrix, ">= 0; a matrix: any", "\"sqrt(2)\"", "noise; D = sigma sigma^T"}},
       "the stationary law, where the eigenvalues of theta have positive real parts: N(mu, sigma^2 / (2 theta))",
       "Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823"},
  };
}

std::vector<CatalogueEntry> schedule_entries() {
  return {
      {"vp", "dx = -beta x/2 dt + sqrt(beta) dw, beta = beta_min + (beta_max - beta_min) t", beta_keys(), "N(0, 1)",
       score_models},
      {"subvp", "dx = -beta x/2 dt + sqrt(beta (1 - exp(-2B))) dw, beta as in vp, B its integral from 0; t >= 0",
       beta_keys(), "N(0, 1)", score_models},
      {"ve",
       "dx = sigma sqrt(2 ln(sigma_max/sigma_min)) dw, sigma = sigma_min (sigma_max/sigma_min)^t",
       {{"sigma_min", "number", "> 0", "0.01", "standard deviation of the noise at t = 0"},
        {"sigma_max", "number", "> sigma_min", "50", "standard deviation of the noise at t = 1"}},
       "N(0, sigma_max^2)",
       score_models},
      {"edm", "dx = sqrt(2t) dw, t >= 0", {}, "N(0, end^2)", "Karras et al., NeurIPS 2022, arXiv 2206.00364"},
      {"cosine",
       "dx = -beta x/2 dt + sqrt(beta) dw, beta = pi/(1+s) tan(pi/2 (t+s)/(1+s)), t <= 0.999",
       {{"s", "number", ">= 0", "0.008", "offset of the schedule, which keeps beta above 0 at t = 0"}},
       "N(0, 1)",
       "Nichol and Dhariwal, ICML 2021, arXiv 2102.09672"},
      {"rectified-flow",
       "dx = -x/(1-t) dt + sqrt(2t/(1-t)) dw, 0 <= t < 1; marginals of (1-t) x(0) + t N(0, 1)",
       {},
       "N(0, 1)",
       "Liu et al., ICLR 2023, arXiv 2209.03003"},
  };
}

std::vector<CatalogueEntry> multiplicative_entries() {
  return {
      {"gbm",
       "dx = mu x dt + sigma x dw (Ito)",
       {{"mu", one_per_axis, "-", "required", "rate of growth"},
        {"sigma", one_per_axis, ">= 0", "required", "volatility"}},
       "none",
       "Black and Scholes, J. Political Economy 81 (1973) 637"},
      {"cir",
       "dx = kappa (theta - x) dt + sigma sqrt(x) dw (Ito)",
       {{"kappa", one_per_axis, ">= 0", "required", "rate of the pull towards theta"},
        {"theta", one_per_axis, ">= 0", "required", "mean in the long run"},
        {"sigma", one_per_axis, ">= 0", "required", "noise per sqrt(x); none below 0"}},
       "gamma law of shape 2 kappa theta/sigma^2 and scale sigma^2/(2 kappa)",
       "Cox, Ingersoll and Ross, Econometrica 53 (1985) 385"},
  };
}

std::vector<CatalogueEntry> kinetic_entries() {
  return {
      {"cld",
       "axes x, v: dx = beta v/mass dt, dv = -beta (x + friction v/mass) dt + sqrt(2 friction beta) dw",
       {{"beta", "number", "> 0", "4", "pace"},
        {"mass", "number", "> 0", "0.25", "variance of the velocity in the long run"},
        {"friction", "number", "> 0", "1", "friction; critically damped where friction^2 = 4 mass"}},
       "N(0, 1) N(0, mass)",
       "Dockhorn, Vahdat and Kreis, ICLR 2022, arXiv 2112.07068"},
      {"langevin",
       "dx = -grad V dt + sqrt(2 temperature) dw; with friction, on axes x, v: dx = v dt, "
       "dv = (-V' - friction v) dt + sqrt(2 friction temperature) dw",
       {{"potential", "formula", "in the axes and t; with friction in x and t", "required", "V"},
        {"temperature", "number", "> 0", "1", "strength of the noise"},
        {"friction", "number", "> 0", "-", "makes the process kinetic, on two axes: position, then velocity"}},
       "the Boltzmann density e^(-V/temperature), where V does not depend on t",
       "Langevin, C. R. Acad. Sci. 146 (1908) 530"},
  };
}

std::vector<CatalogueEntry> custom_entries() {
  return {
      {"custom",
       "dx = drift dt + noise dw",
       {{"drift", "list of formulas", "one per axis, in the axes and t", "required", "a(x, t)"},
        {"noise", "formula, list per axis, or matrix", "in the axes and t; a number: >= 0", "required",
         "G(x, t); D = G G^T"},
        {"interpretation", "word", words_of_ito, "\"ito\"", "how noise that depends on x is meant"},
        {"prior", "table", "like [initial]", "-", "law of start = \"prior\" of a reversal"}},
       "as given",
       "Haenggi and Thomas, Phys. Rep. 88 (1982) 207"},
  };
}

}  // namespace

const std::vector<CatalogueEntry>& process_catalogue() {
  static const std::vector<CatalogueEntry> all = [] {
    std::vector<CatalogueEntry> list;
    for (const auto& part :
         {constant_entries(), schedule_entries(), multiplicative_entries(), kinetic_entries(), custom_entries()})
      list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

const std::vector<InitialEntry>& initial_catalogue() {
  static const char* const point = "number (one axis), or list per axis";
  static const std::vector<InitialEntry> entries = {
      {"gaussian",
       "N(mean, covariance)",
       {{"mean", point, "-", "required", "mean"},
        {"std", one_per_axis, ">= 0", "required, or covariance", "standard deviation; 0 is a point mass"},
        {"covariance", "number (one axis), or matrix", "symmetric, no eigenvalue < 0", "required, or std",
         "covariance"}}},
      {"mixture",
       "weighted sum of Gaussians",
       {{"weights", "list", ">= 0", "required", "weight of each Gaussian; divided by their sum"},
        {"means", "list of means", "one per weight", "required", "means, each as in gaussian"},
        {"stds", "list", "one per weight, >= 0", "required, or covariances",
         "standard deviations, each as in gaussian"},
        {"covariances", "list", "one per weight", "required, or stds", "covariances, each as in gaussian"}}},
      {"points",
       "a Gaussian kernel on each row of a CSV file",
       {{"file", "path", "-", "required", "CSV file with a header"},
        {"columns", "list of strings", "one per axis", "required", "names of the columns"},
        {"bandwidth", "number", ">= 0", "required", "standard deviation of the kernel, in the coordinates used"},
        {"standardize", "boolean", "true | false", "false", "shift and scale each column to mean 0, variance 1"}}},
      {"delta", "a point mass", {{"at", point, "-", "required", "where it is"}}},
      {"uniform",
       "uniform in a box",
       {{"min", one_per_axis, "-", "required", "lower end"}, {"max", one_per_axis, "> min", "required", "upper end"}}},
      {"expression",
       "proportional to a formula in the axes, normalised on the grid",
       {{"density", "formula", "in the axes, >= 0", "required", "the density up to a factor, which is told"}}},
      {"hdf5",
       "cell averages on the grid of the problem",
       {{"file", "path", "-", "required", "HDF5 file, e.g. one that fokker wrote"},
        {"dataset", "string", "-", "required", "path of the dataset in it, e.g. \"forward/density\""},
        {"time", "number", "-", "-", "takes the nearest row, where the dataset has one per time"}}},
  };
  return entries;
}

}  // namespace fokker
