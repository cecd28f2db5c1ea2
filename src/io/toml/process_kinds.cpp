#include "io/toml/process_kinds.hpp"

#include <fmt/format.h>

#include <numbers>

#include "fokker/process/catalogue.hpp"

namespace fokker::io {
namespace {

constexpr const char* axis_numbers = "one number, or one per axis";

Vector per_axis_or(TableReader& table, std::string_view key, double fallback) {
  return table.per_axis(key).value_or(Vector::Constant(table.context().dimension, fallback));
}

std::optional<Vector> required(TableReader& table, std::string_view key, const Range& range) {
  if (!table.has(key)) table.missing(key, axis_numbers);
  return table.per_axis(key, range);
}

/// `sigma`: numbers >= 0 on the axes (d x 1), or a matrix (d x d).
std::optional<Matrix> noise_or(TableReader& table, double fallback) {
  const toml::node* node = table.find("sigma");
  if (!node) return Matrix::Constant(table.context().dimension, 1, fallback);
  if (!is_matrix(*node)) {
    const auto axes = table.per_axis("sigma", not_negative);
    return axes ? std::optional<Matrix>(*axes) : std::nullopt;
  }
  const auto matrix = table.matrix_of(*node, table.key_path("sigma"));
  if (!matrix || !matrix->isDiagonal(0)) return matrix;
  for (Eigen::Index k = 0; k < matrix->rows(); ++k)
    if ((*matrix)(k, k) < 0) {
      table.fail("sigma", fmt::format("{} on the diagonal", (*matrix)(k, k)), not_negative.text);
      return std::nullopt;
    }
  return Matrix(matrix->diagonal());
}

/// beta_min and beta_max of the schedules that have them.
template <class Make>
Process with_beta(TableReader& table, const Make& make) {
  const double least = table.number_or("beta_min", 0.1, not_negative);
  return make(least, table.number_or("beta_max", 20, not_negative), table.context().dimension);
}

}  // namespace

MaybeProcess read_brownian(TableReader& table) {
  const Vector mu = per_axis_or(table, "mu", 0);
  const auto sigma = noise_or(table, 1);
  if (!sigma) return std::nullopt;
  return brownian(mu, *sigma);
}

MaybeProcess read_ornstein_uhlenbeck(TableReader& table) {
  const Vector mu = per_axis_or(table, "mu", 0);
  const auto sigma = noise_or(table, std::numbers::sqrt2);
  const toml::node* node = table.find("theta");
  std::optional<Matrix> theta;
  if (node && is_matrix(*node))
    theta = table.matrix_of(*node, table.key_path("theta"));
  else
    theta = Matrix(per_axis_or(table, "theta", 1).asDiagonal());
  if (!theta || !sigma) return std::nullopt;
  if (theta->isDiagonal(0) && sigma->cols() == 1) return ornstein_uhlenbeck(theta->diagonal(), mu, sigma->col(0));
  return coupled_ornstein_uhlenbeck(*theta, mu, *sigma);
}

MaybeProcess read_critically_damped(TableReader& table) {
  const double beta = table.number_or("beta", 4, positive);
  const double mass = table.number_or("mass", 0.25, positive);
  const double friction = table.number_or("friction", 1, positive);
  if (table.context().dimension == 2) return critically_damped(beta, mass, friction);
  table.fail("kind", fmt::format("'cld' on {} axes", table.context().dimension),
             "two axes: the position, then its velocity");
  return std::nullopt;
}

MaybeProcess read_variance_preserving(TableReader& table) { return with_beta(table, variance_preserving); }

MaybeProcess read_sub_variance_preserving(TableReader& table) { return with_beta(table, sub_variance_preserving); }

MaybeProcess read_variance_exploding(TableReader& table) {
  const double least = table.number_or("sigma_min", 0.01, positive);
  const double most = table.number_or("sigma_max", 50, positive);
  if (least < most) return variance_exploding(least, most, table.context().dimension);
  table.fail(table.has("sigma_max") ? "sigma_max" : "sigma_min",
             fmt::format("sigma_min = {} and sigma_max = {}", least, most), "sigma_min < sigma_max");
  return std::nullopt;
}

MaybeProcess read_edm(TableReader& table) { return edm(table.context().dimension); }

MaybeProcess read_cosine(TableReader& table) {
  return cosine(table.number_or("s", 0.008, not_negative), table.context().dimension);
}

MaybeProcess read_rectified_flow(TableReader& table) { return rectified_flow(table.context().dimension); }

MaybeProcess read_geometric_brownian(TableReader& table) {
  const auto mu = required(table, "mu", any_number);
  const auto sigma = required(table, "sigma", not_negative);
  if (!mu || !sigma) return std::nullopt;
  return geometric_brownian(*mu, *sigma);
}

MaybeProcess read_cox_ingersoll_ross(TableReader& table) {
  const auto kappa = required(table, "kappa", not_negative);
  const auto theta = required(table, "theta", not_negative);
  const auto sigma = required(table, "sigma", not_negative);
  if (!kappa || !theta || !sigma) return std::nullopt;
  return cox_ingersoll_ross(*kappa, *theta, *sigma);
}

}  // namespace fokker::io
