// SPDX-License-Identifier: MIT
#include "process/formulas.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "expression/tree.hpp"
#include "process/linear.hpp"
#include "process/moments.hpp"
#include "process/power_product.hpp"

namespace fokker {
namespace {

bool depends_on_axes(const Expression& value) {
  const auto& axes = value.variables();
  return std::any_of(axes.begin(), axes.end(), [&](const std::string& axis) { return value.depends_on(axis); });
}

/// A, b and D as formulas in t.
struct LinearFormulas {
  ExpressionMatrix A, D;
  std::vector<Expression> drift;

  LinearCoefficients at(double t) const {
    const auto d = static_cast<Eigen::Index>(drift.size());
    const Vector zero = Vector::Zero(d);
    LinearCoefficients c{Matrix(d, d), Vector(d), Matrix(d, d)};
    for (Eigen::Index i = 0; i < d; ++i) {
      const auto row = static_cast<std::size_t>(i);
      c.b[i] = drift[row].value(zero, t);
      for (Eigen::Index j = 0; j < d; ++j) {
        c.A(i, j) = A[row][static_cast<std::size_t>(j)].value(zero, t);
        c.D(i, j) = D[row][static_cast<std::size_t>(j)].value(zero, t);
      }
    }
    return c;
  }
};

}  // namespace

FieldAt field_of(const std::vector<Expression>& parts) {
  std::vector<ScalarFieldAt> columns;
  for (const Expression& part : parts) columns.push_back(part.over_time());
  return [columns = std::move(columns)](double t) -> Field {
    std::vector<ScalarField> at_t;
    for (const ScalarFieldAt& column : columns) at_t.push_back(column(t));
    return [at_t = std::move(at_t)](const PointsIn& x, PointsOut values) {
      for (std::size_t k = 0; k < at_t.size(); ++k) at_t[k](x, values.col(static_cast<Eigen::Index>(k)));
    };
  };
}

FieldAt field_of(const ExpressionMatrix& parts) {
  std::vector<Expression> row_by_row;
  for (const auto& row : parts) row_by_row.insert(row_by_row.end(), row.begin(), row.end());
  return field_of(row_by_row);
}

std::function<std::string(const Vector&, double)> explanation(std::vector<Expression> parts) {
  return [parts = std::move(parts)](const Vector& x, double t) -> std::string {
    for (const Expression& part : parts)
      if (const auto fault = part.first_nonfinite(x, t)) return fault->text + " at " + fault->place;
    return {};
  };
}

Expression constant(double value, const Expression& like) {
  expression::TreeBuilder builder;
  const int root = builder.number(value);
  return Expression(std::make_shared<const expression::Tree>(builder.take(root, like.variables())));
}

bool is_zero(const Expression& value) {
  return value.is_constant() && value.value(Vector::Zero(std::ssize(value.variables())), 0) == 0;
}

ExpressionMatrix squared(const ExpressionMatrix& G) {
  ExpressionMatrix D;
  for (const auto& a : G) {
    auto& row = D.emplace_back();
    for (const auto& b : G) {
      const auto part = [&](std::size_t k) { return power_product(a[k], b[k]).value_or(a[k] * b[k]); };
      Expression sum = part(0);
      for (std::size_t k = 1; k < G.size(); ++k) sum = sum + part(k);
      row.push_back(sum);
    }
  }
  return D;
}

bool has_breaks(const Expression& value) {
  const auto& axes = value.variables();
  return std::any_of(axes.begin(), axes.end(), [&](const std::string& axis) { return !value.breaks(axis).empty(); });
}

void set_transition_if_linear(Process& process, const std::vector<Expression>& drift, const ExpressionMatrix& D) {
  LinearFormulas linear{{}, D, drift};
  bool in_time = false;
  for (std::size_t i = 0; i < drift.size(); ++i) {
    if (has_breaks(drift[i])) return;
    in_time |= drift[i].depends_on_time();
    auto& row = linear.A.emplace_back();
    for (const std::string& axis : drift[i].variables()) row.push_back(drift[i].derivative(axis));
    std::vector<Expression> coefficients = row;
    coefficients.insert(coefficients.end(), D[i].begin(), D[i].end());
    if (std::any_of(coefficients.begin(), coefficients.end(), depends_on_axes)) return;
    in_time |= std::any_of(coefficients.begin(), coefficients.end(), [](auto& c) { return c.depends_on_time(); });
  }
  if (in_time) {
    process.transition = [linear](double s, double t) {
      return integrate_moments([&](double u) { return linear.at(u); }, s, t);
    };
    return;
  }
  const LinearCoefficients c = linear.at(0);
  if (!c.A.allFinite() || !c.b.allFinite() || !c.D.allFinite()) return;
  process.transition = [c](double s, double t) { return constant_transition(c.A, c.b, c.D, t - s); };
}

}  // namespace fokker
