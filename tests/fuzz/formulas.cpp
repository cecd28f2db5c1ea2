// SPDX-License-Identifier: MIT
#include "fuzz/formulas.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

namespace fokker::test {
namespace {

int below(std::mt19937_64& random, int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }

template <std::size_t n>
std::string one_of(std::mt19937_64& random, const std::array<const char*, n>& choices) {
  return choices[static_cast<std::size_t>(below(random, static_cast<int>(n)))];
}

std::string space(std::mt19937_64& random) { return one_of<6>(random, {"", "", "", " ", "  ", "\n\t"}); }

std::string leaf(std::mt19937_64& random) {
  if (below(random, 3) == 0) return fmt::format("{}", std::ldexp(static_cast<double>(random() >> 11), -50));
  return one_of<17>(random,
                    {"x", "x", "x", "y", "y", "t", "s", "width", "pi", "e", "0", "1", "2", "0.5", "1e3", ".25", "3."});
}

std::string call(std::mt19937_64& random, int depth) {
  const auto inner = [&] { return space(random) + random_formula(random, depth - 1); };
  switch (below(random, 8)) {
    case 0:
      return one_of<4>(random, {"atan2", "min", "max", "pow"}) + "(" + inner() + "," + inner() + ")";
    case 1:
      return "if (" + inner() + "," + inner() + "," + inner() + ")";
    case 2:
      return "((" + inner() + ")?" + inner() + ":" + inner() + ")";
    default:
      return one_of<24>(random, {"sin",  "cos",   "tan", "asin",  "acos",  "atan",  "sinh", "cosh",
                                 "tanh", "exp",   "log", "log10", "log2",  "sqrt",  "cbrt", "abs",
                                 "sign", "floor", "erf", "erfc",  "expm1", "log1p", "step", "heaviside"}) +
             "(" + inner() + ")";
  }
}

}  // namespace

std::string random_formula(std::mt19937_64& random, int depth) {
  if (depth <= 0) return leaf(random);
  const auto inner = [&] { return random_formula(random, depth - 1) + space(random); };
  switch (below(random, 10)) {
    case 0:
      return leaf(random);
    case 1:
      return one_of<2>(random, {"-", "+"}) + inner();
    case 2:
    case 3:
      return "(" + inner() + ")";
    case 4:
    case 5:
      return call(random, depth);
    case 6:
      return "(" + inner() + one_of<8>(random, {"<", "<=", ">", ">=", "==", "!=", "&&", "||"}) + inner() + ")";
    case 7:
      return "(" + inner() + ")^" + one_of<8>(random, {"2", "3", "-1", "0.5", "x", "-2", "(1/3)", "7"});
    default:
      return inner() + one_of<4>(random, {"+", "-", "*", "/"}) + space(random) + inner();
  }
}

void spoil(std::string& text, std::mt19937_64& random) {
  static const std::string bytes = "()+-*/^<>=!&|?:,.;$%'\"xyte0129 \t\n\xe2\x88\x92\xff\x80" + std::string(1, '\0');
  for (int changes = 1 + below(random, 4); changes > 0; --changes) {
    const auto place = static_cast<std::size_t>(below(random, static_cast<int>(text.size()) + 1));
    const char byte = bytes[static_cast<std::size_t>(below(random, static_cast<int>(bytes.size())))];
    switch (below(random, 4)) {
      case 0:
        text.insert(place, 1, byte);
        break;
      case 1:
        text.insert(place, text.substr(place / 2, 20));
        break;
      case 2:
        if (place < text.size()) text[place] = byte;
        break;
      default:
        text.erase(place, 1 + static_cast<std::size_t>(below(random, 3)));
    }
  }
}

Known known_formula(std::mt19937_64& random, int depth, double x, double y) {
  constexpr double unit = 4 * std::numeric_limits<double>::epsilon();
  const auto rounded = [](std::string text, double value, double error) {
    return Known{std::move(text), value, error + unit * std::abs(value)};
  };
  const auto inner = [&] { return known_formula(random, depth - 1, x, y); };
  const int kind = depth == 0 ? below(random, 3) : 3 + below(random, 9);
  if (kind == 0) return {"x", x, 0};
  if (kind == 1) return {"y", y, 0};
  if (kind == 2) {
    const double number = std::ldexp(static_cast<double>(random() >> 11), -51);
    return {fmt::format("{}", number), number, 0};
  }
  const Known a = inner();
  if (kind == 3) return {"-(" + a.text + ")", -a.value, a.error};
  if (kind == 4) return rounded("sin(" + a.text + ")", std::sin(a.value), a.error + unit);
  if (kind == 5) return rounded("cos(" + a.text + ")", std::cos(a.value), a.error + unit);
  if (kind == 6) return rounded("tanh(" + a.text + ")", std::tanh(a.value), a.error);
  if (kind == 7) return rounded("1/(1+(" + a.text + ")^2)", 1 / (1 + a.value * a.value), a.error + unit);
  if (kind == 8) return rounded("exp(-(" + a.text + ")^2)", std::exp(-a.value * a.value), a.error + unit);
  const Known b = inner();
  if (kind == 9) return rounded("(" + a.text + ")+" + b.text, a.value + b.value, a.error + b.error);
  if (kind == 10) return rounded("(" + a.text + ")-(" + b.text + ")", a.value - b.value, a.error + b.error);
  const double error = std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error;
  return rounded("(" + a.text + ")*(" + b.text + ")", a.value * b.value, error);
}

}  // namespace fokker::test
