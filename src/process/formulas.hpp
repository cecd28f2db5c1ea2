// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "fokker/expression/expression.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Rows of expressions: entry (i, j) is [i][j].
using ExpressionMatrix = std::vector<std::vector<Expression>>;

/// Field with one expression per column.
FieldAt field_of(const std::vector<Expression>& parts);
/// The same of a matrix, entry (i, j) in column i d + j.
FieldAt field_of(const ExpressionMatrix& parts);

/// Result of Process::explain: the first part that is not finite, with the formula that it belongs to.
std::function<std::string(const Vector&, double)> explanation(std::vector<Expression> parts);

/// A number as an expression in the variables of `like`.
Expression constant(double value, const Expression& like);
bool is_zero(const Expression& value);
/// G G^T
ExpressionMatrix squared(const ExpressionMatrix& G);

/// Whether the value or its slope may jump along an axis: abs, if, floor, ...
bool has_breaks(const Expression& value);

/// Sets the transition law where the process turns out to be linear, dx = (A(t) x + b(t)) dt + G(t) dw: the drift's
/// first derivatives and D depend on no axis. In closed form where they do not depend on t either, else by the moment
/// equations. Formulas with breaks do not count as linear.
void set_transition_if_linear(Process& process, const std::vector<Expression>& drift, const ExpressionMatrix& D);

}  // namespace fokker
