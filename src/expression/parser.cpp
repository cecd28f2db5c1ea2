// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <boost/fusion/include/at_c.hpp>
#include <boost/spirit/home/x3.hpp>

#include "expression/parts.hpp"

// Number tokens go through from_chars: x3::double_ misreads many shortest-form doubles and reads `nano` as nan.
namespace fokker {
namespace expression {
namespace {

namespace x3 = boost::spirit::x3;

struct Grammar {
  ParseState& state;
  const char* begin;

  std::size_t place(const char* iterator) const { return static_cast<std::size_t>(iterator - begin); }
  template <class Range>
  Span span(const Range& range) const {
    return {place(range.begin()), place(range.end())};
  }
};

template <class Context>
const Grammar& grammar(const Context& context) {
  return x3::get<Grammar>(context);
}
/// Where the text goes on after what an action belongs to.
template <class Context>
std::size_t here(const Context& context) {
  return grammar(context).place(x3::_where(context).begin());
}

/// Parses its subject one level deeper.
template <class Subject>
struct Deeper : x3::unary_parser<Subject, Deeper<Subject>> {
  explicit Deeper(const Subject& inner) : x3::unary_parser<Subject, Deeper<Subject>>(inner) {}
  static bool const is_pass_through_unary = true;
  static bool const handles_container = Subject::handles_container;

