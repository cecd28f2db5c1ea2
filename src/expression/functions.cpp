// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numbers>

#include "expression/tree.hpp"
#include "fokker/expression/expression.hpp"

namespace fokker {
namespace expression {

const std::vector<Function>& functions() {
  static const std::vector<Function> table = {
      {"sin", Op::sin},     {"cos", Op::cos},     {"tan", Op::tan},   {"asin", Op::asin},      {"acos", Op::acos},
      {"atan", Op::atan},   {"atan2", Op::atan2}, {"sinh", Op::sinh}, {"cosh", Op::cosh},      {"tanh", Op::tanh},
      {"exp", Op::exp},     {"expm1", Op::expm1}, {"log", Op::log},   {"log1p", Op::log1p},    {"log2", Op::log2},
      {"log10", Op::log10}, {"sqrt", Op::sqrt},   {"cbrt", Op::cbrt}, {"pow", Op::power},      {"abs", Op::abs},
      {"sign", Op::sign},   {"floor", Op::floor}, {"step", Op::step}, {"heaviside", Op::step}, {"min", Op::min},
      {"max", Op::max},     {"erf", Op::erf},     {"erfc", Op::erfc}, {"if", Op::select},
  };
  return table;
}

const std::vector<Constant>& constants() {
  static const std::vector<Constant> table = {{"pi", std::numbers::pi}, {"e", std::numbers::e}};
  return table;
}

int arity(Op op) {
  switch (op) {
    case Op::number:
    case Op::variable:
    case Op::time:
      return 0;
    case Op::select:
      return 3;
    case Op::atan2:
    case Op::min:
    case Op::max:
      return 2;
    case Op::negate:
    case Op::integer_power:
      return 1;
    default:
      return op < Op::select ? 2 : 1;
  }
}

}  // namespace expression

const std::vector<std::string>& reserved_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result = {"t", "time"};
    for (const auto& constant : expression::constants()) result.emplace_back(constant.name);
    for (const auto& function : expression::functions()) result.emplace_back(function.name);
    return result;
  }();
  return names;
}

bool is_reserved_name(std::string_view name) {
  const auto& names = reserved_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace fokker
