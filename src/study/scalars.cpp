// SPDX-License-Identifier: MIT
#include "study/scalars.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fokker/verify/evidence.hpp"

namespace fokker {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

const Scalar* same_name(const std::vector<Scalar>& scalars, const Scalar& wanted) {
  for (const Scalar& scalar : scalars)
    if (scalar.table == wanted.table && scalar.name == wanted.name) return &scalar;
  return nullptr;
}

/// Value and error of one number on n, n/2 and n/4 cells.
Scalar with_error(Scalar scalar, double half, double quarter, Accuracy accuracy) {
  const double near = std::abs(scalar.value - half), far = std::abs(half - quarter);
  if (accuracy == Accuracy::extrapolated) {
    const double fine = (4 * scalar.value - half) / 3, coarse = (4 * half - quarter) / 3;
    scalar.value = fine;
    scalar.error = std::abs(fine - coarse) / 3;
    return scalar;
  }
  const double order = std::log2(far / near);
  const bool second = order >= lowest_asymptotic_order && order <= highest_asymptotic_order;
  scalar.error = second ? near / 3 : near;
  return scalar;
}

}  // namespace

void add_moments(const std::string& table, const Grid& grid, const Array& density, std::vector<Scalar>& scalars) {
  const Vector means = mean(grid, density);
  const Matrix variances = covariance(grid, density);
  for (int k = 0; k < grid.dimension(); ++k) {
    const std::string& axis = grid.axis(k).name;
    scalars.push_back({table, "mean_" + axis, means[k], unknown, "length"});
    scalars.push_back({table, "variance_" + axis, variances(k, k), unknown, "length^2"});
  }
}

void add_scalars(const Grid& grid, const StationaryState& state, std::vector<Scalar>& scalars) {
  add_moments("stationary", grid, state.density, scalars);
  for (int k = 0; k < grid.dimension(); ++k)
    scalars.push_back({"stationary", "flux_" + grid.axis(k).name, (state.current.col(k) * grid.volumes()).sum(),
                       unknown, "length/time"});
  scalars.push_back({"stationary", "entropy_production", state.entropy_production, unknown, "1/time"});
}

void add_scalars(const Spectrum& spectrum, bool ends, std::vector<Scalar>& scalars) {
  if (ends) scalars.push_back({"spectrum", "escape_rate", spectrum.modes.front().eigenvalue.real(), unknown, "1/time"});
  for (std::size_t k = ends ? 0 : 1; k < spectrum.modes.size(); ++k) {
    const std::complex<double> value = spectrum.modes[k].eigenvalue;
    scalars.push_back({"spectrum", fmt::format("eigenvalue_{}", k), value.real(), unknown, "1/time"});
    if (!spectrum.detailed_balance && value.imag() != 0)
      scalars.push_back({"spectrum", fmt::format("frequency_{}", k), value.imag(), unknown, "1/time"});
  }
}

void add_scalars(const PassageResult& result, const Array& start, std::vector<Scalar>& scalars) {
  const FirstPassage& passage = result.passage;
  const auto averaged = [&](const Array& values) { return (start * values).sum(); };
  const auto moment_name = [](std::size_t n) {
    return n == 0 ? std::string("mean_time") : fmt::format("time_moment_{}", n + 1);
  };
  const auto units = [](std::size_t n) { return n == 0 ? std::string("time") : fmt::format("time^{}", n + 1); };
  for (std::size_t n = 0; n < passage.moments.size(); ++n)
    scalars.push_back({"first_passage", moment_name(n), averaged(passage.moments[n]), unknown, units(n)});
  for (std::size_t e = 0; e < result.exits.size() && result.exits.size() > 1; ++e) {
    const double probability = averaged(passage.splitting[e]);
    scalars.push_back({"first_passage", "probability_" + result.exits[e], probability, unknown, "1"});
    for (std::size_t n = 0; n < passage.conditional[e].size(); ++n)
      scalars.push_back({"first_passage", moment_name(n) + "_" + result.exits[e],
                         averaged(passage.conditional[e][n] * passage.splitting[e]) / probability, unknown, units(n)});
  }
}

void add_scalars(const Committor& committor, std::vector<Scalar>& scalars) {
  scalars.push_back({"committor", "flux", committor.flux, unknown, "1/time"});
  scalars.push_back({"committor", "rate", committor.rate, unknown, "1/time"});
}

void set_errors(const std::array<std::vector<Scalar>, 3>& levels, Accuracy accuracy, std::vector<Scalar>& scalars) {
  for (Scalar& scalar : scalars) {
    const Scalar *half = same_name(levels[1], scalar), *quarter = same_name(levels[2], scalar);
    if (half && quarter) scalar = with_error(scalar, half->value, quarter->value, accuracy);
  }
}

}  // namespace fokker