  template <class Iterator, class Context, class RContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const Context& context, RContext& rcontext,
             Attribute& attribute) const {
    grammar(context).state.enter(grammar(context).place(first));
    const bool found = this->subject.parse(first, last, context, rcontext, attribute);
    grammar(context).state.leave();
    return found;
  }
};
template <class Subject>
Deeper<Subject> deeper(const Subject& inner) {
  return Deeper<Subject>(inner);
}

const auto take = [](auto& context) { x3::_val(context) = x3::_attr(context); };
template <Op op>
const auto infix = [](auto& context) {
  Part& left = x3::_val(context);
  const Part& right = x3::_attr(context);
  left = grammar(context).state.make(op, {left.span.begin, right.span.end}, left, right);
};
const auto minus = [](auto& context) {
  const Part& part = x3::_attr(context);
  x3::_val(context) = grammar(context).state.make(Op::negate, part.span, part);
};
const auto number = [](auto& context) {
  x3::_val(context) = grammar(context).state.number(grammar(context).span(x3::_attr(context)));
};
const auto name = [](auto& context) {
  x3::_val(context) = grammar(context).state.name(grammar(context).span(x3::_attr(context)));
};
const auto function = [](auto& context) {
  Call& call = x3::_val(context);
  call.name = grammar(context).span(x3::_attr(context));
  call.op = grammar(context).state.function(call.name);
};
const auto argument = [](auto& context) { x3::_val(context).arguments.push_back(x3::_attr(context)); };
const auto called = [](auto& context) {
  x3::_val(context).end = here(context);
  grammar(context).state.close();
};
const auto value_of_call = [](auto& context) { x3::_val(context) = grammar(context).state.call(x3::_attr(context)); };
const auto compared = [](auto& context) {
  Part& left = x3::_val(context);
  const Op op = boost::fusion::at_c<0>(x3::_attr(context));
  const Part& right = boost::fusion::at_c<1>(x3::_attr(context));
  left = grammar(context).state.make(op, {left.span.begin, right.span.end}, left, right);
};
const auto compared_again = [](auto& context) {
  fail({here(context) - 1, here(context)}, "a chain of comparisons", "one comparison", "a < b && b < c");
};
const auto chosen = [](auto& context) {
  Part& condition = x3::_val(context);
  const Part& yes = boost::fusion::at_c<0>(x3::_attr(context));
  const Part& no = boost::fusion::at_c<1>(x3::_attr(context));
  condition = grammar(context).state.make(Op::select, {condition.span.begin, no.span.end}, condition, yes, no);
};
const auto opened = [](auto& context) { grammar(context).state.open(here(context)); };
const auto closed = [](auto& context) { grammar(context).state.close(); };

const x3::rule<struct NestedTag, Part> nested = "Nested";
const x3::rule<struct ConditionalTag, Part> conditional = "Conditional";
const x3::rule<struct DisjunctionTag, Part> disjunction = "Disjunction";
const x3::rule<struct ConjunctionTag, Part> conjunction = "Conjunction";
const x3::rule<struct ComparisonTag, Part> comparison = "Comparison";
const x3::rule<struct SumTag, Part> sum = "Sum";
const x3::rule<struct ProductTag, Part> product = "Product";
const x3::rule<struct SignedTag, Part> with_sign = "Signed";
const x3::rule<struct NestedSignTag, Part> nested_sign = "NestedSign";
const x3::rule<struct PowerTag, Part> power = "Power";
const x3::rule<struct PrimaryTag, Part> primary = "Primary";
const x3::rule<struct CallTag, Call> call = "Call";

struct Comparisons : x3::symbols<Op> {
  Comparisons() {
    add("<", Op::less)("<=", Op::less_equal)(">", Op::greater)(">=", Op::greater_equal)("==", Op::equal)("!=",
                                                                                                         Op::not_equal);
  }
} const comparisons;

const auto word = x3::raw[x3::lexeme[(x3::ascii::alpha | '_') >> *(x3::ascii::alnum | '_')]];
const auto exponent = x3::char_("eE") >> -x3::char_("+-") >> +x3::ascii::digit;
const auto mantissa = (+x3::ascii::digit >> -('.' >> *x3::ascii::digit)) | ('.' >> +x3::ascii::digit);
const auto numeral = x3::raw[x3::lexeme[mantissa >> -exponent]];

const auto nested_def = deeper(conditional);
const auto conditional_def = disjunction[take] >> -(('?' > nested > ':' > nested)[chosen]);
const auto disjunction_def = conjunction[take] >> *("||" > conjunction[infix<Op::either>]);
const auto conjunction_def = comparison[take] >> *("&&" > comparison[infix<Op::both>]);
const auto comparison_def = sum[take] >> -((comparisons > sum)[compared] >> -comparisons[compared_again]);
const auto sum_def = product[take] >> *(('+' > product[infix<Op::add>]) | ('-' > product[infix<Op::subtract>]));
const auto product_def = with_sign[take] >>
                         *(('*' > with_sign[infix<Op::multiply>]) | ('/' > with_sign[infix<Op::divide>]));
const auto with_sign_def = ('-' > nested_sign[minus]) | ('+' > nested_sign[take]) | power[take];
const auto nested_sign_def = deeper(with_sign);
const auto power_def = primary[take] >> -('^' > nested_sign[infix<Op::power>]);
const auto parentheses = x3::lit('(')[opened] > nested[take] > ')' > x3::eps[closed];
const auto primary_def = numeral[number] | call[value_of_call] | word[name] | parentheses;
const auto arguments = (!x3::lit(')')) > nested[argument] >> *(',' > nested[argument]);
const auto call_def = &(word >> '(') >> word[function] >> x3::lit('(')[opened] >> -(arguments) > ')' > x3::eps[called];

BOOST_SPIRIT_DEFINE(nested, conditional, disjunction, conjunction, comparison, sum, product, with_sign, nested_sign,
                    power, primary, call)

}  // namespace
}  // namespace expression

Expression Expression::parse(std::string_view text, const ExpressionScope& scope) {
  using namespace expression;
  check_scope(scope);
  check_characters(text);
  ParseState state(text, scope);
  const char *first = text.data(), *const last = first + text.size();
  const Grammar grammar{state, first};
  Part whole;
  try {
    const auto all = x3::with<Grammar>(grammar)[x3::eps > conditional > x3::eoi];
    x3::phrase_parse(first, last, all, x3::ascii::space, whole);
  } catch (const x3::expectation_failure<const char*>& failure) {
    const std::string expected = failure.which();
    const bool wants_value = expected != "')'" && expected != "':'" && expected != "eoi";
    state.fail_at(grammar.place(failure.where()), wants_value);
  }
  return Expression(state.finished(whole));
}

}  // namespace fokker
