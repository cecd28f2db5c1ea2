// SPDX-License-Identifier: MIT
#include "io/toml/law_entry.hpp"

namespace fokker {
namespace io {
namespace {

std::optional<Law> read_gaussian(TableReader& table) {
  std::optional<Vector> mean;
  std::optional<Matrix> covariance;
  if (const auto* node = table.find("mean"))
    mean = table.point_of(*node, table.key_path("mean"));
  else
    table.missing("mean", "one number per axis");
  const auto* matrix = table.find("covariance");
  const auto deviations = table.per_axis("std", not_negative);
  if (matrix && table.has("std")) table.fail("covariance", "both 'std' and 'covariance'", "one of them");
  if (matrix) covariance = table.covariance_of(*matrix, table.key_path("covariance"));
  if (deviations) covariance = covariance_of(*deviations);
  if (!matrix && !table.has("std")) table.missing("std", "a number >= 0, or 'covariance'");
  table.finish();
  if (!mean || !covariance) return std::nullopt;
  return GaussianMixture({1.0}, {*mean}, {*covariance});
}

}  // namespace
}  // namespace io

io::LawEntry gaussian_law() {
  return {.rank = 10,
          .name = "gaussian",
          .law = "N(mean, covariance)",
          .keys = {{"mean", "number (one axis), or list per axis", "-", "required", "mean"},
                   {"std", "number, or list per axis", ">= 0", "required, or covariance",
                    "standard deviation; 0 is a point mass"},
                   {"covariance", "number (one axis), or matrix", "symmetric, no eigenvalue < 0", "required, or std",
                    "covariance"}},
          .read = io::read_gaussian};
}

}  // namespace fokker
