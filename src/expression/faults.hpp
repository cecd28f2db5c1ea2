// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/expression/expression.hpp"

/// What is wrong with the text of an expression, in words that let its writer correct it.
namespace fokker::expression {

struct Span {
  std::size_t begin = 0, end = 0;
};

[[noreturn]] void fail(Span span, std::string found, std::string legal = {}, std::string advice = {});

/// The candidate that a mistyped name most likely means, or what a name of another language is called here.
std::string meant_name(std::string_view name, const std::vector<std::string>& candidates);

/// @throws Error{Fault::problem} if a name of the scope is reserved or means two things
void check_scope(const ExpressionScope& scope);

/// Text longer than the limit, control characters and characters outside ASCII.
void check_characters(std::string_view text);

/// @throws ExpressionError for a name that is none of the scope's
[[noreturn]] void fail_unknown_name(std::string_view text, Span name, const ExpressionScope& scope);
[[noreturn]] void fail_unknown_function(std::string_view text, Span name, const ExpressionScope& scope);
[[noreturn]] void fail_arguments(std::string_view text, Span call, std::string_view function, std::size_t given,
                                 int wanted);

/// Message for the text at `position`, where the grammar stopped.
/// `open`: the last parenthesis that is not closed, npos if there is none.
[[noreturn]] void fail_syntax(std::string_view text, std::size_t position, bool wants_value, std::size_t open);

}  // namespace fokker::expression
