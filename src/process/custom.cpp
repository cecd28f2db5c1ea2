// SPDX-License-Identifier: MIT
#include "fokker/process/custom.hpp"

#include <utility>

#include "fokker/core/error.hpp"
#include "process/formulas.hpp"
#include "process/linear.hpp"
#include "process/power_product.hpp"

namespace fokker {
namespace {

/// How much of 1/2 div D, or of Stratonovich's correction, makes Ito's drift and the divergence form.
struct Forms {
  std::vector<Expression> ito, divergence;
};

Expression sum_of(const std::vector<Expression>& parts) {
  Expression sum = parts[0];
  for (std::size_t k = 1; k < parts.size(); ++k) sum = sum + parts[k];
  return sum;
}

/// 1/2 sum_jk G_jk d_j G_ik
Expression stratonovich_correction(const ExpressionMatrix& G, std::size_t i) {
  std::vector<Expression> parts;
  for (std::size_t j = 0; j < G.size(); ++j)
    for (std::size_t k = 0; k < G.size(); ++k) parts.push_back(G[j][k] * G[i][k].derivative(G[i][k].variables().at(j)));
  return constant(0.5, parts[0]) * sum_of(parts);
}

/// 1/2 sum_j d_j D_ij
Expression half_divergence(const ExpressionMatrix& D, std::size_t i) {
  std::vector<Expression> parts;
  for (std::size_t j = 0; j < D.size(); ++j) parts.push_back(D[i][j].derivative(D[i][j].variables().at(j)));
  return constant(0.5, parts[0]) * sum_of(parts);
}

Forms forms_of(const std::vector<Expression>& drift, const ExpressionMatrix& G, const ExpressionMatrix& D,
               Interpretation interpretation) {
  Forms forms;
  for (std::size_t i = 0; i < drift.size(); ++i) {
    const Expression half_div = half_divergence(D, i);
    if (interpretation == Interpretation::isothermal) {
      forms.ito.push_back(drift[i] + half_div);
      forms.divergence.push_back(drift[i]);
      continue;
    }
    const Expression ito = interpretation == Interpretation::ito ? drift[i] : drift[i] + stratonovich_correction(G, i);
    forms.ito.push_back(ito);
    forms.divergence.push_back(ito - half_div);
  }
  return forms;
}

/// 1/2 d(g^2)/dx
Expression half_derivative_of_square(const Expression& g, const std::string& x) {
  if (const auto square = power_product(g, g)) return constant(0.5, g) * square->derivative(x);
  return g * g.derivative(x);
}

/// With noise per axis both corrections are c_i = G_i d_i G_i = 1/2 (div D)_i, half of it for Stratonovich.
Forms forms_of(const std::vector<Expression>& drift, const std::vector<Expression>& noise,
               Interpretation interpretation) {
  Forms forms;
  for (std::size_t k = 0; k < drift.size(); ++k) {
    const Expression half_div = half_derivative_of_square(noise[k], drift[k].variables().at(k));
    const Expression half = half_div * constant(0.5, drift[k]);
    forms.ito.push_back(interpretation == Interpretation::ito            ? drift[k]
                        : interpretation == Interpretation::stratonovich ? drift[k] + half
                                                                         : drift[k] + half_div);
    forms.divergence.push_back(interpretation == Interpretation::ito            ? drift[k] - half_div
                               : interpretation == Interpretation::stratonovich ? drift[k] - half
                                                                                : drift[k]);
  }
  return forms;
}

Process process_of(const std::vector<Expression>& drift, const Forms& forms, std::vector<Expression> noise,
                   Interpretation interpretation) {
  Process process;
  process.noise_exponent = interpretation == Interpretation::ito            ? 1
                           : interpretation == Interpretation::stratonovich ? 0.5
                                                                            : 0;
  process.dimension = static_cast<int>(drift.size());
  process.name = "custom";
  process.drift = field_of(forms.ito);
  process.divergence_drift = field_of(forms.divergence);
  process.noise = field_of(noise);
  std::vector<Expression> parts = drift;
  parts.insert(parts.end(), noise.begin(), noise.end());
  if (std::none_of(parts.begin(), parts.end(), [](const Expression& part) { return part.depends_on_time(); }))
    process.modulation = steady();
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(process.time_formulas),
               [](const Expression& part) { return part.depends_on_time(); });
  process.explain = explanation(std::move(parts));
  return process;
}

void require_matrix(const std::vector<Expression>& drift, const ExpressionMatrix& noise) {
  bool square = !drift.empty() && noise.size() == drift.size();
  for (const auto& row : noise) square &= row.size() == drift.size();
  if (!square)
    throw Error(Fault::problem, "a drift and a noise of different dimension", "one row and column of noise per axis");
}

bool is_diagonal(const ExpressionMatrix& matrix) {
  for (std::size_t i = 0; i < matrix.size(); ++i)
    for (std::size_t j = 0; j < matrix.size(); ++j)
      if (i != j && !is_zero(matrix[i][j])) return false;
  return true;
}

}  // namespace

Process custom_process(const std::vector<Expression>& drift, const std::vector<Expression>& noise,
                       Interpretation interpretation) {
  if (drift.empty() || drift.size() != noise.size())
    throw Error(Fault::problem, "a drift and a noise of different dimension", "one expression per axis each");
  const Forms forms = forms_of(drift, noise, interpretation);
  std::vector<Expression> square;
  for (const Expression& g : noise) square.push_back(power_product(g, g).value_or(g * g));
  Process process = process_of(drift, forms, noise, interpretation);
  ExpressionMatrix D(drift.size(), std::vector<Expression>(drift.size(), constant(0, drift[0])));
  for (std::size_t k = 0; k < D.size(); ++k) D[k][k] = square[k];
  set_transition_if_linear(process, forms.ito, D);
  process.diffusion = field_of(std::move(square));
  return process;
}

Process custom_process(const std::vector<Expression>& drift, const std::vector<std::vector<Expression>>& noise,
                       Interpretation interpretation) {
  require_matrix(drift, noise);
  if (is_diagonal(noise)) {
    std::vector<Expression> axes;
    for (std::size_t k = 0; k < noise.size(); ++k) axes.push_back(noise[k][k]);
    return custom_process(drift, axes, interpretation);
  }
  const ExpressionMatrix D = squared(noise);
  const Forms forms = forms_of(drift, noise, D, interpretation);
  std::vector<Expression> entries;
  for (const auto& row : noise) entries.insert(entries.end(), row.begin(), row.end());
  Process process = process_of(drift, forms, std::move(entries), interpretation);
  process.correlated = true;
  process.diffusion = field_of(D);
  set_transition_if_linear(process, forms.ito, D);
  return process;
}

}  // namespace fokker
