// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fokker/core/error.hpp"
#include "fokker/core/types.hpp"

namespace fokker {

namespace expression {
struct Tree;
}

/// A scalar field at fixed points: what does not depend on t has been computed once.
using FieldInTime = std::function<void(double t, ArrayOut values)>;

/// The names that an expression may use, besides functions, pi and e.
struct ExpressionScope {
  std::vector<std::string> variables;        ///< names of the axes, in order
  std::map<std::string, double> parameters;  ///< named constants
  bool allow_time = true;                    ///< `t` may appear
  std::vector<std::string> unavailable;      ///< names that mean something elsewhere, but not in this expression
};

/// Fault::problem with its place in the text of the expression, in bytes.
class ExpressionError : public Error {
 public:
  /// Error at `length` bytes from `offset` on.
  /// @param offset      first faulty byte of the text
  /// @param length      faulty bytes
  /// @param diagnostic  message
  ExpressionError(std::size_t offset, std::size_t length, Diagnostic diagnostic);
  /// First byte of the faulty part. @return counted from 0
  std::size_t offset() const { return offset_; }
  /// Bytes of the faulty part. @return 0 at the end of the text
  std::size_t length() const { return length_; }

 private:
  std::size_t offset_;
  std::size_t length_;
};

/// Formula in the coordinates and t. Immutable; copies share one tree.
///
/// Lowest to highest: c ? a : b, ||, &&, one of < <= > >= == != (1 or 0; no chains), + -, * /, unary + -, ^ (from the
/// right: 2^3^2 = 2^9, -x^2 = -(x^2), 2^-1 = 0.5). All numbers are real: 1/2 = 0.5. Constants pi and e. Functions: sin
/// cos tan asin acos atan atan2 sinh cosh tanh exp expm1 log log1p log2 log10 sqrt cbrt pow abs sign floor step (or
/// heaviside) min max erf erfc if(c, a, b); sign(0) = 0, step(0) = 1.
/// What depends on neither coordinates nor t is folded. 0*u is 0 even where u is not finite; conditions, minima and
/// maxima of nan are nan.
class Expression {
 public:
  static constexpr std::size_t longest_text = 65536;  ///< bytes
  static constexpr int deepest = 200;                 ///< parentheses, signs, powers and conditions inside each other
  static constexpr int most_nodes = 10000;            ///< operations, numbers and names

  /// @throws ExpressionError at the first fault; Error{Fault::problem} if names of the scope shadow each other
  /// @param text   at most longest_text bytes
  /// @param scope  names that may occur
  /// @return the formula, with constants folded
  static Expression parse(std::string_view text, const ExpressionScope& scope);

  /// At one instant; parts that depend on t alone are computed here, once.
  /// @param t  time; without effect where the formula does not depend on it
  /// @return n values at n x d points, d the number of variables
  ScalarField at(double t) const;
  /// The same for many instants: what does not depend on any of them is done here, once.
  /// @return the field at each t
  ScalarFieldAt over_time() const;
  /// At n x d points for many times; parts that depend on the coordinates alone are computed here, once.
  /// @param points  n x d, one column per variable; copied
  /// @return n values at each t
  FieldInTime on(const PointsIn& points) const;
  /// At one point, whose coordinates are ordered as the variables.
  /// @param point  one coordinate per variable
  /// @param t      time
  /// @return may be nan or infinite
  double value(const Vector& point, double t) const;

  /// An interval that holds the value at every point of a box (one interval per variable) and every time in t, and more
  /// where parts depend on each other; infinite where a divisor may be 0. Where the formula is not defined the interval
  /// is of no use.
  /// @param box  one interval per variable
  /// @param t    times, both ends counted
  /// @return bounds, often wider than the range of the values
  Interval enclosure(const std::vector<Interval>& box, Interval t) const;

  /// Partial derivative by a variable or by "t": exact where smooth, piecewise elsewhere (see `breaks`).
  /// @param name  of a variable, or "t"
  /// @return 0 where the formula does not depend on it
  Expression derivative(std::string_view name) const;

  /// Derivative of the logarithm. Products, quotients, powers with a constant exponent and exp are taken apart first,
  /// so that of e^u it is u', which holds where e^u underflows.
  /// @param name  of a variable, or "t"
  /// @return u'/u of a formula u
  Expression logarithmic_derivative(std::string_view name) const;

