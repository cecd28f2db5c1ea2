#include "fokker/process/custom.hpp"

#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// Field with one expression per axis.
FieldAt field_of(std::vector<Expression> parts) {
  return [parts = std::move(parts)](double t) -> Field {
    std::vector<ScalarField> at_t;
    for (const Expression& part : parts) at_t.push_back(part.at(t));
    return [at_t = std::move(at_t)](const PointsIn& x, PointsOut values) {
      for (std::size_t k = 0; k < at_t.size(); ++k) at_t[k](x, values.col(static_cast<Eigen::Index>(k)));
    };
  };
}

/// The first part that is not finite, with the formula that it belongs to.
std::function<std::string(const Vector&, double)> explain(std::vector<Expression> parts) {
  return [parts = std::move(parts)](const Vector& x, double t) -> std::string {
    for (const Expression& part : parts)
      if (const auto fault = part.first_nonfinite(x, t)) return fault->text + " at " + fault->place;
    return {};
  };
}

Expression constant(double value, const Expression& like) {
  return Expression::parse(std::to_string(value), {like.variables(), {}, true, {}});
}

}  // namespace

Process custom_process(const std::vector<Expression>& drift, const std::vector<Expression>& noise,
                       Interpretation interpretation) {
  if (drift.empty() || drift.size() != noise.size())
    throw Error(Fault::problem, "a drift and a noise of different dimension", "one expression per axis each");
  std::vector<Expression> ito, velocity, square, parts = drift;
  for (std::size_t k = 0; k < drift.size(); ++k) {
    const Expression half_div = noise[k] * noise[k].derivative(drift[k].variables().at(k));
    const Expression half = half_div * constant(0.5, drift[k]);
    square.push_back(noise[k] * noise[k]);
    ito.push_back(interpretation == Interpretation::ito            ? drift[k]
                  : interpretation == Interpretation::stratonovich ? drift[k] + half
                                                                   : drift[k] + half_div);
    velocity.push_back(interpretation == Interpretation::ito            ? drift[k] - half_div
                       : interpretation == Interpretation::stratonovich ? drift[k] - half
                                                                        : drift[k]);
    parts.push_back(noise[k]);
  }
  Process process;
  process.dimension = static_cast<int>(drift.size());
  process.name = "custom";
  process.drift = field_of(std::move(ito));
  process.velocity = field_of(std::move(velocity));
  process.noise = field_of(noise);
  process.diffusion = field_of(std::move(square));
  process.explain = explain(std::move(parts));
  return process;
}

Process langevin(const Expression& potential, double temperature) {
  const std::vector<std::string>& axes = potential.variables();
  std::vector<Expression> drift;
  for (const std::string& axis : axes) drift.push_back(-potential.derivative(axis));
  const double noise = std::sqrt(2 * temperature);
  const auto uniform = [](double value) -> FieldAt {
    return [value](double) -> Field { return [value](const PointsIn&, PointsOut out) { out.setConstant(value); }; };
  };
  Process process;
  process.dimension = static_cast<int>(axes.size());
  process.name = "langevin";
  process.drift = process.velocity = field_of(drift);
  process.noise = uniform(noise);
  process.diffusion = uniform(2 * temperature);
  process.edge = EdgePart{uniform(0), [potential, temperature](double t, const PointsIn& centres, ArrayOut phi) {
                            potential.at(t)(centres, phi);
                            phi /= -temperature;
                          }};
  drift.push_back(potential);
  process.explain = explain(std::move(drift));
  if (!potential.depends_on_time())
    process.prior = [potential, temperature, d = process.dimension](double) {
      return density_law(d, [V = potential.at(0), temperature](const PointsIn& x, ArrayOut values) {
        V(x, values);
        values = (-values / temperature).exp();
      });
    };
  return process;
}

}  // namespace fokker
