// What `fokker list initials` prints.
#include "fokker/process/catalogue.hpp"

namespace fokker {
namespace {

constexpr const char* one_per_axis = "number, or list per axis";

}  // namespace

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