  /// A part whose derivative is not defined everywhere.
  struct Break {
    std::string text;  ///< the part
    bool jump;  ///< floor, sign, step, a comparison: the derivative leaves out a delta; else a kink: abs, min, max
  };
  /// Parts that depend on the variable (or on "t") and are not smooth in it.
  /// @param name  of a variable, or "t"
  /// @return empty where the formula is smooth in it
  std::vector<Break> breaks(std::string_view name) const;

  /// The innermost part that is not finite although all that it is made of is, at a point where the value is not.
  struct NonFinite {
    std::string text;   ///< "log(x - 2)"
    double value;       ///< nan or +-infinity
    std::string place;  ///< "x = 1.5, t = 0.1"
  };
  /// That part at a point (d) and time; empty where the value is finite.
  /// @param point  one coordinate per variable
  /// @param t      time
  /// @return its text, value and place
  std::optional<NonFinite> first_nonfinite(const Vector& point, double t) const;

  /// Text with as few parentheses as possible, parameters as numbers; parsed again, it evaluates to the same (within
  /// the limits above; derivatives may be longer). Ends in "..." where it would pass 1 MiB.
  /// @return at most 1 MiB
  std::string to_string() const;
  /// The same with every operation inside another one in parentheses: 2^(x^2), -(x^2), (a*x) + b.
  /// @return at most 1 MiB
  std::string bracketed() const;

  /// Whether a variable, or "t", occurs.
  /// @param name  of a variable, or "t"
  /// @return false also where what depended on it has been folded
  bool depends_on(std::string_view name) const;
  /// Whether t occurs. @return as depends_on("t")
  bool depends_on_time() const { return depends_on("t"); }
  /// Whether it is one number. @return true where no name is left
  bool is_constant() const;
  /// Variables that it depends on, and "t" where it does. @return each name once
  std::vector<std::string> names() const;
  /// Names of the variables of its scope, in order. @return one per coordinate
  const std::vector<std::string>& variables() const;

  /// Sum. Both sides must have the same variables.
  /// @param a  left side
  /// @param b  right side
  /// @return a + b, with constants folded
  friend Expression operator+(const Expression& a, const Expression& b);
  /// Difference; as for sums.
  /// @param a  left side
  /// @param b  right side
  /// @return a - b
  friend Expression operator-(const Expression& a, const Expression& b);
  /// Product; as for sums.
  /// @param a  left side
  /// @param b  right side
  /// @return a b; 0 where a side is the number 0
  friend Expression operator*(const Expression& a, const Expression& b);
  /// Quotient; as for sums.
  /// @param a  numerator
  /// @param b  denominator
  /// @return a/b
  friend Expression operator/(const Expression& a, const Expression& b);
  /// Negative.
  /// @param a  any formula
  /// @return -a
  friend Expression operator-(const Expression& a);

  /// For the library's own use.
  /// @param tree  not null
  explicit Expression(std::shared_ptr<const expression::Tree> tree) : tree_(std::move(tree)) {}
  /// For the library's own use. @return shared by copies
  const expression::Tree& tree() const { return *tree_; }

 private:
  std::shared_ptr<const expression::Tree> tree_;
};

/// Names that no axis and no parameter may have: t, time, functions and constants. @return t, time, the constants, then
/// the functions
const std::vector<std::string>& reserved_names();
/// Whether a name is one of reserved_names().
/// @param name  letter case counts
/// @return true: no axis and no parameter may have it
bool is_reserved_name(std::string_view name);

/// A parameter as the user wrote it: a number, or an expression in other parameters.
struct ParameterText {
  std::string name;                         ///< of the parameter
  std::variant<double, std::string> value;  ///< number, or text of an expression
};
/// Fault of a parameter.
struct ParameterFault {
  std::size_t parameter;  ///< position in the list
  bool in_name;           ///< else in its text, where `error` has the place
  ExpressionError error;  ///< the message
};
/// Values and faults of parameters.
struct ResolvedParameters {
  std::map<std::string, double> values;  ///< of the parameters without fault
  std::vector<ParameterFault> faults;    ///< by position in the list
};
/// Values of parameters that may refer to each other in any order; cycles, shadowed names and the rest are faults.
/// @param parameters  in any order; a second one of the same name is a fault
/// @param variables   names of the axes, which no parameter may have
/// @return a value or a fault for each parameter
ResolvedParameters resolve_parameters(const std::vector<ParameterText>& parameters,
                                      const std::vector<std::string>& variables);

}  // namespace fokker
