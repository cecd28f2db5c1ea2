// SPDX-License-Identifier: MIT
#include "fokker/score/parameterization.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/score/table.hpp"
#include "score/energy_table.hpp"
#include "score/products.hpp"

namespace fokker {
namespace {

constexpr double scalar_slack = 1e-9;  ///< of the largest entry: closed forms and quadratures of schedules round

bool is_scalar(const Matrix& matrix) {
  const Matrix scalar = matrix(0, 0) * Matrix::Identity(matrix.rows(), matrix.cols());
  return (matrix - scalar).cwiseAbs().maxCoeff() <= scalar_slack * matrix.cwiseAbs().maxCoeff();
}

Matrix diffusion_at(const Process& process, const Points& x, double t) {
  Points D(1, process.noise_columns());
  process.diffusion(t)(x, D);
  if (!process.correlated) return D.row(0).matrix().asDiagonal();
  return D.row(0).reshaped(process.dimension, process.dimension).matrix();
}

Points drift_at(const Process& process, const Points& x, double t) {
  Points a(1, process.dimension);
  process.drift(t)(x, a);
  return a;
}

/// f and g^2 of dx = f x dt + g dw
struct ScalarCoefficients {
  double drift, diffusion;
};
ScalarCoefficients scalar_coefficients(const Process& process, double t) {
  const Points one = Points::Ones(1, process.dimension);
  return {drift_at(process, one, t)(0, 0), diffusion_at(process, one, t)(0, 0)};
}

}  // namespace

std::string without_noise_levels(const Process& process, double since, double end) {
  if (!process.transition) return fmt::format("the process '{}' is not linear", process.name);
  for (const double part : {0.3, 1.0}) {
    const double t = since + part * (end - since);
    const AffineLaw law = process.transition(since, t);
    if (!is_scalar(law.A) || !is_scalar(law.C))
      return fmt::format("the process '{}' has other coefficients along each axis", process.name);
    if (law.b.cwiseAbs().maxCoeff() > scalar_slack * std::sqrt(law.C(0, 0)))
      return fmt::format("the drift of the process '{}' has a part that does not depend on x", process.name);
  }
  return {};
}

std::function<NoiseLevel(double t)> noise_levels(const Process& process, double since) {
  if (!process.transition) throw Error(Fault::problem, without_noise_levels(process, since, since), "a linear process");
  return [transition = process.transition, since](double t) {
    const AffineLaw law = transition(since, t);
    return NoiseLevel{law.A(0, 0), std::sqrt(law.C(0, 0))};
  };
}

ScoreForm score_form(const Process& process, Parameterization parameterization, double since, double t) {
  if (parameterization == Parameterization::score || parameterization == Parameterization::energy) return {};
  if (parameterization == Parameterization::velocity) {
    const ScalarCoefficients now = scalar_coefficients(process, t);
    return {2 * now.drift / now.diffusion, -2 / now.diffusion};
  }
  const auto [m, std] = noise_levels(process, since)(t);
  if (parameterization == Parameterization::noise) return {0, -1 / std};
  if (parameterization == Parameterization::denoised) return {-1 / (std * std), m / (std * std)};
  // v = m e - std x0 and x = m x0 + std e give e = (m v + std x)/(m^2 + std^2)
  const double square = m * m + std * std;
  return {-1 / square, -m / (std * square)};
}

Score score_of_values(const Process& process, Parameterization parameterization, double since, Score values) {
  if (parameterization == Parameterization::score || parameterization == Parameterization::energy) return values;
  values.log_density = nullptr;
  values.at = [at = std::move(values.at), process, parameterization, since](double t) -> Field {
    return [field = at(t), form = score_form(process, parameterization, since, t)](const PointsIn& x, PointsOut s) {
      field(x, s);
      s = form.of_x * x + form.of_value * s;
    };
  };
  return values;
}

ScoreTable score_of_values(const Process& process, Parameterization parameterization, double since,
                           const ScoreTable& values) {
  if (parameterization == Parameterization::energy) return gradient_of_energies(values);
  ScoreTable table = values;
  table.parameterization = Parameterization::score;
  if (parameterization == Parameterization::score) return table;
  const Points nodes = product_of(table.coordinates);
  const Array x = Points(nodes.transpose()).reshaped();
  for (std::size_t k = 0; k < table.times.size(); ++k) {
    const ScoreForm form = score_form(process, parameterization, since, table.times[k]);
    table.values[k] = form.of_x * x + form.of_value * table.values[k];
  }
  return table;
}

}  // namespace fokker
